internal import Cryptography
internal import Platform
internal import Templates

// What the manifests of the cluster need beside the model: whole seconds, names of ports, where secrets stand.
extension Derived {
    static func kubernetes(_ loaded: LoadedPlatform, _ files: ProjectFiles) -> [Entry] {
        let platform = loaded.platform
        guard let kubernetes = platform.kubernetes, let agent = platform.agent else {
            return names.map { Entry(name: $0, content: .nothing) }
        }
        let keys = kubernetes.secretKeys
        let hasFolder = kubernetes.secrets.handedOver == .files && !keys.isEmpty
        let contents: [Values.Value.Content] = [
            .map(of: ["liveness": probe(agent.liveness), "readiness": probe(agent.readiness)]),
            resources(agent.resources),
            scratchFolders(agent),
            .truth(hasFolder || !agent.scratch.isEmpty),
            .text(orNothing: spreadKey(kubernetes.spread)),
            scaling(kubernetes.autoscaling),
            secrets(kubernetes, hasFolder: hasFolder),
            ports(platform),
            endpoints(loaded),
            mesh(platform, kubernetes),
            migration(loaded, kubernetes, files),
            .truth(kubernetes.ihctl?.doctor != nil),
            clusterAlerts(platform, kubernetes),
            .text(orNothing: kubernetes.ihctl?.reference),
            .text(orNothing: agent.digest?.digest),
            networks(kubernetes),
            .truth((kubernetes.minor ?? 0) >= 27),
        ]
        return zip(names, contents).map { Entry(name: $0, content: $1) }
    }

    private static let names = [
        "probes", "resources", "scratch", "mounts", "spread_key", "scaling", "secrets", "ports", "endpoints", "mesh",
        "migration", "doctor", "cluster_alerts", "ihctl_image",
        "agent_digest", "networks", "evicts_unhealthy",
    ]

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
