import Testing
import YAML

@testable import Kustomize

@Suite struct KeyOrderTests {
    @Test func `keys stand in kustomize's order`() throws {
        let wanted = ["_x", "1", "9", "10", "A", "B", "a2", "a10", "b-c", "b.c", "b_c", "bc"]
        #expect(sorted(wanted.reversed()) == wanted)
    }

    @Test func `maps within lists and within sorted maps are sorted too, and what shares their storage is not`() {
        let inner: YAML.Node = ["b": 1, "a": 2]
        let outer: YAML.Node = ["a": [inner, 1], "b": inner]
        var sorted = outer
        KeyOrder.sort(&sorted)
        #expect(sorted["a"]?[0]?.mapping?.names == ["a", "b"])
        #expect(sorted["b"]?.mapping?.names == ["a", "b"])
        #expect(sorted["b"]?["a"] == 2)
        #expect(outer["a"]?[0]?.mapping?.names == ["b", "a"])
        #expect(inner.mapping?.names == ["b", "a"])
    }

    @Test func `a large map is still found its way in once it is sorted`() {
        let names = (0..<40).map { "key-\($0)" }
        var mapping = YAML.Mapping()
        for name in names.reversed() { mapping[name] = YAML.Node(text: name) }
        var node = YAML.Node(mapping)
        KeyOrder.sort(&node)
        #expect(node.mapping?.names == names)
        for name in names { #expect(node[name]?.string == name) }
    }

    @Test func `the order of writing does not matter where kustomize's relation goes round`() {
        let names = ["1a", "2", "12", "app-1", "app-10", "app-1a", "app-2"]
        #expect(sorted(names) == sorted(names.reversed()))
        #expect(sorted(names) == sorted(["app-2", "12", "app-1a", "1a", "app-10", "2", "app-1"]))
    }

    private func sorted(_ names: [String]) -> [String]? {
        var mapping = YAML.Mapping()
        for name in names { mapping[name] = 1 }
        var node = YAML.Node(mapping)
        KeyOrder.sort(&node)
        return node.mapping?.names
    }
}
