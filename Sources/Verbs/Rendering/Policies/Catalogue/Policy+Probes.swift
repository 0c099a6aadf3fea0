internal import Words
internal import YAML

// How Kubernetes learns how a container is.
extension Policy {
    static let probes: [Policy] = [
        noReadinessProbe, noLivenessProbe, sameProbes, noStartupProbe, probePort, terminationGrace,
    ]

    static let noReadinessProbe = Policy(
        "no-readiness-probe",
        .error,
        .probes,
        ["PRB001"],
        title: "a container that a Service leads to says when it is ready",
        why:
            "Without it a pod is sent requests the moment its process exists, and a rollout replaces good pods by ones that cannot answer yet.",
        remedy: "Ask the endpoint that also looks at what the agent needs: /ready.",
        write: "readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 5, timeoutSeconds: 3}",
        elsewhere:
            "kube-linter no-readiness-probe, kube-score pod-probes, Polaris readinessProbeMissing, checkov CKV_K8S_9",
        .pod { pod, look in
            guard !pod.isJob, look.set.isServed(pod) else { return }
            let services = look.set.services(of: pod)
            let mains = pod.containers.filter { $0.role == .main }
            for container in mains where container.probe("readinessProbe") == nil {
                // Of several containers those are meant that a Service's port leads to.
                let isMeant = mains.count == 1 || services.contains { $0.leads(to: container) }
                guard isMeant else { continue }
                look.complain("\(container.inWords) never says that it is ready", at: container.path / "readinessProbe")
            }
        },
    )

    static let noLivenessProbe = Policy(
        "no-liveness-probe",
        .warning,
        .probes,
        ["PRB002"],
        title: "a container that runs for ever can be found hanging",
        why: "A process that hangs is alive to the kubelet: nobody starts it anew.",
        remedy:
            "Ask an endpoint that looks at the process alone (/health): one that asks the database restarts every agent when the database is slow.",
        write: "livenessProbe: {httpGet: {path: /health, port: http}, periodSeconds: 10, failureThreshold: 3}",
        elsewhere: "kube-linter no-liveness-probe, Polaris livenessProbeMissing, checkov CKV_K8S_8",
        ruling:
            "checkov and Polaris require it, kube-score warns of it unless one knows why. It is wanted here, cheap and without dependencies; that it differs from readiness is a policy of its own.",
        .pod { pod, look in
            guard !pod.isJob, pod.type != "Pod" || pod.spec["restartPolicy"].plain != "Never" else { return }
            for container in pod.containers
            where container.role == .main && container.probe("livenessProbe") == nil {
                look.complain("\(container.inWords) may hang unseen", at: container.path / "livenessProbe")
            }
        },
    )

    static let sameProbes = Policy(
        "same-probes",
        .warning,
        .probes,
        ["PRB003"],
        title: "liveness and readiness ask different questions",
        why: "Asked the same, a busy pod is not only left alone until it has caught up but ended while it works.",
        remedy: "Liveness asks the process (/health), readiness also what it needs (/ready).",
        write: """
            livenessProbe: {httpGet: {path: /health, port: http}}
            readinessProbe: {httpGet: {path: /ready, port: http}}
            """,
        elsewhere: "kube-score pod-probes-identical",
        .container { container, _, look in
            guard let liveness = container.probe("livenessProbe"), let readiness = container.probe("readinessProbe"),
                let handler = ["httpGet", "tcpSocket", "exec", "grpc"].first(where: { liveness[$0].isThere }),
                let asked = liveness[handler], let other = readiness[handler], asked == other
            else { return }
            look.complain(
                "\(container.inWords) is asked the same for liveness as for readiness",
                at: container.path / "livenessProbe" / handler
            )
        },
    )

