internal import Words
internal import YAML

// Whether a Service leads anywhere.
extension Policy {
    static let services: [Policy] = [serviceSelectsNothing, servicePortMissing, exposedService]

    static let serviceSelectsNothing = Policy(
        "service-selects-nothing",
        .error,
        .network,
        ["NET004"],
        title: "a Service leads to pods",
        why: "Its name is found, its address answers nothing: every request waits until its time is up.",
        remedy: "Let the selector's labels be those of the pods' template.",
        write: "selector: {app.kubernetes.io/name: island-hopper-agent}",
        elsewhere: "kube-linter dangling-service, kube-score service-targets-pod",
        .object(["Service"]) { object, look in
            guard let service = look.set.service(of: object), !service.selector.isEmpty,
                service.kind != "ExternalName", !look.set.choosesAny(in: service.namespace, service.selector)
            else { return }
            look.complain("it chooses no pod: \(service.selector.inWords)", at: .spec / "selector")
        },
    )

    static let servicePortMissing = Policy(
        "service-port-missing",
        .error,
        .network,
        [],
        title: "every port of a Service ends at a port that its pods have",
        why: "A name that no container has leads nowhere; a number that none declares leads to a closed port.",
        remedy: "Name the container's port, and that name as targetPort.",
        write: "ports: [{name: http, port: 80, targetPort: http}]",
        elsewhere: "kube-linter invalid-target-ports, dangling-service",
        .object(["Service"]) { object, look in
            guard let service = look.set.service(of: object), !service.selector.isEmpty,
                service.kind != "ExternalName"
            else { return }
            // One pod stands for all of a kind; that all have the port is their own selectors' business.
            let pods = look.set.pods(in: service.namespace, service.selector)
            guard !pods.isEmpty else { return }
            for port in service.ports {
                guard let target = port.target ?? port.node["port"], !target.isNull else { continue }
                let isThere = pods.contains { pod in
                    pod.containers.contains { $0.role != .debugging && $0.declares(target) }
                }
                guard !isThere else { continue }
                look.complain(
                    "its pods have no port \(YAML.excerpt(Optional(target).plain))",
                    at: port.path / (port.target == nil ? "port" : "targetPort")
                )
            }
        },
    )

    static let exposedService = Policy(
        "exposed-service",
        .warning,
        .network,
        ["NET005"],
        title: "Services are reached from outside through an ingress or gateway only",
        why:
            "A NodePort is open on every node, a LoadBalancer on an address of its own: without TLS, rate limits and the logs of the way everybody takes.",
        remedy:
            "Use ClusterIP, and an Ingress or a gateway; or allow the Service by annotation and say who reaches it.",
        write: "type: ClusterIP",
        elsewhere: "kube-score service-type, kube-linter exposed-services",
        .object(["Service"]) { object, look in
            guard let service = look.set.service(of: object), ["NodePort", "LoadBalancer"].contains(service.kind),
                !look.environment.exposedServices.contains(service.name)
            else { return }
            look.complain("it is open to the outside as a \(service.kind)", at: .spec / "type")
        },
    )
}
