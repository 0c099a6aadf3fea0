import Testing
import YAML

@Suite
struct ParsingTests {
    let sample = """
        # a platform
        name: island-hopper
        database:
            host: "db.local"   # quoted
            port: 5432
            pool: {min: 5, max: 20}
        regions:
        - fr-par
        - nl-ams
        script: |
          line one
          line two
        ratio: .5
        nothing:
        flag: true
        """

    @Test
    func `a mapping keeps its order`() throws {
        let root = try YAML.parse(sample).root
        #expect(
            root.mapping?.names
                == ["name", "database", "regions", "script", "ratio", "nothing", "flag"]
        )
    }

    @Test
    func `scalars read as what they mean`() throws {
        let root = try YAML.parse(sample).root
        #expect(root["name"]?.string == "island-hopper")
        #expect(root["database"]?["port"]?.int == 5432)
        #expect(root["database"]?["pool"]?["max"]?.int == 20)
        #expect(root["regions"]?[1]?.string == "nl-ams")
        #expect(root["regions"]?[2] == nil)
        #expect(root["script"]?.string == "line one\nline two\n")
        #expect(root["ratio"]?.double == 0.5)
        #expect(root["nothing"]?.isNull == true)
        #expect(root["flag"]?.bool == true)
        #expect(root["missing"] == nil)
    }

    @Test
    func `every node knows its place and its end`() throws {
        let root = try YAML.parse(sample, file: "p.yaml").root
        let port = try #require(root["database"]?["port"])
        #expect("\(port.place)" == "p.yaml:5:11")
        #expect("\(port.end)" == "p.yaml:5:15")
        #expect(root.mapping?.entry("database")?.key.place.line == 3)
        let pool = try #require(root["database"]?["pool"])
        #expect((pool.place.column, pool.end.column) == (11, 28))
        let database = try #require(root["database"])
        #expect((database.place.line, database.end.line, database.end.column) == (4, 6, 28))
    }

    @Test
    func `columns count characters, not bytes`() throws {
        let root = try YAML.parse("é: [🦊🦊, x]").root
        #expect(root["é"]?[1]?.place.column == 9)
    }

    @Test
    func `styles and raw texts are kept`() throws {
        let root = try YAML.parse("[012, '012', \"x\", !v a.b, !!str 12, 0x1F]").root
        let items = try #require(root.sequence)
        #expect(items.map { $0.scalar?.text } == ["012", "012", "x", "a.b", "12", "0x1F"])
        #expect(items.map { $0.scalar?.style } == [.plain, .singleQuoted, .doubleQuoted, .plain, .plain, .plain])
        #expect(items.map(\.tag) == [nil, nil, nil, "!v", "!!str", nil])
        #expect(items.map(\.value) == [.integer(12), .text, .text, .text, .text, .integer(31)])
        #expect(items[0].scalar?.oldReading == .octal)
    }

    @Test
    func `long texts alike at both ends stay apart`() throws {
        let texts = [
            "long-head-a-long-tail", "long-head-b-long-tail", "long-head-a-long-tail", "long-head-c-long-tail",
        ]
        let long = texts.map { $0 + String(repeating: "x", count: 200) }
        let root = try YAML.parse((texts + long).map { "- \($0)\n" }.joined()).root
        #expect(root.sequence?.map(\.string) == texts + long)
    }

    @Test
    func `a node keeps its beginning and its end, far along its line too, and its tag beside its file`() throws {
        let far = String(repeating: " ", count: 70_000)
        var node = try #require(YAML.parse("a: [\(far)!v b]", file: "f.yaml").root["a"]?[0])
        #expect("\(node.place)" == "f.yaml:1:70005")
        #expect("\(node.end)" == "f.yaml:1:70009")
        node.tag = nil
        #expect("\(node.end)" == "f.yaml:1:70009")
        node.place = YAML.Place(file: "g.yaml", line: 3, column: 4)
        node.tag = "!w"
        #expect(node.tag == "!w")
        #expect("\(node.place) \(node.end)" == "g.yaml:3:4 g.yaml:3:4")
    }

    @Test
    func `a byte order mark, CR LF and tabs in texts are read`() throws {
        let document = try YAML.parse([0xEF, 0xBB, 0xBF] + Array("a: 1\r\nb: x\ty\r\n".utf8))
        #expect(document.root["b"]?.string == "x\ty")
        #expect(document.root.place.column == 1)
        #expect(document.root.mapping?.entry("b")?.key.place.line == 2)
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "\u{FEFF}"])
    func `a text without a document is null and says so`(text: String) throws {
        let document = try YAML.parse(text, file: "e.yaml")
        #expect(document.isEmpty)
        #expect(document.root.isNull)
        #expect("\(document.root.place)" == "e.yaml:1:1")
        #expect(try YAML.parseAll(text).isEmpty)
    }

    @Test
    func `a stream gives all its documents, one is refused where two begin`() throws {
        let stream = "a: 1\n---\nb: 2\n---\n---\nc: 3\n"
        let all = try YAML.parseAll(stream)
        #expect(all.count == 4)
        #expect(all[2].root.isNull)
        #expect(all[3].root["c"]?.place.line == 6)
        let error = #expect(throws: YAMLError.self) { try YAML.parse(stream, file: "s.yaml") }
        #expect(error?.kind == .severalDocuments)
        #expect(error?.place.line == 2)
    }
}
