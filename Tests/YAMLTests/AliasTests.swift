import Testing
import YAML

@Suite
struct AliasTests {
    @Test
    func `an alias is its anchor's value, with the place of the anchor`() throws {
        let root = try YAML.parse("base: &b {port: 1}\nuse: *b\nlist: [*b, &t text, *t]\n").root
        #expect(root["use"]?["port"]?.int == 1)
        #expect(root["use"]?.place.line == 1)
        #expect(root["list"]?[2]?.string == "text")
    }

    @Test
    func `an anchor can be given anew`() throws {
        let root = try YAML.parse("[&a 1, *a, &a 2, *a]").root
        #expect(root.sequence?.map(\.int) == [1, 1, 2, 2])
    }

    @Test
    func `merge keys draw in what a mapping does not say itself`() throws {
        let root = try YAML.parse(
            """
            one: &one {a: 1, b: 1}
            two: &two {b: 2, c: 2}
            x:
              first: 0
              <<: [*one, *two]
              c: 9
            y: {<<: *two, d: 4}
            z: {"<<": *one}
            """
        ).root
        #expect(root["x"]?.mapping?.names == ["first", "a", "b", "c"])
        #expect(["first", "a", "b", "c"].map { root["x"]?[$0]?.int } == [0, 1, 1, 9])
        #expect(root["y"]?.mapping?.names == ["b", "c", "d"])
        #expect(root["z"]?.mapping?.names == ["<<"])
    }

    @Test
    func `merging can be left to the caller`() throws {
        let text = "a: &a {k: v}\nb: {<<: *a}\n"
        let root = try YAML.parse(text, limits: YAML.Limits(mergesKeys: false)).root
        #expect(root["b"]?["<<"]?["k"]?.string == "v")
    }

    @Test(arguments: [
        ("a: *b", YAMLError.Kind.unknownAlias("b"), 4), ("&a [*a]", .aliasInsideItself("a"), 5),
        ("&a {k: {l: *a}}", .aliasInsideItself("a"), 12), ("{<<: 3}", .cannotMerge(found: "the number 3"), 6),
        ("{<<: [{a: b}, x]}", .cannotMerge(found: "the text \"x\""), 15),
        ("{<<: {a: b}, <<: {c: d}}", .duplicateKey("<<", first: YAML.Place(file: nil, line: 1, column: 2)), 14),
        ("[&a [x], {*a : y}]", .collectionAsKey, 11),
    ])
    func `an alias or merge that makes no sense is refused`(text: String, kind: YAMLError.Kind, column: Int) {
        let error = #expect(throws: YAMLError.self) { try YAML.parse(text) }
        #expect(error?.kind == kind)
        #expect(error?.place.column == column)
    }

    @Test
    func `an alias does not reach into the next document`() {
        let error = #expect(throws: YAMLError.self) { try YAML.parseAll("&a x\n---\n*a\n") }
        #expect(error?.kind == .unknownAlias("a"))
    }

    @Test
    func `a billion laughs cost milliseconds and a clear error`() {
        var bomb = "a0: &a0 lol\n"
        for level in 1...20 {
            let nine = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(nine)]\n"
        }
        #expect(bomb.utf8.count < 2_000)
        let clock = ContinuousClock()
        let start = clock.now
        let error = #expect(throws: YAMLError.self) { try YAML.parse(bomb, file: "bomb.yaml") }
        #expect(clock.now - start < .seconds(2))
        #expect(error?.kind == .tooManyAliasedNodes(limit: 200_000))
        #expect(error?.description.hasPrefix("bomb.yaml:7:") == true)
    }

    @Test
    func `a bomb of merge keys is stopped too`() {
        let keys = (0..<100).map { "k\($0): v" }.joined(separator: ", ")
        var bomb = "a0: &a0 {\(keys)}\n"
        for level in 1...100 {
            let fifty = Array(repeating: "*a\(level - 1)", count: 50).joined(separator: ", ")
            bomb += "a\(level): &a\(level) {<<: [\(fifty)]}\n"
        }
        let error = #expect(throws: YAMLError.self) { try YAML.parse(bomb) }
        #expect(error?.kind == .tooManyAliasedNodes(limit: 200_000))
    }

    @Test
    func `depth is counted through aliases`() {
        var chain = "- &a0 x\n"
        for level in 1...500 { chain += "- &a\(level) [*a\(level - 1)]\n" }
        let error = #expect(throws: YAMLError.self) { try YAML.parse(chain) }
        #expect(error?.kind == .tooDeep(limit: 100))
    }

    @Test
    func `aliases share, they do not copy`() throws {
        // 150 aliases of a thousand nodes: copied, each would be its own array.
        let items = (0..<1_000).map { "x\($0)" }.joined(separator: ", ")
        let text = "- &a [\(items)]\n" + String(repeating: "- *a\n", count: 150)
        let lists = try #require(YAML.parse(text).root.sequence)
        let addresses = Set(
            lists.map { list in (list.sequence ?? []).withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } }
        )
        #expect(lists.count == 151)
        #expect(addresses.count == 1)
    }
}
