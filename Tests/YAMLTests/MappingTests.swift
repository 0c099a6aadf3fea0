import Testing
import YAML

@Suite
struct MappingTests {
    @Test(arguments: [
        "a: 1\nb: 2\na: 3\n", "a: 1\nb: 2\n\"a\": 3\n", "{a: 1,\n b: 2,\n'a': 3}", "? a\n: 1\n? a\n: 2\n",
        "1: x\ny: z\n\"1\": w\n",
    ])
    func `a key twice is refused with both places`(text: String) throws {
        let error = try #require(throws: YAMLError.self) { try YAML.parse(text, file: "d.yaml") }
        guard case .duplicateKey(_, let first) = error.kind else {
            Issue.record("\(error)")
            return
        }
        #expect(first.line == 1)
        #expect(error.place.line == 3)
        #expect(error.description.contains("for the second time, the first is at 1:"))
    }

    @Test
    func `a key twice is found among many`() throws {
        var text = (0..<500).map { "key\($0): v\n" }.joined()
        text += "key250: again\n"
        let error = #expect(throws: YAMLError.self) { try YAML.parse(text) }
        #expect(error?.kind == .duplicateKey("key250", first: YAML.Place(file: nil, line: 251, column: 1)))
        #expect(error?.place.line == 501)
    }

    @Test
    func `keys that agree at both ends are told apart`() throws {
        let names = (10..<26).map { "beginning-\($0)-of-the-same-ending" }
        let root = try YAML.parse(names.map { "\($0): x\n" }.joined()).root
        #expect(root.mapping?.names == names)
    }

    @Test
    func `keys are compared byte by byte`() throws {
        let root = try YAML.parse("\u{E9}: 1\ne\u{301}: 2\n").root
        #expect(root["\u{E9}"]?.int == 1)
        #expect(root["e\u{301}"]?.int == 2)
    }

    @Test(arguments: ["[a]: b", "? [a, b]\n: c\n", "? {a: b}\n: c\n", "{[a]: b}", "? - a\n: b\n"])
    func `a collection as a key is refused`(text: String) {
        let error = #expect(throws: YAMLError.self) { try YAML.parse(text) }
        #expect(error?.kind == .collectionAsKey)
        #expect(error?.place.line == 1)
    }

    @Test(arguments: [3, 40])
    func `a mapping can be changed, small or large`(count: Int) {
        var mapping = YAML.Mapping()
        for number in 0..<count { mapping["k\(number)"] = YAML.Node(number) }
        mapping["k1"] = "changed"
        mapping["k0"] = nil
        mapping["new"] = true
        #expect(mapping.count == count)
        #expect(mapping.names.first == "k1")
        #expect(mapping.names.last == "new")
        #expect(mapping["k1"]?.string == "changed")
        #expect(mapping["k0"] == nil)
        #expect(mapping["k\(count - 1)"]?.int == count - 1)
        mapping["absent"] = nil
        #expect(mapping.count == count)
    }

    @Test
    func `a key set keeps its own place`() throws {
        let entry = try #require(YAML.parse("a: 1", file: "x.yaml").root.mapping?.entry("a"))
        var mapping = YAML.Mapping()
        mapping.set(entry.key, to: entry.value)
        mapping.set(entry.key, to: "two")
        #expect(mapping.entry("a")?.key.place.file == "x.yaml")
        #expect(mapping["a"]?.string == "two")
        #expect(mapping.count == 1)
    }

    @Test(arguments: [1, 40])
    func `an entry is added once`(count: Int) {
        var mapping = YAML.Mapping()
        for number in 0..<count { #expect(mapping.add(YAML.Node(text: "k\(number)"), YAML.Node(number)) == nil) }
        #expect(mapping.add("k0", "again")?.value == 0)
        #expect(mapping.count == count)
        #expect(mapping["k0"] == 0)
    }
}
