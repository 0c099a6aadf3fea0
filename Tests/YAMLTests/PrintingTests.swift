import TestSupport
import Testing
import YAML

@Suite
struct PrintingTests {
    @Test(arguments: [0, 1, 3_000])
    func `a stream given piece by piece is the text of all, broken between documents alone`(count: Int) {
        let roots = (0..<count).map {
            ["name": YAML.Node(text: "document \($0)"), "list": [1, ["a": true]]] as YAML.Node
        }
        var pieces: [String] = []
        YAML.write(roots) { pieces.append($0) }
        #expect(pieces.joined() == YAML.text(ofAll: roots))
        #expect(pieces.dropFirst().allSatisfy { $0.hasPrefix("---\n") })
        #expect((pieces.count > 1) == (count > 1_000))
    }

    @Test
    func `a tree prints in one canonical form`() {
        let tree: YAML.Node = [
            "apiVersion": "v1",
            "count": 3, "ratio": 0.5, "flag": true, "nothing": nil, "text": "true", "empty": "", "list": [], "map": [:],
            "items": ["a", ["name": "b", "ports": [1, 2]], [["deep"], []], [[:], nil]],
            "script": "#!/bin/sh\necho hi\n",
            "nested": ["a": ["b": ["c": "d"]]],
        ]
        let text = """
            # made by a test
            #
            # do not edit
            apiVersion: v1
            count: 3
            ratio: 0.5
            flag: true
            nothing: null
            text: "true"
            empty: ""
            list: []
            map: {}
            items:
            - a
            - name: b
              ports:
              - 1
              - 2
            - - - deep
              - []
            - - {}
              - null
            script: |
              #!/bin/sh
              echo hi
            nested:
              a:
                b:
                  c: d

            """
        #expect(YAML.text(of: tree, comment: "made by a test\n\ndo not edit") == text)
    }

