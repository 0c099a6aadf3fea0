import Templates
import Testing
import Words
import YAML

@Suite struct RenderingTests {
    @Test func `what has no tag stays as it is, in canonical form`() throws {
        #expect(
            try rendered("a:   {b: [1, 'x']} # gone\nc: \"on\"\n---\n# nothing\n---\n- ~\n", "{}\n")
                == "a:\n  b:\n  - 1\n  - x\nc: \"on\"\n---\n- null\n"
        )
    }

    @Test(arguments: [
        ("1", "1"), ("1.50", "1.50"), ("true", "true"), ("\"1\"", "\"1\""), ("\"no\"", "\"no\""), ("500m", "500m"),
        ("1e3", "1.0e+3"), ("\"1e3\"", "\"1e3\""), ("\"0o7\"", "\"0o7\""), ("\"012\"", "\"012\""),
        ("\"12:30\"", "\"12:30\""), ("\"~\"", "\"~\""), ("\"\"", "\"\""), ("2026-01-01", "\"2026-01-01\""),
        ("\"a: b #c\"", "\"a: b #c\""), ("\"=\"", "\"=\""), ("grüße 🦊", "grüße 🦊"), ("[1, \"2\"]", "\n- 1\n- \"2\""),
        ("{b: {c: 1}}", "\n  b:\n    c: 1"), ("|\n  two\n  lines", "|\n  two\n  lines"), ("|+\n  x\n", "|+\n  x\n"),
        ("|-\n  x\n   y", "|-\n  x\n   y"),
        ("[]", "[]"), ("{}", "{}"), ("0x1F", "31"), ("123456789012345678901", "123456789012345678901"),
    ])
    func `a value keeps its type and its spelling`(value: String, printed: String) throws {
        let text = try rendered("k: !v a.x\n", "a:\n  x: \(value.replacing("\n", with: "\n  "))\n")
        #expect(text == "k:\(printed.first == "\n" ? "" : " ")\(printed)\n")
    }

    @Test func `a text with holes is always a text`() throws {
        let yaml = "port: 80\nhost: h\non: true\nnumber: 1.10\n"
        #expect(try rendered("k: !s \"{port}\"\n", yaml) == "k: \"80\"\n")
        #expect(try rendered("k: !s \"{host}:{port}/{on}\"\n", yaml) == "k: h:80/true\n")
        #expect(try rendered("k: !s v{number}\n", yaml) == "k: v1.10\n")
        #expect(try rendered("k: !s |\n  a {host}\n  {{b} }} { c {\n", yaml) == "k: |\n  a h\n  {b} }} { c {\n")
        #expect(try rendered("k: !s 12\n", yaml) == "k: \"12\"\n")
        #expect(try rendered("!s \"{host}-x\": !v port\n!v host: 1\n", yaml) == "h-x: 80\nh: 1\n")
    }

    @Test func `!if takes keys and items away, or chooses`() throws {
        let text = """
            a: !if [x.on, !v x.n, none]
            b: !if [x.off, 1]
            c: !if [not x.off, 1]
            d: !if [x.off, 1, {e: 2}]
            list:
            - 1
            - !if [x.off, 2]
            - !if [x.on, 3]
            !if x.on:
              e: 5
              f: !if [x.off, 6]
            !if not x.on:
              g: 7
            !if x.n:
              !s "h{x.n}": 8

            """
        #expect(
            try rendered(text, "x: {on: true, off: false, n: 4}\n")
                == "a: 4\nc: 1\nd:\n  e: 2\nlist:\n- 1\n- 3\ne: 5\nh4: 8\n"
        )
    }

    @Test(arguments: [
        ("true", true), ("false", false), ("", false), ("\"\"", false), ("[]", false), ("{}", false), ("0", true),
        ("0.0", true), ("no", true), ("[0]", true), ("{a: }", true), ("secret:X", true),
    ])
    func `what holds is what is there and not false`(value: String, holds: Bool) throws {
        #expect(try rendered("!if [v, yes, no]\n", "v: \(value)\n") == (holds ? "\"yes\"\n" : "\"no\"\n"))
    }

    @Test func `!each goes through lists and maps in their order, within one another`() throws {
        let yaml = """
            agents: [writer, reader]
            regions:
              waw: {on: true, zones: [w1, w2]}
              par: {on: false, zones: [p1]}
            none: []

            """
        let text = """
            env: !each
            - region in regions
            - name: !s "REGION_{region.key}"
              zones: !v region.value.zones
            names: !each [agent in agents, !v agent]
            mixed:
            - first
            - !each [region in regions, !each [zone in region.value.zones, !s "{region.key}/{zone}"]]
            - !each [region in regions, !if [region.value.on, !v region.key]]
            - last
            nothing: !each [x in none, !v x]
            nested: [[!each [agent in agents, 1]]]
            labels:
              fixed: 1
              !each region in regions:
                !v region.key: !v region.value.on
                !s "{region.key}-zone": !v region.value.zones.0

            """
        #expect(
            try rendered(text, yaml) == """
                env:
                - name: REGION_waw
                  zones:
                  - w1
                  - w2
                - name: REGION_par
                  zones:
                  - p1
                names:
                - writer
                - reader
                mixed:
                - first
                - waw/w1
                - waw/w2
                - par/p1
                - waw
                - last
                nothing: []
                nested:
                - - 1
                  - 1
                labels:
                  fixed: 1
                  waw: true
                  waw-zone: w1
                  par: false
                  par-zone: p1

                """
        )
    }

    @Test func `at the top !if and !each make documents`() throws {
        let text = "!each [n in ns, {kind: Namespace, name: !v n}]\n---\n!if [off, {gone: 1}]\n---\n!if [ns, !v ns]\n"
        #expect(
            try rendered(text, "ns: [a, b]\noff: false\n")
                == "kind: Namespace\nname: a\n---\nkind: Namespace\nname: b\n---\n- a\n- b\n"
        )
    }

    @Test func `!default holds where nothing is set`() throws {
        let yaml = "a: {x: 1, y: }\nfree: !chosen {k: 2}\nnone:\n"
        #expect(try rendered("!default [a.x, 9]\n", yaml) == "1\n")
        #expect(try rendered("!default [a.y, !s \"{a.x}\"]\n", yaml) == "\"1\"\n")
        #expect(try rendered("!default [free.other, !default [none.deep.down, [z]]]\n", yaml) == "- z\n")
        #expect(try rendered("k: !default [a.y, !if [none, 1]]\nl: 1\n", yaml) == "l: 1\n")
        #expect(try rendered("k: !if [free.other, 1, 2]\nl: !if [none.deep, 1, 2]\n", yaml) == "k: 2\nl: 2\n")
    }

    @Test func `names with dots and more stand in quotes`() throws {
        let yaml = "labels: {app.io/name: x, \"agent-{agent}\": y, \"a b\": z}\nlist: [[q]]\n"
        #expect(try rendered("[!v labels.\"app.io/name\", !v list.0.0]\n", yaml) == "- x\n- q\n")
        #expect(
            try rendered("!s '{labels.\"agent-{agent}\"}{labels.\"a b\"} {list.0.0}'\n", yaml) == "yz q\n"
        )
    }

    @Test func `tags of YAML's own say the type and go`() throws {
        let text = "a: !!str 1\nb: !!int \"2\"\nc: !!float 3\nd: ! 4\ne: !!map {f: !!seq [!!bool 'true', !!null '']}\n"
        #expect(try rendered(text, "{}") == "a: \"1\"\nb: 2\nc: 3.0\nd: \"4\"\ne:\n  f:\n  - true\n  - null\n")
    }

    @Test func `anchors and merges are written out, holes and all`() throws {
        let text = "base: &b {x: !v a, z: 1}\none: *b\ntwo:\n  <<: *b\n  z: 2\n"
        #expect(try rendered(text, "a: 7\n") == "base:\n  x: 7\n  z: 1\none:\n  x: 7\n  z: 1\ntwo:\n  x: 7\n  z: 2\n")
    }

    @Test func `a node of the output knows its template line and its value`() throws {
        let document = try template("k:\n  - 1\n  - deep: !v a\n  - !default [a.c, 1]\n").render(
            with: try values("a:\n  b: [x, y]\n  c: 3\n")
        ).documents[0]
        #expect("\(document.root["k"]?[1]?["deep"]?.place ?? .nowhere)" == "t.yaml:3:11")
        let way = YAML.Path([.key("k"), .index(1), .key("deep"), .key("b"), .index(1)])
        let source = try #require(document.source(of: way))
        #expect(source.path.description == "a.b.1")
        #expect(source.origin == .file(.init("p.yaml", line: 2, column: 10)))
        #expect(document.source(of: YAML.Path([.key("k"), .index(2)]))?.path.description == "a.c")
        #expect(document.source(of: YAML.Path([.key("k"), .index(0)])) == nil)
    }
}
