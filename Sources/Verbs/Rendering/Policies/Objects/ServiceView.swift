internal import YAML

/// A Service: whom it chooses and on which ports.
struct ServiceView: Sendable {
    struct Port: Sendable {
        var name: String
        var number: Int?
        /// A number or a name; nothing where it is the port's own number.
        var target: YAML.Node?
        var node: YAML.Node
        var path: YAML.Path
    }

    let object: Int
    let name: String
    let namespace: String
    let kind: String
    let isHeadless: Bool
    let selector: Selector
    let labels: Labels
    let ports: [Port]

    init(_ object: PolicyObject) {
        let spec = object.node["spec"]
        self.object = object.position
        name = object.name
        namespace = object.namespace
        kind = (spec?["type"]).plain
        isHeadless = (spec?["clusterIP"]).plain == "None"
        selector = Selector(map: spec?["selector"])
        labels = object.labels
        ports = (spec?["ports"]).items.enumerated().map { index, port in
            Port(
                name: port["name"].plain,
                number: port["port"].int,
                target: port["targetPort"].flatMap { $0.isNull ? nil : $0 },
                node: port,
                path: .spec / "ports" / index
            )
        }
    }

    func hasPort(named name: String) -> Bool { ports.contains { $0.name == name && !name.isEmpty } }
    func hasPort(_ number: Int) -> Bool { ports.contains { $0.number == number } }

    /// `80 (http), 9090 (metrics)`, for messages.
    var portsInWords: String {
        if ports.isEmpty { return "none" }
        return ports.map { port in
            let number = port.number.map(String.init) ?? "?"
            return port.name.isEmpty ? number : "\(number) (\(port.name))"
        }.joined(separator: ", ")
    }
}
