import Templates
import TestSupport
import Testing
import YAML

/// Whatever stands in a template or in the values: no crash, no hang, no memory without end.
@Suite(.timeLimit(.minutes(5))) struct HostileTemplateTests {
    @Test(arguments: ["[", "{a: ", "- ", "!if [a, ", "!each [x in a, ", "!default [a, ", "!v ", "!if a: "])
    func `deep nesting is refused or rendered, never a crash`(opening: String) throws {
        for depth in [50, 99, 100, 101, 50_000] {
            _ = try faults(String(repeating: opening, count: depth), "a: [1]\n")
        }
    }

    @Test func `the deepest template with the deepest value fits a small stack`() async throws {
        let text = String(repeating: "!if [a, ", count: 98) + "!v b" + String(repeating: "]", count: 98)
        let lists = String(repeating: "[", count: 98) + "!v b" + String(repeating: "]", count: 98)
        let maps = String(repeating: "{a: ", count: 98) + "!v b" + String(repeating: "}", count: 98)
        let yaml = "a: 1\nb: " + String(repeating: "[", count: 98) + String(repeating: "]", count: 98) + "\n"
        try await withStack(kilobytes: 2_048) {
            let lengths = try [text, lists, maps].map { try rendered($0, yaml).utf8.count }
            #expect(lengths.allSatisfy { $0 > 196 })
        }
    }

    @Test func `aliases that hold themselves and aliases that multiply are refused`() throws {
        #expect(try faults("a: &a [*a]\n").first?.contains("its own anchor") == true)
        let bomb =
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "bcdefghi".map { letter in
                let before = Character(UnicodeScalar(letter.asciiValue! - 1))
                return "\(letter): &\(letter) [" + Array(repeating: "*\(before)", count: 9).joined(separator: ", ")
                    + "]\n"
            }.joined()
        #expect(try faults(bomb).first?.contains("aliases repeat") == true)
    }

    @Test func `loops within loops stop at a limit`() throws {
        let list = "l: [" + Array(repeating: "1", count: 100).joined(separator: ", ") + "]\n"
        var text = "x"
        for name in ["a", "b", "c", "d", "e", "f"] { text = "!each [\(name) in l, \(text)]" }
        #expect(
            try faults(text, list).map { $0.drop { $0 != " " } } == [
                " the template makes more than 1,000,000 values [template-too-large]"
            ]
        )
        // Nothing comes of it, and it would still turn for ever.
        text = "!if [not l, 1]"
        for name in ["a", "b", "c", "d", "e", "f"] { text = "!each [\(name) in l, \(text)]" }
        #expect(try faults(text, list).last?.hasSuffix("more than 1,000,000 values [template-too-large]") == true)
    }

    @Test func `a text repeated stops at a limit`() throws {
        let values = "t: \(String(repeating: "x", count: 1 << 20))\nl: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
        #expect(
            try faults("!each [a in l, !each [b in l, !s \"{t}\"]]\n", values).first?.contains("64 MB of text") == true
        )
        #expect(try faults("!each [a in l, !each [b in l, !v t]]\n", values).first?.contains("64 MB of text") == true)
        let holes = Array(String(repeating: "{t}", count: 100).utf8)
        #expect(throws: TemplateFailure.self) {
            try TextTemplate(parsing: holes, file: "t").render(with: try TemplatesTests.values(values))
        }
    }

    @Test(arguments: [
        "!v {a: 1}: 2\n", "? !v [a]\n: 1\n", "!if a: {!if a: {!v a: 1}}\n", "!each x in a: !each x in a: {}\n",
        "!s \"{\": 1\n",
        "!s \"{a\": 1\n", "!v : 1\n", "!if : {a: 1}\n", "!if not : {a: 1}\n", "!each : {a: 1}\n",
        "!each in in in: {a: 1}\n",
        "<<: !v a\n", "!!merge <<: {a: 1}\n", "? !s |\n  {a}\n  {b}\n: !v a\n", "!s \"\\0{a}\": 1\n", "&x !v a: *x\n",
        "!s ''\n",
        "!v \"\"\n", "--- !v a\n--- !s '{a}'\n...\n%YAML 1.2\n--- !if [a, b]\n", "!s \"\u{2028}{b}\u{85}\n {c}\"\n",
        "\u{FEFF}!v b\n",
    ])
    func `tags where nobody puts them are rendered or refused`(text: String) throws {
        _ = try faults(text, "a: 1\n")
        _ = try faults(text, "a: [{a: 1}]\n")
        _ = try faults(text, "a: {a: {a: 1}}\n")
    }

    @Test func `long lines of many holes cost no more than their length`() throws {
        let clock = ContinuousClock()
        func time(_ count: Int) throws -> Duration {
            let holes = "[" + Array(repeating: "!s \"é{a}{a}\"", count: count).joined(separator: ", ") + "]\n"
            let text = "!s \"" + String(repeating: "{a}", count: count) + "\"\n"
            let bytes = Array(String(repeating: "é{a}", count: count).utf8)
            return try clock.measure {
                #expect(try faults(holes) == [])
                #expect(try faults(text) == [])
                _ = try TextTemplate(parsing: bytes, file: "t").render(with: try values("a: 1\n"))
            }
        }
        let (small, large) = (try time(1_000), try time(20_000))
        // Twenty times the work; its square would be four hundred.
        #expect(large < small * 150 + .seconds(2))
    }

    @Test func `random templates over random values are rendered or refused, the same twice`() throws {
        let pieces = [
            "!v ", "!s ", "!if ", "!each ", "!default ", "!w ", "a", "b", "x in a", "not a", "{a}", "\"{a}{b}\"", "[",
            "]", ", ", "{", "}", ": ",
            "\n", "\n  ", "- ", "? ", "&z ", "*z", "<<", "'", "\"", ".", "1", "|\n  ", "#", "---\n", "é", "{{", "x.key",
            "x.value", "}}", "!!str ",
        ]
        let trees = ["a: 1\nb: t\n", "a: {b: 1, c: }\nb: [1, 2]\n", "a: [{a: 1}, secret:X]\nb: \"\"\n"]
        var random = SeededRandom(seed: 11)
        for _ in 0..<5_000 {
            let count = Int.random(in: 1...14, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let tree = trees.randomElement(using: &random) ?? ""
            guard let template = try? template(text) else { continue }
            let values = try values(tree)
            guard let once = try? template.render(with: values) else { continue }
            #expect(once.text() == (try template.render(with: values)).text())
            #expect(once.inputs.sha256 == (try template.render(with: values)).inputs.sha256)
            let back = try YAML.parseAll(once.text()).map(\.root)
            #expect(YAML.text(ofAll: back) == once.text(), "\(text)")
        }
    }
}

extension HostileTemplateTests {
    @Test func `holes without number are refused before they are kept`() throws {
        let holes = Array(String(repeating: "{a}", count: 100_001).utf8)
        let failure = #expect(throws: TemplateFailure.self) { try TextTemplate(parsing: holes, file: "t") }
        #expect(failure?.faults.count == 1)
        let told = failure?.faults.map { "\($0.finding)" } ?? []
        #expect(told.first?.contains("holes are too many") == true)
        let list = Array(("[" + String(repeating: "!v a,", count: 100_001) + "]").utf8)
        let other = #expect(throws: TemplateFailure.self) { try Template(parsing: list, file: "t") }
        #expect(other?.faults.count == 1)
    }
}
