internal import Cryptography
internal import Platform
internal import Templates

// What the manifests of the cluster need beside the model: whole seconds, names of ports, where secrets stand.
extension Derived {
    /// Where there is no cluster, or no agent for it, each of them is nothing.
    static func kubernetes(_ loaded: LoadedPlatform, _ files: ProjectFiles) -> [Entry] {
        let platform = loaded.platform
        let cluster = platform.kubernetes.flatMap { kubernetes in platform.agent.map { (kubernetes, $0) } }
        func entry(_ name: String, _ content: (Kubernetes, Agent) -> Values.Value.Content) -> Entry {
            Entry(name: name, content: cluster.map(content) ?? .nothing)
        }
        return [
            entry("probes") { .map(of: ["liveness": probe($1.liveness), "readiness": probe($1.readiness)]) },
            entry("resources") { resources($1.resources) },
            entry("scratch") { scratchFolders($1) },
            entry("mounts") { .truth(hasFolder($0) || !$1.scratch.isEmpty) },
            entry("spread_key") { kubernetes, _ in .text(orNothing: spreadKey(kubernetes.spread)) },
            entry("scaling") { kubernetes, _ in scaling(kubernetes.autoscaling) },
            entry("secrets") { kubernetes, _ in secrets(kubernetes, hasFolder: hasFolder(kubernetes)) },
            entry("ports") { _, _ in ports(platform) },
            entry("endpoints") { _, _ in endpoints(loaded) },
            entry("mesh") { kubernetes, _ in mesh(platform, kubernetes) },
            entry("migration") { kubernetes, _ in migration(loaded, kubernetes, files) },
            entry("doctor") { kubernetes, _ in .truth(kubernetes.ihctl?.doctor != nil) },
            entry("cluster_alerts") { kubernetes, _ in clusterAlerts(platform, kubernetes) },
            entry("ihctl_image") { kubernetes, _ in .text(orNothing: kubernetes.ihctl?.reference) },
            entry("agent_digest") { .text(orNothing: $1.digest?.digest) },
            entry("networks") { kubernetes, _ in networks(kubernetes) },
            entry("evicts_unhealthy") { kubernetes, _ in .truth((kubernetes.minor ?? 0) >= 27) },
        ]
    }

    /// Whether secrets lie in a folder of files.
    private static func hasFolder(_ kubernetes: Kubernetes) -> Bool {
        kubernetes.secrets.handedOver == .files && !kubernetes.secretKeys.isEmpty
    }

    /// The cluster counts in whole seconds, and none is no time.
    static func seconds(_ period: Period) -> Int {
        let (seconds, rest) = period.duration.components
        return Int(seconds) + (rest > 0 ? 1 : 0)
    }

    private static func probe(_ probe: Probe) -> Values.Value.Content {
        .map(of: [
            "delay": .integer(seconds(probe.delay)), "period": .integer(seconds(probe.period)),
            "timeout": .integer(seconds(probe.timeout)),
        ])
    }

    private static func resources(_ resources: Resources) -> Values.Value.Content {
        // `64MB` is no quantity there, `64M` is.
        func quantity(_ size: ByteSize?) -> Values.Value.Content {
            .text(orNothing: size.map { $0.spelled.hasSuffix("B") ? String($0.spelled.dropLast()) : $0.spelled })
        }
        return .map(of: [
            "cpu": .text(orNothing: resources.cpu?.spelled), "memory": quantity(resources.memory),
            "cpu_limit": .text(orNothing: resources.cpuLimit?.spelled),
            "memory_limit": quantity(resources.memoryLimit),
        ])
    }

    /// `/app/logs` becomes the volume `app-logs`.
    private static func scratchFolders(_ agent: Agent) -> Values.Value.Content {
        .list(
            of: agent.scratch.map { path in
                let words = path.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
                return .map(of: ["name": .text(words.joined(separator: "-").lowercased()), "path": .text(path)])
            }
        )
    }

    private static func spreadKey(_ spread: Kubernetes.Spread?) -> String? {
        switch spread {
        case .hostname: "kubernetes.io/hostname"
        case .zone: "topology.kubernetes.io/zone"
        case .some(.none), nil: nil
        }
    }

    private static func scaling(_ autoscaling: Kubernetes.Autoscaling?) -> Values.Value.Content {
        guard let autoscaling else { return .nothing }
        func pace(_ pace: Kubernetes.Pace) -> Values.Value.Content {
            .map(of: ["window": .integer(seconds(pace.window)), "every": .integer(seconds(pace.every))])
        }
        return .map(of: ["down": pace(autoscaling.scaleDown), "up": pace(autoscaling.scaleUp)])
    }

    private static func mesh(_ platform: Platform, _ kubernetes: Kubernetes) -> Values.Value.Content {
        guard let istio = kubernetes.istio else { return .nothing }
        let certificate = istio.tlsSecret
        let secured = istio.ports.contains(443) && certificate != nil
        let servers = istio.ports.map { port -> Values.Value.Content in
            let isSecure = port == 443 && secured
            return .map(of: [
                "port": .integer(port), "name": .text(isSecure ? "https" : port == 80 ? "http" : "http-\(port)"),
                "protocol": .text(isSecure ? "HTTPS" : "HTTP"), "redirects": .truth(!isSecure && secured),
                "certificate": .text(orNothing: isSecure ? certificate : nil),
            ])
        }
        // Where people are served nobody is slowed down on purpose.
        let fault = platform.protected ? nil : istio.fault
        return .map(of: [
            "servers": .list(of: servers), "retry_on": .text(istio.retryOn.joined(separator: ",")),
            "fault": fault.map {
                .map(of: [
                    "delay": .text("\(seconds($0.delay))s"),
                    "percent": .number(spelled: ArtefactValues.spelled($0.percent)),
                ])
            } ?? .nothing,
        ])
    }

    /// What runs, and where: the migrations go to the one database that takes writes.
    private static func migration(
        _ loaded: LoadedPlatform,
        _ kubernetes: Kubernetes,
        _ files: ProjectFiles,
    ) -> Values.Value.Content {
        let regions = loaded.platform.regions
        let isHere = regions.isEmpty || loaded.region.flatMap { regions[$0] }?.role == .primary
        guard isHere, let ihctl = kubernetes.ihctl, ihctl.adminSecret != nil, !files.migrations.isEmpty else {
            return .nothing
        }
        // A Job cannot be changed, so whatever it runs with is in its name; comments of the model are not.
        var digested: [UInt8] = []
        func digest(_ bytes: [UInt8]) {
            digested += Array("\(bytes.count):".utf8)
            digested += bytes
        }
        for file in files.migrations {
            digest(Array(file.name.utf8))
            digest(file.bytes)
        }
        digest(files.platform)
        digest(files.environments[loaded.environment] ?? [])
        digest(Array("\(ihctl.reference) \(loaded.environment)".utf8))
        let name = DigestAlgorithm.sha256.digest(of: digested).prefix(5).hexadecimal
        return .map(of: [
            "name": .text("ihctl-migrate-\(name)"), "files": .list(of: files.migrations.map { .text($0.name) }),
        ])
    }
}
