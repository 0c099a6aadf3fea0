internal import Words
internal import YAML

// How the mesh is entered, and how it knows what is spoken.
extension Policy {
    static let meshGateways: [Policy] = [gatewayTLS, meshPortName]

    static let gatewayTLS = Policy(
        "gateway-tls",
        .warning,
        .mesh,
        ["IST005"],
        title: "a gateway serves named hosts with a certificate that exists, and sends plain HTTP there",
        why: """
            Without the certificate the listener is left out; MUTUAL without an authority's certificate lets nobody in; the \
            host * in production answers to every name that points here.
            """,
        remedy: """
            Name the Secret in credentialName, one of the namespace that the gateway's pods run in; the hosts by their names; and \
            httpsRedirect for port 80.
            """,
        write: """
            servers:
              - port: {number: 443, name: https, protocol: HTTPS}
                hosts: [island-hopper.com]
                tls: {mode: SIMPLE, credentialName: island-hopper-tls}
            """,
        .object(["Gateway"]) { object, look in
            for (index, server) in (object.node["spec"]?["servers"]).items.enumerated() {
                look.judge(server, of: object, at: .spec / "servers" / index)
            }
        },
    )

    static let meshPortName = Policy(
        "mesh-port-name",
        .warning,
        .mesh,
        ["IST006"],
        title: "the mesh is told what is spoken on a port",
        why: """
            Istio reads the protocol from the port's name or appProtocol. Where neither tells, it waits for the first bytes, \
            and routes, retries and metrics of HTTP are not to be had for certain.
            """,
        remedy: "Begin the port's name with its protocol (http, http-metrics, grpc, tcp-…), or set appProtocol.",
        write: "ports: [{name: http, port: 80, targetPort: http, appProtocol: http}]",
        elsewhere: "istioctl IST0118, IST0107, IST0108",
        .object(["Service"]) { object, look in
            // Only where there is a mesh.
            guard look.set.has("VirtualService") || look.set.has("DestinationRule"),
                let service = look.set.service(of: object)
            else { return }
            let known: Set<Substring> = [
                "http", "http2", "https", "grpc", "tcp", "tls", "udp", "mongo", "mysql", "redis",
            ]
            for port in service.ports where port.node["protocol"].plain != "UDP" {
                guard port.node["appProtocol"].plain.isEmpty, !known.contains(port.name.prefix { $0 != "-" }),
                    port.name != "grpc-web"
                else { continue }
                let shown = port.name.isEmpty ? "a port without a name" : "\(YAML.excerpt(port.name))"
                look.complain("\(shown) does not tell what is spoken there", at: port.path / "name")
            }
        },
    )
}

extension Look {
    /// Where a gateway's certificates are looked for: beside its pods, wherever the Gateway itself stands.
    private func namespace(ofPodsOf gateway: PolicyObject) -> String {
        let selector = Selector(map: gateway.node["spec"]?["selector"])
        if !selector.isEmpty, let pod = set.pods.first(where: { selector.matches($0.labels) }) { return pod.namespace }
        return environment.gatewayNamespace ?? gateway.namespace
    }

    fileprivate mutating func judge(_ server: YAML.Node, of gateway: PolicyObject, at path: YAML.Path) {
        let tls = server["tls"]
        let mode = (tls?["mode"]).plain
        let kind = server["port"]?["protocol"].plain.uppercased() ?? ""
        let home = namespace(ofPodsOf: gateway)
        if kind == "HTTPS" || (kind == "TLS" && mode != "PASSTHROUGH" && mode != "AUTO_PASSTHROUGH") {
            let name = (tls?["credentialName"]).plain
            let isByFile = (tls?["serverCertificate"]).isThere
            if name.isEmpty, !isByFile, mode != "ISTIO_MUTUAL", mode != "PASSTHROUGH" {
                complain("it names no certificate", at: path / "tls" / "credentialName")
            } else if !name.isEmpty, set.keys(of: "Secret", home, name) == nil,
                !environment.declares("Secret", name, in: home)
            {
                let there = home == gateway.namespace ? "" : " in \(home), where the gateway's pods look for it"
                complain("there is no Secret \(YAML.excerpt(name))\(there)", at: path / "tls" / "credentialName")
            }
            if mode == "MUTUAL", !isByFile, case .known(let keys)? = set.keys(of: "Secret", home, name),
                !keys.contains("ca.crt"), !keys.contains("cacert")
            {
                complain("\(YAML.excerpt(name)) holds no authority to know clients by", at: path / "tls" / "mode")
            }
        } else if kind == "HTTP", (tls?["httpsRedirect"]).bool != true {
            complain("plain HTTP is served, not sent on to HTTPS", at: path / "tls" / "httpsRedirect")
        }
        for (index, host) in server["hosts"].texts.enumerated() where environment.isProtected {
            guard host == "*" || host.hasSuffix("/*") else { continue }
            complain("it answers to every name", at: path / "hosts" / index)
        }
    }
}
