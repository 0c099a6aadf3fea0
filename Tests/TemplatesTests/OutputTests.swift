import Templates
import Testing

@Suite struct OutputTests {
    private func outputs(_ files: KeyValuePairs<String, String>, comment: String? = nil) throws -> [Rendering.Output] {
        let sources = files.map { TemplateSet.Source($0.key, Array($0.value.utf8)) }
        let rendering = try TemplateSet(sources).render(with: try values("a: 1\nn: {x: ~}\nt: \"x: \\\"y\\\"\"\n"))
        return rendering.outputs { _ in comment }
    }

    @Test func `a template that becomes no document gives no file`() throws {
        #expect(try outputs(["a.yaml": "!if [n.x, {b: 1}]\n", "b.json.yaml": "# nothing\n"]) == [])
    }

    @Test func `YAML stays YAML and text stays text, the comment above`() throws {
        let made = try outputs(["a/c.yaml": "k: !v a\n", "Dockerfile": "FROM x:{a}\n"], comment: "one\n\ntwo")
        #expect(
            made == [
                Rendering.Output(name: "a/c.yaml", text: "# one\n#\n# two\nk: 1\n"),
                Rendering.Output(name: "Dockerfile", text: "# one\n#\n# two\nFROM x:1\n"),
            ]
        )
    }

    @Test func `a document under a name that ends in json is JSON, its keys in order, without comment`() throws {
        let template = "z: !v a\na: [!v t, 1.5, true, ~, .inf, {}, []]\n\"12\": {b: \"0.10\"}\n"
        let made = try outputs(["d.json.yaml": template], comment: "none")
        let text = #"""
            {
              "z": 1,
              "a": [
                "x: \"y\"",
                1.5,
                true,
                null,
                ".inf",
                {},
                []
              ],
              "12": {
                "b": "0.10"
              }
            }

            """#
        #expect(made == [Rendering.Output(name: "d.json", text: text)])
    }

    @Test func `a document that is a text is that text, under the name without yaml`() throws {
        let made = try outputs(["x/nginx.conf.yml": "!if [a, !s \"|listen {a};\\n\"]\n"], comment: "c")
        #expect(made == [Rendering.Output(name: "x/nginx.conf", text: "# c\n|listen 1;\n")])
        #expect(try outputs([".env.example.yaml": "!v t\n"]).map(\.name) == [".env.example"])
    }

    @Test func `a map under such a name is YAML under its own`() throws {
        #expect(try outputs(["a.rules.yaml": "k: 1\n"]) == [Rendering.Output(name: "a.rules.yaml", text: "k: 1\n")])
        #expect(try outputs(["plain.yaml": "!v t\n"]).map(\.name) == ["plain.yaml"])
    }
}