    static let noStartupProbe = Policy(
        "no-startup-probe",
        .note,
        .probes,
        ["PRB004"],
        title: "a container with a liveness probe has time to start",
        why:
            "A container that loads a model for minutes is ended by its own liveness probe before it has begun; a long initial delay is waited out at every start.",
        remedy: "Add a startup probe that tries often and gives up late: liveness waits for it.",
        write: "startupProbe: {httpGet: {path: /health, port: http}, periodSeconds: 2, failureThreshold: 60}",
        elsewhere: "kube-score (its advice on probes)",
        .container { container, _, look in
            guard container.probe("livenessProbe") != nil, container.probe("startupProbe") == nil else { return }
            look.complain("\(container.inWords) has no startup probe", at: container.path / "startupProbe")
        },
    )

    static let probePort = Policy(
        "probe-port",
        .error,
        .probes,
        ["PRB005"],
        title: "probes ask ports that the container declares",
        why:
            "A name that no port has is never asked: the pod is never ready, or is ended again and again. A number that is not declared is one that the next change forgets.",
        remedy: "Name the port, and the probe by that name.",
        write: """
            ports: [{name: http, containerPort: 8000}]
            readinessProbe: {httpGet: {path: /ready, port: http}}
            """,
        elsewhere: "kube-linter liveness-port, readiness-port, startup-port",
        .container { container, _, look in
            for probe in container.probes {
                for handler in ["httpGet", "tcpSocket", "grpc"] {
                    guard let port = probe.node[handler]?["port"], !port.isNull, !container.declares(port) else {
                        continue
                    }
                    let shown = YAML.excerpt(Optional(port).plain)
                    look.complain(
                        "\(container.inWords) declares no port \(shown)",
                        at: container.path / probe.name / handler / "port"
                    )
                }
            }
        },
    )

    static let terminationGrace = Policy(
        "termination-grace",
        .warning,
        .probes,
        ["PRB006"],
        title: "a pod has time to finish what it has begun",
        why:
            "An answer of a model streams for a minute and longer. The time counts from before the preStop hook: where that takes it all, the process is killed in the middle.",
        remedy: "Set terminationGracePeriodSeconds to the hook's time plus the longest answer's.",
        write: "terminationGracePeriodSeconds: 90",
        .pod { pod, look in
            guard !pod.isJob else { return }
            let written = pod.spec["terminationGracePeriodSeconds"]
            let path = pod.path / "terminationGracePeriodSeconds"
            if !written.isThere, look.set.isServed(pod) {
                return look.complain("the pod has the 30 seconds that nobody chose", at: path)
            }
            let grace = written.int ?? 30
            let longest = pod.containers.compactMap(\.secondsBeforeStop).max() ?? 0
            guard longest > 0, grace < longest + 5 else { return }
            look.complain("of \(grace) seconds the preStop hook takes \(longest)", at: path)
        },
    )
}

extension Container {
    /// By name or number.
    func declares(_ port: YAML.Node) -> Bool {
        if let number = port.int { return ports.contains { $0.number == number } }
        let name = Optional(port).plain
        return ports.contains { $0.name == name || $0.number.map(String.init) == name }
    }

    /// How long its preStop hook sleeps, where that can be told.
    fileprivate var secondsBeforeStop: Int? {
        let hook = node["lifecycle"]?["preStop"]
        if let seconds = hook?["sleep"]?["seconds"].int { return min(max(0, seconds), 1_000_000) }
        let words = (hook?["exec"]?["command"]).texts.flatMap { $0.split(whereSeparator: { " ;&".contains($0) }) }
        guard let sleep = words.firstIndex(where: { $0 == "sleep" || $0.hasSuffix("/sleep") }) else { return nil }
        return words.dropFirst(sleep + 1).first.flatMap { Int($0) }.map { min(max(0, $0), 1_000_000) }
    }
}

extension ServiceView {
    /// Whether one of its ports ends at a port of the container.
    func leads(to container: Container) -> Bool {
        ports.contains { port in
            if let target = port.target { return container.declares(target) }
            return port.number.map { number in container.ports.contains { $0.number == number } } ?? false
        }
    }
}
