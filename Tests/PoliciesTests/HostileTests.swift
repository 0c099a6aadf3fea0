import Policies
import TestSupport
import Testing
import YAML

@Suite struct HostileTests {
    /// Every fixture's objects, of which a random part is made something else: any type anywhere.
    @Test(arguments: 0..<4) func `no tree makes a policy fall`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for fixture in Fixture.all {
            var input = fixture.input
            input.objects = input.objects.map { PolicyObject(mutated($0.node, &random, chance: 12)) }
            input.committed = input.committed.map { PolicyObject(mutated($0.node, &random, chance: 12)) }
            let verdict = input.judged()
            #expect(verdict.objects == input.objects.count)
            for fault in verdict.faults { _ = fault.finding }
        }
    }

    @Test func `objects that are none at all are judged too`() throws {
        let nodes: [YAML.Node] = [.null, "text", 12, [], [:], ["kind": [], "metadata": 7], ["kind": "Deployment"]]
        let input = PolicyInput(objects: nodes.map { PolicyObject($0) }, today: try #require(Day("2026-11-21")))
        #expect(input.judged().objects == nodes.count)
    }

    @Test func `figures beyond all measure do no harm`() throws {
        let text = """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: a, namespace: n}
            spec: {minAvailable: 9223372036854775807, selector: {matchLabels: {app: a}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, namespace: n}
            spec:
              replicas: -9223372036854775808
              template:
                metadata: {labels: {app: a}}
                spec:
                  terminationGracePeriodSeconds: -9223372036854775808
                  containers:
                    - name: a
                      lifecycle: {preStop: {sleep: {seconds: 9223372036854775807}}}
                      resources: {requests: {cpu: 99999999999999999999999999999, memory: 1e999}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: a, namespace: n}
            spec:
              http:
                - route: [{weight: 9223372036854775807}, {weight: 9223372036854775807}]
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: a, namespace: n}
            spec: {refreshInterval: 99999999999999999999999999999h}
            """
        let input = PolicyInput(objects: try Fixture.objects(text), today: try #require(Day("2026-11-21")))
        #expect(input.judged().faults.contains { $0.policy.id == "resources-inconsistent" })
    }

    /// A tree in which some nodes are of another type, gone, doubled or absurd.
    private func mutated(_ node: YAML.Node, _ random: inout SeededRandom, chance: Int) -> YAML.Node {
        if Int.random(in: 0..<100, using: &random) < chance { return absurd(&random) }
        switch node.content {
        case .scalar: return node
        case .sequence(let items):
            var items = items.map { mutated($0, &random, chance: chance) }
            if let first = items.first, Bool.random(using: &random) { items.append(first) }
            return YAML.Node(items)
        case .mapping(let mapping):
            var changed = YAML.Mapping()
            for entry in mapping where Int.random(in: 0..<20, using: &random) > 0 {
                changed[entry.name] = mutated(entry.value, &random, chance: chance / 2)
            }
            return YAML.Node(changed)
        }
    }

    private func absurd(_ random: inout SeededRandom) -> YAML.Node {
        let nodes: [YAML.Node] = [
            .null, true, 0, -1, 9_223_372_036_854_775_807, 1.5, "", "text", "100%", "-5%", "é\u{301}\u{0}", "$(A)",
            [], [[]], [1, "a", .null], [:], ["a": ["b": "c"]], ["name": "agent"], ["name": .null, "port": []],
        ]
        return nodes[Int.random(in: nodes.indices, using: &random)]
    }
}