    @Test
    func `a parsed text prints by what it means`() throws {
        let root = try YAML.parse(
            "b: 0x1F # c\na: ~\nyes: 'plain'\n1: +012\nf: 1.30\ng: -.INF\nh: True\nl: [x, {y: z}]\n"
        ).root
        #expect(
            YAML.text(of: root) == """
                b: 31
                a: null
                "yes": plain
                "1": 12
                f: 1.30
                g: -.inf
                h: true
                l:
                - x
                - "y": z

                """
        )
    }

    static let texts: [(String, String)] = [
        // What other readers take for something else.
        ("true", "\"true\""), ("Yes", "\"Yes\""), ("n", "\"n\""), ("~", "\"~\""), ("", "\"\""), ("12", "\"12\""),
        ("012", "\"012\""),
        ("0x1F", "\"0x1F\""), ("1_000", "\"1_000\""), ("1e3", "\"1e3\""), (".5", "\".5\""), (".inf", "\".inf\""),
        ("12:30:45", "\"12:30:45\""),
        ("2001-12-14", "\"2001-12-14\""), ("=", "\"=\""), ("<<", "\"<<\""),
        // What syntax forbids.
        ("- a", "\"- a\""), ("a: b", "\"a: b\""), ("a:", "\"a:\""), ("a #b", "\"a #b\""), ("#a", "\"#a\""),
        (" a", "\" a\""), ("a ", "\"a \""),
        ("*a", "\"*a\""), ("&a", "\"&a\""), ("!a", "\"!a\""), ("[a", "\"[a\""), ("{a", "\"{a\""), ("|", "\"|\""),
        (">", "\">\""),
        ("%a", "\"%a\""), ("@a", "\"@a\""), ("`a", "\"`a\""), ("---", "\"---\""), ("...", "\"...\""),
        ("--- a", "\"--- a\""), ("?", "\"?\""), ("-", "\"-\""),
        // Quotes and backslashes read better in single quotes.
        ("'a", "\"'a\""), ("\"a\": b", "'\"a\": b'"), ("\\d: '\"'", "'\\d: ''\"'''"),
        // Control characters and invisible ones.
        ("a\tb", "\"a\\tb\""), ("a\rb", "\"a\\rb\""), ("\u{1B}[0m", "\"\\e[0m\""), ("a\u{0}", "\"a\\0\""),
        ("\u{85}", "\"\\x85\""),
        ("\u{2028}", "\"\\u2028\""), ("\u{FEFF}a", "\"\\uFEFFa\""), ("\u{7F}", "\"\\x7F\""), ("\n", "\"\\n\""),
        ("\n\n", "\"\\n\\n\""), (" \n ", "\" \\n \""),
        // What needs no quotes.
        ("a b", "a b"), ("a:b", "a:b"), ("a#b", "a#b"), ("-a", "-a"), (":a", ":a"), ("?a", "?a"), ("a'b", "a'b"),
        ("a\"b", "a\"b"), ("::1", "::1"),
        ("http://x/y?z=1#f", "http://x/y?z=1#f"), ("10.0.0.0/8", "10.0.0.0/8"), ("v1.2.3", "v1.2.3"), ("100m", "100m"),
        ("a, b", "a, b"),
        ("grüße", "grüße"), ("🦊", "🦊"), ("{{ x }}", "\"{{ x }}\""), ("a\\b", "a\\b"), ("nULL", "nULL"), ("..", ".."),
        ("--", "--"),
        // Several lines.
        ("a\nb\n", "|\n  a\n  b"), ("a\nb", "|-\n  a\n  b"), ("a\n\n\n", "|+\n  a\n\n"), ("a\n\nb\n", "|\n  a\n\n  b"),
        (" a\nb\n", "|2\n   a\n  b"), ("\na\n", "|2\n\n  a"), ("\ta\n", "|2\n  \ta"), ("a \nb\n", "|\n  a \n  b"),
        ("a\n  b\n ", "|-\n  a\n    b\n   "),
        ("a\r\nb", "\"a\\r\\nb\""), ("# a\n- b: c\n", "|\n  # a\n  - b: c"), ("---\na\n", "|\n  ---\n  a"),
    ]

    @Test(arguments: texts)
    func `a text is quoted where it must be and reads back as itself`(text: String, printed: String) throws {
        let tree: YAML.Node = ["k": YAML.Node(text: text), "l": [YAML.Node(text: text)], "z": "end"]
        let whole = YAML.text(of: tree)
        #expect(whole.hasPrefix("k: \(printed)\n"))
        #expect(try YAML.parse(whole).root == tree)
        #expect(try YAML.parse(YAML.text(of: YAML.Node(text: text))).root.string == text)
        var keyed = YAML.Mapping()
        keyed[text] = ["in", YAML.Node(text: text)]
        #expect(try YAML.parse(YAML.text(of: YAML.Node(keyed))).root == YAML.Node(keyed))
    }

    @Test
    func `no line is ever folded and a long key is found again`() throws {
        let long = String(repeating: "word ", count: 5_000) + "end"
        #expect(YAML.text(of: ["k": YAML.Node(text: long)]) == "k: \(long)\n")
        var mapping = YAML.Mapping()
        mapping[long] = ["a": 1]
        mapping[long + "2"] = [1, "two\nlines"]
        mapping[String(repeating: "k", count: 900)] = "short enough"
        let tree: YAML.Node = [YAML.Node(mapping), YAML.Node(mapping)]
        #expect(try YAML.parse(YAML.text(of: tree)).root == tree)
    }

    @Test
    func `tags are kept, on scalars, collections and keys`() throws {
        let text = """
            replicas: !v scaling.min
            env: !each
            - !if
              a: b
            - !t
              - x
            - !empty []
            !k key: !!str "12"
            other: !<tag:example.org,2024:x> w
            block: !s |
              two
              lines

            """
        let root = try YAML.parse(text).root
        #expect(YAML.text(of: root) == text)
        #expect(root["env"]?.tag == "!each")
        #expect(root["other"]?.tag == "!<tag:example.org,2024:x>")
    }

    @Test
    func `documents are parted by three dashes`() throws {
        let roots: [YAML.Node] = [["a": 1], nil, "text", ["x"], "two\nlines\n\n", []]
        let text = YAML.text(ofAll: roots)
        #expect(text == "a: 1\n---\nnull\n---\ntext\n---\n- x\n---\n|+\n  two\n  lines\n\n---\n[]\n")
        #expect(try YAML.parseAll(text).map(\.root) == roots)
    }

    @Test
    func `numbers read back as the same numbers`() throws {
        let numbers: [Double] = [
            0, -0.0, 1, 0.1, 1e23, 1e-7, 123_456_789.123_456_78, .infinity, -.infinity, .leastNonzeroMagnitude, .pi,
        ]
        let tree = YAML.Node(numbers.map { YAML.Node($0) })
        let back = try #require(YAML.parse(YAML.text(of: tree)).root.sequence)
        #expect(back.map(\.double) == numbers)
        #expect(try YAML.parse(YAML.text(of: YAML.Node(Double.nan))).root.double?.isNaN == true)
        #expect(try YAML.parse(YAML.text(of: [YAML.Node(Int.min), YAML.Node(Int.max)])).root[0]?.int == .min)
    }

    @Test(arguments: [
        ("1e3", "1.0e+3"), ("1E3", "1.0e+3"), ("1.5e300", "1.5e+300"), ("-2e-9", "-2.0e-9"), ("1e+23", "1.0e+23"),
        (".5e1", ".5e+1"), ("3.e2", "3.e+2"), ("!!float \"1e3\"", "!!float 1.0e+3"), ("!!float 0x1E", "!!float 0x1E"),
    ])
    func `a number with an exponent is one to YAML 1.1 too`(text: String, printed: String) throws {
        let root = try YAML.parse(text).root
        #expect(YAML.text(of: root) == printed + "\n")
        #expect(try YAML.parse(printed).root.double == root.double)
    }

    @Test
    func `random trees of nasty texts read back as themselves`() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<1_500 {
            let tree = Self.node(depth: Int.random(in: 0...4, using: &random), &random)
            let text = YAML.text(of: tree)
            do {
                let back = try YAML.parse(text).root
                #expect(back == tree, "\(text)")
            } catch {
                Issue.record("\(error)\n\(text)")
            }
        }
    }

    private static let pieces = [
        "a", "b c", ":", ": ", " ", "  ", "#", " #", "-", "- ", "\n", "\n\n", "\t", "'", "\"", "\\", "?", "!", "&", "*",
        "[", "]", "{", "}", ",", "|",
        ">", "%", "@", "`", "---", "...", "0", "1", "_", ".", "e", "x", "~", "null", "true", "yes", "\r", "\u{85}",
        "\u{2028}", "\u{FEFF}", "\u{A0}", "é",
        "🦊", "\u{0}", "\u{1B}", "\u{FFFD}", "<<", "=",
    ]

    private static func text(_ random: inout SeededRandom) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    private static func node(depth: Int, _ random: inout SeededRandom) -> YAML.Node {
        let tag = ["!v", "!!str", "!<tag:x,1:y>"].randomElement(using: &random)
        let isTagged = Int.random(in: 0..<12, using: &random) == 0
        switch depth == 0 ? 0 : Int.random(in: 0..<4, using: &random) {
        case 1:
            let items = (0..<Int.random(in: 0...4, using: &random)).map { _ in node(depth: depth - 1, &random) }
            return YAML.Node(.sequence(items), tag: isTagged ? "!each" : nil)
        case 2, 3:
            var mapping = YAML.Mapping()
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                mapping[text(&random)] = node(depth: depth - 1, &random)
            }
            return YAML.Node(.mapping(mapping), tag: isTagged ? "!if" : nil)
        default:
            switch Int.random(in: 0..<8, using: &random) {
            case 0: return YAML.Node(Int.random(in: -9_999...9_999, using: &random))
            case 1: return YAML.Node(Bool.random(using: &random))
            case 2: return .null
            default:
                return YAML.Node(
                    .scalar(YAML.Scalar(text: text(&random), style: .doubleQuoted)),
                    tag: isTagged ? tag : nil
                )
            }
        }
    }
}
