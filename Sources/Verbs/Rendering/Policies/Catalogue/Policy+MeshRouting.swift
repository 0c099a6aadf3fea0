internal import Words
internal import YAML

// Where the mesh sends requests.
extension Policy {
    static let meshRouting: [Policy] = [
        meshGatewayMissing, meshDestination, meshHostTwice, meshPortUnnamed, meshWeights, meshFault,
    ]

    static let meshGatewayMissing = Policy(
        "mesh-gateway-missing",
        .error,
        .mesh,
        ["IST001"],
        title: "a VirtualService names gateways that exist",
        why: "Its rules are taken and never used: the gateway that should is not there.",
        remedy: "Mend the name, with the namespace before it where it is another one; mesh means every sidecar.",
        write: "gateways: [island-hopper-gateway]",
        elsewhere: "istioctl IST0101",
        .object(["VirtualService"]) { object, look in
            for (index, text) in (object.node["spec"]?["gateways"]).texts.enumerated() where text != "mesh" {
                let parts = text.split(separator: "/", maxSplits: 1)
                let namespace = parts.count == 2 ? String(parts[0]) : object.namespace
                let name = String(parts.last ?? "")
                guard look.set.find("Gateway", namespace, name) == nil,
                    !look.environment.declares("Gateway", name, in: namespace)
                else { continue }
                look.complain("there is no Gateway \(YAML.excerpt(text))", at: .spec / "gateways" / index)
            }
        },
    )

    static let meshDestination = Policy(
        "mesh-destination-missing",
        .error,
        .mesh,
        ["IST002"],
        title: "the mesh sends requests to Services, ports and subsets that exist",
        why: "Envoy answers 503 to every request, with NR or UH in its log and nothing in the agent's.",
        remedy: "Name the Service, its own port (not the container's), and a subset that a DestinationRule defines.",
        write: "destination: {host: island-hopper-agent-service, port: {number: 80}}",
        elsewhere: "istioctl IST0101",
        .object(["VirtualService", "DestinationRule"]) { object, look in
            if object.type == "DestinationRule" {
                let host = object.node["spec"]?["host"].plain ?? ""
                _ = look.service(of: host, from: object, at: .spec / "host")
                return
            }
            for (destination, path) in MeshRoute.destinations(of: object) {
                let host = destination["host"].plain
                let service = look.service(of: host, from: object, at: path / "host")
                if let service, let number = destination["port"]?["number"].int, !service.hasPort(number) {
                    look.complain(
                        "the Service \(service.name) has no port \(number), but \(service.portsInWords)",
                        at: path / "port" / "number"
                    )
                }
                let subset = destination["subset"].plain
                guard !subset.isEmpty else { continue }
                let isDefined = look.set.defines(MeshSubset(host: MeshHost(host, in: object.namespace), name: subset))
                guard !isDefined else { continue }
                look.complain(
                    "no DestinationRule of \(YAML.excerpt(host)) defines the subset \(YAML.excerpt(subset))",
                    at: path / "subset"
                )
            }
        },
    )

    static let meshHostTwice = Policy(
        "mesh-host-twice",
        .error,
        .mesh,
        ["IST003"],
        title: "one VirtualService rules a host of the mesh, one Sidecar a pod",
        why: "Of two for the mesh one is used, and which is not defined; so it is with two Sidecars of one pod.",
        remedy: "Join the two, or bind one to a gateway.",
        write: "hosts: [island-hopper-agent-service]",
        elsewhere: "istioctl IST0109, IST0110, IST0111",
        .set { look in
            var first: [MeshHost: String] = [:]
            for object in look.set.all("VirtualService") {
                let gateways = (object.node["spec"]?["gateways"]).texts
                guard gateways.isEmpty || gateways.contains("mesh") else { continue }
                for (index, host) in (object.node["spec"]?["hosts"]).texts.enumerated() {
                    let key = MeshHost(host, in: object.namespace)
                    guard let other = first[key] else {
                        first[key] = object.address
                        continue
                    }
                    look.complain(
                        "\(YAML.excerpt(host)) is ruled by \(other) too",
                        at: .spec / "hosts" / index,
                        of: object.position
                    )
                }
            }
            var ruled: [Int: String] = [:]
            var general: [String: String] = [:]
            for object in look.set.all("Sidecar") {
                let selector = Selector(map: object.node["spec"]?["workloadSelector"]?["labels"])
                var other: String?
                if selector.isEmpty {
                    other = general.updateValue(object.address, forKey: object.namespace)
                } else {
                    for pod in look.set.pods(in: object.namespace, selector) {
                        other = ruled.updateValue(object.address, forKey: pod.object) ?? other
                    }
                }
                guard let other else { continue }
                look.complain(
                    "its pods are ruled by \(other) too",
                    at: .spec / (selector.isEmpty ? "egress" : "workloadSelector"),
                    of: object.position
                )
            }
        },
    )

