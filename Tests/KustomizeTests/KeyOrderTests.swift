import Testing
import YAML

@testable import Kustomize

@Suite struct KeyOrderTests {
    @Test func `keys stand in kustomize's order`() throws {
        let wanted = ["_x", "1", "9", "10", "A", "B", "a2", "a10", "b-c", "b.c", "b_c", "bc"]
        var mapping = YAML.Mapping()
        for name in wanted.reversed() { mapping[name] = 1 }
        #expect(KeyOrder.sorted(YAML.Node(mapping)).mapping?.names == wanted)
    }

    @Test func `the order of writing does not matter where kustomize's relation goes round`() {
        let names = ["1a", "2", "12", "app-1", "app-10", "app-1a", "app-2"]
        func sorted(_ names: [String]) -> [String]? {
            var mapping = YAML.Mapping()
            for name in names { mapping[name] = 1 }
            return KeyOrder.sorted(YAML.Node(mapping)).mapping?.names
        }
        #expect(sorted(names) == sorted(names.reversed()))
        #expect(sorted(names) == sorted(["app-2", "12", "app-1a", "1a", "app-10", "2", "app-1"]))
    }
}
