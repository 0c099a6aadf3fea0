import Testing

@testable import YAML

/// A large tree is little else than nodes, entries and keys: what each costs is held here.
@Suite struct SharingTests {
    @Test func `nodes and entries stay small`() {
        #expect(MemoryLayout<YAML.Node>.stride == 40)
        #expect(MemoryLayout<YAML.Mapping.Entry>.stride == 56)
    }

    @Test func `a key that comes again is stored once`() throws {
        let documents = try YAML.parseAll(
            "metadata: {name: a}\n---\nmetadata:\n  name: b\n---\n{metadata: {name: c}}\n"
        )
        let keys = documents.compactMap { $0.root.mapping?.entries.first?.spelling }
        #expect(keys.count == 3 && keys.allSatisfy { $0 === keys[0] })
        let inner = documents.compactMap { $0.root["metadata"]?.mapping?.entries.first?.spelling }
        #expect(inner.count == 3 && inner.allSatisfy { $0 === inner[0] })
    }

    @Test func `a key keeps its own place, style and tag however it is shared`() throws {
        let text = "a: 1\nb: {a: 2, \"c\": 3}\nd: {c: 4, !v c d: 5}\n? \"e\\\n  f\"\n: 6\n"
        let root = try YAML.parse(text, file: "k.yaml").root
        func key(_ path: String, _ name: String) throws -> YAML.Node {
            let node = path.isEmpty ? root : try #require(root[path])
            return try #require(node.mapping?.entry(name)?.key)
        }
        #expect("\(try key("", "a").place) \(try key("", "a").end)" == "k.yaml:1:1 k.yaml:1:2")
        #expect("\(try key("b", "a").place) \(try key("b", "a").end)" == "k.yaml:2:5 k.yaml:2:6")
        #expect("\(try key("b", "c").place) \(try key("b", "c").end)" == "k.yaml:2:11 k.yaml:2:14")
        #expect(try key("b", "c").scalar?.style == .doubleQuoted)
        #expect(try key("d", "c").scalar?.style == .plain)
        #expect(try key("d", "c d").tag == "!v")
        #expect("\(try key("", "ef").place) \(try key("", "ef").end)" == "k.yaml:4:3 k.yaml:5:5")
    }

    @Test func `more keys than are remembered keep their texts`() throws {
        let names = (0..<5_000).map { "key-\($0)" }
        let text = names.map { "\($0): {\($0): x}\n" }.joined()
        let root = try YAML.parse(text).root
        #expect(root.mapping?.names == names)
        for name in names { #expect(root[name]?[name]?.string == "x") }
    }

    @Test func `a long message loses its middle, a short one nothing`() {
        let short = String(repeating: "é", count: 400)
        #expect(YAML.shortened(short) == short)
        let long = "begin" + String(repeating: "é", count: 500_000) + "end"
        let told = YAML.shortened(long)
        #expect(told.hasPrefix("begin") && told.hasSuffix("end") && told.utf8.count < 3_000)
        #expect(told.contains("bytes left out"))
    }
}
