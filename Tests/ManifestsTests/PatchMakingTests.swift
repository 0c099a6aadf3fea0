import Kustomize
import TestSupport
import Testing
import YAML

@testable import Manifests

@Suite struct PatchMakingTests {
    /// Keys that JSON pointers escape, that look like positions, that need quotes.
    private static let keys = ["a", "b", "a/b", "~x", "0", "~1", "x.y/z", "on", "ü"]

    private func tree(_ random: inout SeededRandom, depth: Int = 0) -> YAML.Node {
        switch Int.random(in: 0..<(depth < 4 ? 6 : 3), using: &random) {
        case 0: return .init(Int.random(in: 0..<3, using: &random))
        case 1: return .init(text: ["1", "no", "long text\nwith lines\n", "x"].randomElement(using: &random) ?? "")
        case 2: return .init(Bool.random(using: &random))
        case 3, 4:
            var mapping = YAML.Mapping()
            for key in Self.keys where Bool.random(using: &random) {
                mapping[key] = tree(&random, depth: depth + 1)
            }
            return .init(mapping)
        default:
            return .init((0..<Int.random(in: 0..<4, using: &random)).map { _ in tree(&random, depth: depth + 1) })
        }
    }

    /// What a kustomization makes of an object and a patch.
    private func built(_ object: YAML.Node, patchedBy operations: [YAML.Node]) throws -> YAML.Node {
        var kustomization: YAML.Node = ["resources": ["object.yaml"]]
        if !operations.isEmpty, case .mapping(var mapping) = kustomization.content {
            mapping["patches"] = [["path": "patch.yaml", "target": ["kind": "Thing", "name": "thing"]]]
            kustomization = .init(mapping)
        }
        let files = MemoryFiles([
            "kustomization.yaml": YAML.text(of: kustomization), "object.yaml": YAML.text(of: object),
            "patch.yaml": YAML.text(of: .init(operations)),
        ])
        return try Kustomize.build("/", in: files).objects[0].node
    }

    @Test(arguments: 0..<8) func `a patch turns any tree into any other, exactly`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<40 {
            func object() -> YAML.Node {
                [
                    "apiVersion": "example.com/v1", "kind": "Thing", "metadata": ["name": "thing"],
                    "spec": tree(&random),
                ]
            }
            let (old, new) = (object(), object())
            let operations = PatchMaking.operations(from: old, to: new)
            #expect(operations.isEmpty == (old == new))
            #expect(try built(old, patchedBy: operations) == built(new, patchedBy: []))
        }
    }
}
