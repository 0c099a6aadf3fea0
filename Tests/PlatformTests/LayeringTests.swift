import Platform
import Testing
import Words
import YAML

@Suite
struct LayeringTests {
    private func tree(_ text: String, _ file: String) throws -> Setting {
        var problems: [Problem] = []
        return Setting(try YAML.parse(text, file: file).root, problems: &problems)
    }

    private func laid(_ base: String, _ over: String) throws -> Setting {
        try tree(base, "base").overlaid(by: try tree(over, "over"))
    }

    private func at(_ setting: Setting, _ path: String) -> Setting? {
        setting.at(SettingPath(dotted: path))
    }

    @Test
    func `maps merge, key by key, and keep the order of the first layer`() throws {
        let merged = try laid("a: 1\nb: {x: 1, y: 2}\nc: 3\n", "d: 4\nb: {y: 5, z: 6}\na: 7\n")
        #expect(merged.map?.keys == ["a", "b", "c", "d"])
        #expect(at(merged, "a")?.spelled == "7")
        #expect(at(merged, "b")?.map?.keys == ["x", "y", "z"])
        #expect(at(merged, "b.x")?.spelled == "1")
        #expect(at(merged, "b.y")?.spelled == "5")
        #expect(at(merged, "b.z")?.spelled == "6")
    }

    @Test
    func `lists and scalars replace, also one another and maps`() throws {
        let merged = try laid("a: [1, 2, 3]\nb: {x: 1}\nc: 1\nd: [1]\n", "a: [9]\nb: 2\nc: {y: 1}\nd: []\n")
        #expect(at(merged, "a.0")?.spelled == "9")
        #expect(at(merged, "a.1") == nil)
        #expect(at(merged, "b")?.spelled == "2")
        #expect(at(merged, "c.y")?.spelled == "1")
        guard case .list(let items)? = at(merged, "d")?.content else { return #expect(Bool(false), "d is a list") }
        #expect(items.isEmpty)
    }

    @Test
    func `null removes, at any depth, and a removed key may come back in a third layer`() throws {
        let two = try laid("a: 1\nb: {x: 1, y: {z: 1, w: 2}}\n", "a: null\nb: {y: {z: ~}}\n")
        #expect(two.map?.keys == ["b"])
        #expect(at(two, "b.y")?.map?.keys == ["w"])
        let three = two.overlaid(by: try tree("a: 5\n", "third"))
        #expect(at(three, "a")?.origin == .file("third", line: 1, column: 4))
    }

    @Test
    func `a null over nothing stays for the layer it will be laid over`() throws {
        let part = try laid("x: 1\n", "y: null\n")
        #expect(part.map?.keys == ["x", "y"])
        let whole = try tree("y: 2\nz: 3\n", "platform").overlaid(by: part)
        #expect(whole.map?.keys == ["z", "x"])
    }

    @Test
    func `every value and key keeps the place it was said at`() throws {
        let merged = try laid("a:\n  b: 1\n  c: 2\n", "\na:\n    c: 3\n    d: 4\n")
        #expect(at(merged, "a")?.origin == .file("base", line: 2, column: 3))
        #expect(merged.map?.origin(ofKey: "a") == .file("base", line: 1, column: 1))
        #expect(at(merged, "a.b")?.origin == .file("base", line: 2, column: 6))
        #expect(at(merged, "a.c")?.origin == .file("over", line: 3, column: 8))
        #expect(at(merged, "a")?.map?.origin(ofKey: "c") == .file("over", line: 3, column: 5))
        #expect(at(merged, "a")?.map?.origin(ofKey: "d") == .file("over", line: 4, column: 5))
    }

    @Test
    func `laying nothing over a tree changes nothing, and laying it twice is laying it once`() throws {
        let base = "a: {b: [1, {c: 2}], d: x}\ne: 1.50\n"
        let over = "a: {d: y, f: 1}\ne: 2\n"
        #expect(outline(try laid(base, "{}")) == outline(try tree(base, "base")))
        let once = try laid(base, over)
        #expect(outline(once.overlaid(by: try tree(over, "over"))) == outline(once))
    }

    @Test
    func `numbers keep how they were written`() throws {
        let setting = try tree("a: 0640\nb: 1.10\nc: 0x1F\nd: True\ne: '0640'\n", "f")
        #expect(
            ["a", "b", "c", "d", "e"].map { at(setting, $0)?.spelled } == ["0640", "1.10", "0x1F", "True", "0640"]
        )
    }

    @Test
    func `a path shows steps that would be misread in quotes`() {
        #expect(SettingPath(["a", "b.c", "0"]).description == "a.\"b.c\".0")
        #expect(SettingPath(["a", ""]).description == "a.\"\"")
        #expect(SettingPath(["a", "\u{1B}[31m"]).description == "a.\"…\" (5 characters)")
        #expect(SettingPath(dotted: "a.b.0").steps == ["a", "b", "0"])
    }

    /// The whole tree with its places, as text.
    private func outline(_ setting: Setting) -> String {
        switch setting.content {
        case .map(let map):
            "{" + map.entries.map { "\($0.key)@\($0.keyOrigin): \(outline($0.value))" }.joined(separator: ", ") + "}"
        case .list(let items): "[" + items.map(outline).joined(separator: ", ") + "]"
        default: "\(setting.spelled ?? "")@\(setting.origin)"
        }
    }
}
