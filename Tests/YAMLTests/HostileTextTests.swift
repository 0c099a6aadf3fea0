import TestSupport
import Testing
import YAML

@Suite
struct HostileTextTests {
    private func failure(_ bytes: [UInt8]) -> YAMLError? {
        #expect(throws: YAMLError.self) { try YAML.parseAll(bytes, file: "h.yaml") }
    }

    @Test(arguments: [
        ("a:\n\tb: 1\n", YAMLError.Kind.tab, "h.yaml:2:1"), ("a: |\n\tb\n", .tab, "h.yaml:2:1"),
        ("a: \"open\nb: c\n", .unfinishedQuote, "h.yaml:1:4"), ("é: 'open\n\n", .unfinishedQuote, "h.yaml:1:4"),
        ("a: @b\n", .reservedCharacter("@"), "h.yaml:1:4"), ("a:\n  - `b`\n", .reservedCharacter("`"), "h.yaml:2:5"),
        ("a: %b\n", .reservedCharacter("%"), "h.yaml:1:4"),
    ])
    func `common slips have words of their own`(text: String, kind: YAMLError.Kind, place: String) {
        let error = failure(Array(text.utf8))
        #expect(error?.kind == kind)
        #expect(error.map { "\($0.place)" } == place)
    }

    @Test(arguments: [
        ("a: b: c\n", "h.yaml:1:5"), ("a: [1, 2\nb: 3\n", "h.yaml:2:2"), ("a: 1\n b: 2\n", "h.yaml:2:3"),
        ("- a\nb: 1\n", "h.yaml:2:1"), ("key: \"\\q\"\n", "h.yaml:1:7"), ("!t!x y\n", "h.yaml:1:1"),
        ("%YAML 9\n--- a\n", "h.yaml:1:8"),
        ("a\n...\nb\n", "h.yaml:3:1"), ("\"\\ud800\"", "h.yaml:1:4"),
    ])
    func `other syntax errors are libyaml's, with line and column`(text: String, place: String) {
        let error = failure(Array(text.utf8))
        guard case .syntax(let problem, _, _) = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!problem.isEmpty)
        #expect(error.map { "\($0.place)" } == place)
    }

    @Test(
        arguments: [
            ([0x61, 0x3A, 0x20, 0xFF], YAMLError.Kind.notUTF8(byte: 0xFF), "h.yaml:1:4"),
            ([0x61, 0x0A, 0xC3, 0xA9, 0xC3], .notUTF8(byte: 0xC3), "h.yaml:2:2"),
            ([0xC0, 0x80], .notUTF8(byte: 0xC0), "h.yaml:1:1"),
            ([0xED, 0xA0, 0x80], .notUTF8(byte: 0xED), "h.yaml:1:1"),
            ([0x61, 0x00, 0x62], .forbiddenCharacter(0), "h.yaml:1:2"),
            ([0x61, 0x0D, 0x0A, 0x62, 0x07], .forbiddenCharacter(7), "h.yaml:2:2"),
            ([0x61, 0x7F], .forbiddenCharacter(0x7F), "h.yaml:1:2"),
            ([0xFF, 0xFE, 0x61, 0x00], .otherEncoding("UTF-16"), "h.yaml:1:1"),
            ([0xFE, 0xFF, 0x00, 0x61], .otherEncoding("UTF-16"), "h.yaml:1:1"),
            ([0x61, 0x00, 0x3A, 0x00], .otherEncoding("UTF-16"), "h.yaml:1:1"),
            ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], .otherEncoding("UTF-32"), "h.yaml:1:1"),
        ] as [([UInt8], YAMLError.Kind, String)]
    )
    func `bytes that are no text are refused where they stand`(bytes: [UInt8], kind: YAMLError.Kind, place: String) {
        let error = failure(bytes)
        #expect(error?.kind == kind)
        #expect(error.map { "\($0.place)" } == place)
    }

    @Test(arguments: ["[", "{a: ", "- ", "[\n"])
    func `deep nesting is refused, however deep`(opening: String) {
        let error = failure(Array(String(repeating: opening, count: 200_000).utf8))
        #expect(error?.kind == .tooDeep(limit: 100))
    }

    /// Lists of lists, the innermost with a map.
    private struct Lists: Decodable {
        var depth = 0

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let inner = try? value.decode([String: String].self) {
                depth = inner.count
            } else {
                depth = try value.decode([Lists].self).reduce(0) { $0 + $1.depth } + 1
            }
        }
    }

    @Test
    func `a tree as deep as can be asked for is read, printed and freed on a small stack`() async throws {
        let text = String(repeating: "[", count: 199) + "{a: b}" + String(repeating: "]", count: 199)
        let limits = YAML.Limits(depth: 1_000_000)
        try await withStack(kilobytes: 512) {
            let root = try YAML.parse(text, limits: limits).root
            let printed = YAML.text(of: root)
            #expect(try YAML.parse(printed, limits: limits).root == root)
        }
        let error = #expect(throws: YAMLError.self) { try YAML.parse("[" + text + "]", limits: limits) }
        #expect(error?.kind == .tooDeep(limit: 200))
    }

    @Test
    func `a tree as deep as is allowed unasked is decoded on a small stack`() async throws {
        let text = String(repeating: "[", count: 99) + "{a: b}" + String(repeating: "]", count: 99)
        try await withStack(kilobytes: 2_048) {
            let lists = try YAML.decode(Lists.self, from: text)
            #expect(lists.depth == 100)
        }
    }

    @Test
    func `size, number of values and directives have a limit`() {
        let limits = YAML.Limits(bytes: 10, nodes: 5)
        let large = #expect(throws: YAMLError.self) { try YAML.parse("a: 12345678", file: "h.yaml", limits: limits) }
        #expect(large?.kind == .tooLarge(bytes: 11, limit: 10))
        #expect(large.map { "\($0)" } == "h.yaml: 11 bytes are too many, the limit is 10")
        let many = #expect(throws: YAMLError.self) { try YAML.parse("[1,2,3,4,]", limits: YAML.Limits(nodes: 4)) }
        #expect(many?.kind == .tooManyNodes(limit: 4))
        let directives = (0..<50_000).map { "%TAG !t\($0)! x\n" }.joined() + "--- a\n"
        #expect(failure(Array(directives.utf8))?.kind == .tooManyDirectives(limit: 100))
        #expect(throws: Never.self) { try YAML.parse("%TAG !e! tag:e,1:\n--- !e!x y\n") }
    }

    static let valid = """
        %TAG !e! tag:example.org,2024:
        --- # a comment
        plain: text of 'any' kind
        "double\\n": "\\u263A \\x41 \\
          folded"
        'single''s': &anchor [1, 2.5, ~, {k: !v x, *anchor2 : y}]
        literal: |+
            two

          # no comment

        folded: >2-
           text
        é🦊: !e!thing {<<: *anchor, ? q : r}
        ? long key
        : - - nested
          - !!str 12
        ...
        ---
        second
        """

    @Test
    func `a text cut off anywhere is read or refused, never more`() {
        let bytes = Array(Self.valid.utf8)
        for length in 0...bytes.count {
            let cut = Array(bytes[..<length])
            do { try checkRoundTrip(of: YAML.parseAll(cut)) } catch { #expect(error.place.line <= 22) }
        }
    }

    @Test
    func `a text with changed bytes is read or refused, never more`() {
        var random = SeededRandom(seed: 20_260_801)
        let signs = Array("\n \t-?:,[]{}#&*!|>'\"%@`<=~.0a\u{E9}\u{2028}\0".utf8)
        for _ in 0..<6_000 {
            var bytes = Array(Self.valid.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let position = bytes.indices.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[position] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes[position] = signs.randomElement(using: &random) ?? 0
                case 2: bytes.insert(signs.randomElement(using: &random) ?? 0, at: position)
                default:
                    bytes.removeSubrange(position..<min(bytes.count, position + Int.random(in: 1...9, using: &random)))
                }
            }
            if let documents = try? YAML.parseAll(bytes) { checkRoundTrip(of: documents) }
        }
    }

    private func checkRoundTrip(of documents: [YAML.Document]) {
        let printed = YAML.text(ofAll: documents.map(\.root))
        do {
            let again = try YAML.parseAll(printed)
            #expect(YAML.text(ofAll: again.map(\.root)) == printed)
        } catch {
            Issue.record("what was printed is refused: \(error)\n\(printed)")
        }
    }
}
