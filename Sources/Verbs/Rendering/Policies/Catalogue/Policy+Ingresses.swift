internal import Words
internal import YAML

// The way in from outside.
extension Policy {
    static let ingresses: [Policy] = [
        ingressBackend, ingressWithoutTLS, ingressSnippet, ingressPublishesMetrics,
    ]

    static let ingressBackend = Policy(
        "ingress-backend-missing",
        .error,
        .network,
        ["NET006"],
        title: "an Ingress leads to a Service that exists, on a port that it has",
        why: "The controller takes it without a word and answers 503.",
        remedy: "Mend the Service's name, or its port: by name, or by the Service's own number, not the container's.",
        write: "backend: {service: {name: island-hopper-agent-service, port: {name: http}}}",
        elsewhere: "kube-linter dangling-ingress, kube-score ingress-targets-service",
        .object(["Ingress"]) { object, look in
            if let backend = object.node["spec"]?["defaultBackend"] {
                look.seek(backend, from: object, at: .spec / "defaultBackend")
            }
            for (index, rule) in (object.node["spec"]?["rules"]).items.enumerated() {
                for (number, way) in (rule["http"]?["paths"]).items.enumerated() {
                    let path = YAML.Path.spec / "rules" / index / "http" / "paths" / number / "backend"
                    if let backend = way["backend"] { look.seek(backend, from: object, at: path) }
                }
            }
        },
    )

    static let ingressWithoutTLS = Policy(
        "ingress-without-tls",
        .error,
        .network,
        ["NET007"],
        title: "every host of an Ingress is served with TLS",
        why: """
            Keys and conversations go through the open network as text, and the controller serves its own certificate to \
            whoever tries.
            """,
        remedy: "Name every host under tls, with the Secret of its certificate.",
        write: "tls: [{hosts: [api.island-hopper.com], secretName: island-hopper-tls}]",
        elsewhere: "Polaris tlsSettingsMissing",
        .object(["Ingress"]) { object, look in
            let entries = (object.node["spec"]?["tls"]).items
            let path = YAML.Path.spec / "tls"
            guard !entries.isEmpty else { return look.complain("it serves without TLS", at: path) }
            let hosts = Set(entries.flatMap { $0["hosts"].texts })
            // One without hosts stands for all of them.
            let isForAll = entries.contains { !$0["hosts"].isFilled }
            for (index, rule) in (object.node["spec"]?["rules"]).items.enumerated() where !isForAll {
                let host = rule["host"].plain
                let wildcard = "*" + (host.firstIndex(of: ".").map { String(host[$0...]) } ?? "")
                guard !host.isEmpty, !hosts.contains(host), !hosts.contains(wildcard) else { continue }
                look.complain("\(YAML.excerpt(host)) is served without TLS", at: .spec / "rules" / index / "host")
            }
        },
    )

    static let ingressSnippet = Policy(
        "ingress-snippet",
        .error,
        .network,
        ["NET008"],
        title: "no Ingress carries lines of the controller's own configuration",
        why: """
            A snippet runs with the controller's rights: it reads every certificate and Secret that the controller can \
            (CVE-2021-25742). Controllers refuse them by default by now.
            """,
        remedy: "Use the annotation made for the purpose, or the controller's ConfigMap.",
        write: "nginx.ingress.kubernetes.io/limit-rpm: \"100\"",
        elsewhere: "checkov CKV_K8S_152, CKV_K8S_153, CKV_K8S_154",
        .object(["Ingress"]) { object, look in
            for entry in object.annotations?.entries ?? [] where entry.name.hasSuffix("-snippet") {
                look.complain("it carries \(YAML.excerpt(entry.name))", at: .annotations / entry.name)
            }
        },
    )
}

extension Look {
    fileprivate mutating func seek(_ backend: YAML.Node, from ingress: PolicyObject, at path: YAML.Path) {
        // A resource of another kind is its controller's business.
        guard let reference = backend["service"], reference.mapping != nil else { return }
        let name = reference["name"].plain
        let path = path / "service"
        guard let service = set.service(ingress.namespace, name) else {
            guard !environment.declares("Service", name, in: ingress.namespace) else { return }
            return complain("there is no Service \(YAML.excerpt(name))", at: path / "name")
        }
        let port = reference["port"]
        if let number = port?["number"].int, !service.hasPort(number) {
            complain(
                "the Service \(name) has no port \(number), but \(service.portsInWords)",
                at: path / "port" / "number"
            )
        }
        let wanted = port?["name"].plain ?? ""
        if !wanted.isEmpty, !service.hasPort(named: wanted) {
            complain(
                "the Service \(name) has no port \(YAML.excerpt(wanted)), but \(service.portsInWords)",
                at: path / "port" / "name"
            )
        }
    }
}