    static let meshPortUnnamed = Policy(
        "mesh-port-unnamed",
        .error,
        .mesh,
        ["IST004"],
        title: "a destination with several ports names one",
        why: "Istio cannot choose, and drops the route.",
        remedy: "Write the port's number.",
        write: "destination: {host: island-hopper-agent-service, port: {number: 80}}",
        elsewhere: "istioctl IST0112",
        .object(["VirtualService"]) { object, look in
            for (destination, path) in MeshRoute.destinations(of: object) {
                let host = MeshHost(destination["host"].plain, in: object.namespace)
                guard !(destination["port"]).isThere, let service = look.set.service(host.namespace, host.name),
                    service.ports.count > 1
                else { continue }
                look.complain(
                    "the Service \(service.name) has \(service.ports.count) ports, and none is named",
                    at: path / "port"
                )
            }
        },
    )

    static let meshWeights = Policy(
        "mesh-weights",
        .error,
        .mesh,
        ["IST007"],
        title: "the weights of a route make a hundred",
        why: "Istio refuses other sums in some versions and reckons shares in others: either way not what was meant.",
        remedy: "Let the weights of all destinations of a route add up to 100.",
        write: """
            route:
              - {destination: {host: agent, subset: stable}, weight: 95}
              - {destination: {host: agent, subset: canary}, weight: 5}
            """,
        .object(["VirtualService"]) { object, look in
            for (route, path) in MeshRoute.routes(of: object) {
                let weights = route["route"].items.map { $0["weight"].int }
                // Without any weight all goes to the one destination there is.
                guard weights.contains(where: { $0 != nil }), weights.count > 1 else { continue }
                let sum = weights.reduce(0) { $0.addingReportingOverflow($1 ?? 0).partialValue }
                guard sum != 100 else { continue }
                look.complain("its weights make \(sum)", at: path / "route")
            }
        },
    )

    static let meshFault = Policy(
        "mesh-fault-injection",
        .error,
        .mesh,
        [],
        title: "no faults are injected where people are served",
        why:
            "A delay or an abort that was a rehearsal is an outage in production, one in so many requests, for which no log has a reason.",
        remedy: "Remove fault from the routes of this environment.",
        write: "",
        .object(["VirtualService"]) { object, look in
            guard look.environment.isProtected else { return }
            for (route, path) in MeshRoute.routes(of: object) where route["fault"].isFilled {
                look.complain("requests are delayed or refused on purpose", at: path / "fault")
            }
        },
    )
}

/// The routes of a VirtualService, whatever they carry.
enum MeshRoute {
    static func routes(of object: PolicyObject) -> [(route: YAML.Node, path: YAML.Path)] {
        ["http", "tls", "tcp"].flatMap { field in
            (object.node["spec"]?[field]).items.enumerated().map { ($1, .spec / field / $0) }
        }
    }

    static func destinations(of object: PolicyObject) -> [(node: YAML.Node, path: YAML.Path)] {
        routes(of: object).flatMap { route, path -> [(node: YAML.Node, path: YAML.Path)] in
            var found = route["route"].items.enumerated().compactMap { index, item in
                item["destination"].map { (node: $0, path: path / "route" / index / "destination") }
            }
            if let mirror = route["mirror"], mirror.mapping != nil { found.append((mirror, path / "mirror")) }
            return found
        }
    }
}

extension Look {
    /// The Service that a host is; complains where there is none, and nobody declared it.
    fileprivate mutating func service(of host: String, from object: PolicyObject, at path: YAML.Path) -> ServiceView? {
        guard !host.isEmpty, !host.hasPrefix("*") else { return nil }
        let wanted = MeshHost(host, in: object.namespace)
        if !wanted.isForeign, let service = set.service(wanted.namespace, wanted.name) { return service }
        if set.meshHosts.contains(host) || environment.declares("Service", wanted.name, in: wanted.namespace)
            || environment.declares("ServiceEntry", host, in: object.namespace)
        {
            return nil
        }
        let words = wanted.isForeign || MeshHost.mayBeDomain(host) ? "Service or ServiceEntry" : "Service"
        complain("there is no \(words) \(YAML.excerpt(host))", at: path)
        return nil
    }
}
