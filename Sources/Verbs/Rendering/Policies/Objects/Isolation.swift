internal import YAML

/// Whether some policy rules what reaches a pod, and what it reaches.
struct Shield: Sendable {
    var ingress = false
    var egress = false
}

/// A NetworkPolicy: whom it chooses and which way it rules.
struct Isolation: Sendable {
    let object: Int
    let name: String
    let namespace: String
    let selector: Selector
    let rulesIngress: Bool
    let rulesEgress: Bool
    let ingress: [YAML.Node]
    let egress: [YAML.Node]

    init(_ object: PolicyObject) {
        let spec = object.node["spec"]
        self.object = object.position
        name = object.name
        namespace = object.namespace
        selector = Selector(spec?["podSelector"])
        ingress = (spec?["ingress"]).items
        egress = (spec?["egress"]).items
        let types = (spec?["policyTypes"]).texts
        // Where none are written, ingress always and egress where it has rules.
        rulesIngress = types.isEmpty || types.contains("Ingress")
        rulesEgress = types.isEmpty ? !egress.isEmpty : types.contains("Egress")
    }

    /// Chooses every pod of its namespace and lets nothing through in one direction at least.
    var deniesIngress: Bool { selector.isEmpty && !selector.isBroken && rulesIngress && ingress.isEmpty }
    var deniesEgress: Bool { selector.isEmpty && !selector.isBroken && rulesEgress && egress.isEmpty }

    /// Whether it lets questions to the name servers out.
    var allowsNames: Bool {
        rulesEgress
            && egress.contains { rule in
                let ports = rule["ports"].items
                return ports.isEmpty
                    || ports.contains { port in
                        let first = port["port"]
                        let isNames = first.int == 53 || first.plain == "dns" || first.plain == "53"
                        let reaches = (first.int ?? .max) <= 53 && 53 <= (port["endPort"].int ?? 0)
                        return !first.isThere || isNames || reaches
                    }
            }
    }
}
