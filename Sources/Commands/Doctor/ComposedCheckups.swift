internal import AgentEndpoint
internal import Cache
internal import Certificates
internal import CommandLineKit
internal import Configuration
internal import DatabaseHealth
internal import HTTP
internal import Journey
internal import Kubernetes
internal import Machine
internal import Messaging
internal import Network
internal import Platform
internal import Providers
internal import RegionHealth
internal import S3
internal import Scaleway
internal import Storage
internal import Telemetry
internal import Words

/// Everything of an environment that can be looked at, in all its regions.
struct ComposedCheckups: Sendable {
    var patients: [any Checkable] = []
    var conclusions: [Conclusion] = []
    var regions: [String] = []
    /// Components that the platform file does not name: they are not looked at.
    var undeclared: [String] = []
}

extension Context {
    /// The other place where the nouns are named: every dependency of an environment, as doctor looks at it.
    func checkups(of loaded: LoadedPlatform, timeout: Duration) throws -> ComposedCheckups {
        let composer = CheckupComposer(
            context: self,
            loaded: loaded,
            resolver: try resolver(for: loaded),
            http: HTTPClient(),
            timeout: timeout
        )
        return composer.composed
    }
}

/// Puts the nouns together for one look.
private struct CheckupComposer {
    let context: Context
    let loaded: LoadedPlatform
    let resolver: Resolver
    let http: HTTPClient
    let timeout: Duration

    private var platform: Platform { loaded.platform }

    /// The environment as each region sees it, or once where there are none.
    private var views: [LoadedPlatform] {
        let names = context.regionOfLine.map { [$0] } ?? platform.regions.names
        let views = names.compactMap { loaded.seen(from: $0) }
        return views.isEmpty ? [loaded] : views
    }

    var composed: ComposedCheckups {
        var all = ComposedCheckups()
        let views = views
        all.regions = views.map { $0.region ?? Context.onlyRegion }
        all.patients = [
            ConfigurationHealth(loaded, resolver: resolver),
            MachineHealth(
                variables: context.processEnvironment,
                hosts: webEndpoints(views).map(\.host),
                folder: context.project.root
            ),
        ]
        all.patients += platform.providers.items.map { id, provider in
            ProviderHealth(id, provider, routing: platform.routing, resolver: resolver, client: http)
        }
        for view in views { all.patients += services(of: view) }
        if let scaleway = platform.scaleway {
            all.patients.append(
                ScalewayHealth(scaleway, regions: platform.regions.names, resolver: resolver, client: http)
            )
        }
        let served = certificates(views)
        if !served.isEmpty { all.patients.append(CertificatesHealth(served)) }
        all.conclusions = [.clock]
        if let routing = platform.routing { all.conclusions.append(.failover(routing)) }
        if platform.regions.items.count > 1 {
            let regions = RegionHealth(platform.regions)
            all.patients.append(regions)
            all.conclusions += regions.conclusions
        }
        all.undeclared = undeclared
        return all
    }

    /// What a region has of its own.
    private func services(of view: LoadedPlatform) -> [any Checkable] {
        let platform = view.platform
        let region = view.region ?? Context.onlyRegion
        var patients: [any Checkable] = []
        var stations: [any Station] = []
        if let database = platform.database {
            patients.append(
                patient(at: Address(region, "database"), DatabaseChecks.connect, ["database", "url"]) {
                    let agent = try context.agentTarget(of: database, resolver, for: "doctor")
                    if database.role == .primary { stations.append(DatabaseStation(agent)) }
                    return DatabaseHealth(
                        region: region,
                        database: database,
                        agent: agent,
                        admin: database.adminURL == nil
                            ? nil : try context.adminTarget(of: database, resolver, for: "doctor"),
                        migrations: try context.migrations(),
                        agents: platform.agent?.replicas,
                        isProtected: loaded.platform.protected
                    )
                }
            )
        }
        if let messaging = platform.messaging {
            patients.append(
                patient(at: Address(region, "messaging"), MessagingChecks.connect, ["messaging", "url"]) {
                    let options = try context.natsOptions(of: messaging, resolver)
                    stations.append(MessagingStation(options))
                    return MessagingHealth(
                        region: region,
                        messaging: messaging,
                        options: options,
                        monitoring: try messaging.monitoring.map { try resolver.text($0) },
                        cluster: try messaging.cluster.map { try resolver.text($0) },
                        http: http
                    )
                }
            )
        }
        if let storage = platform.storage {
            patients.append(
                patient(at: Address(region, "storage"), StorageChecks.connect, ["storage", "endpoint"]) {
                    if let bucket = storage.defaultBucket ?? storage.buckets.names.first {
                        stations.append(StorageStation(try client(of: storage), bucket: bucket))
                    }
                    return try context.storageResource(storage, region, resolver, patience: timeout)
                }
            )
        }
        if let cache = platform.cache {
            patients.append(
                patient(at: Address(region, "cache"), CacheChecks.connect, ["cache", "url"]) {
                    CacheResource(region: region, cache: cache, url: try resolver.secret(cache.url).value.reveal())
                }
            )
        }
        if let agent = AgentHealth(of: platform, region: view.region, resolver: resolver, client: http) {
            patients.append(agent)
        }
        if let kubernetes = platform.kubernetes {
            patients.append(
                patient(
                    at: Address(region, "kubernetes"),
                    KubernetesChecks.config,
                    ["kubernetes", "kubeconfig"]
                ) {
                    ClusterCheckup(
                        ClusterWish(
                            kubernetes,
                            agent: platform.agent,
                            kubeconfig: try kubeconfig(kubernetes.kubeconfig)
                        ),
                        region: region,
                        http: http,
                        environment: context.processEnvironment
                    )
                }
            )
        }
        if let telemetry = platform.telemetry {
            patients.append(TelemetryHealth(telemetry, region: view.region, resolver: resolver, client: http))
        }
        // Work goes through all three or it is no journey, and only where something may be written.
        if stations.count == 3 { patients.append(Journey(region: region, through: stations)) }
        return patients
    }

    private func client(of storage: Storage) throws -> S3Client {
        try S3Client(
            endpoint: try resolver.text(storage.endpoint),
            region: storage.region,
            credentials: try context.storageCredentials(storage, resolver),
            style: storage.style == .virtual ? .virtualHost : .path,
            client: http
        )
    }

    /// A `file:` reference means the file itself here, not what stands in it.
    private func kubeconfig(_ reference: Reference?) throws -> String? {
        guard let reference else { return nil }
        if case .file(let path) = reference.target { return path }
        return try resolver.text(reference)
    }

    /// Certificates that no service of its own judges: the cloud's in each region, and the one that clients of the platform see.
    private func certificates(_ views: [LoadedPlatform]) -> [ServedCertificate] {
        var served: [ServedCertificate] = []
        func add(_ endpoint: Endpoint, _ service: String, _ setting: [String]) {
            guard !served.contains(where: { $0.endpoint == endpoint }) else { return }
            served.append(
                ServedCertificate(
                    Address("certificates", "\(endpoint)"),
                    of: service,
                    at: endpoint,
                    declaredAt: setting
                )
            )
        }
        for (name, region) in platform.regions.items {
            guard let reference = region.endpoint, let text = try? resolver.text(reference),
                let endpoint = WebAddress(text), endpoint.isSecure
            else { continue }
            add(endpoint.endpoint, "the cloud's API in \(name)", ["regions", name, "endpoint"])
        }
        for view in views {
            guard let ingress = view.platform.kubernetes?.ingress else { continue }
            add(Endpoint(host: ingress.host, port: 443), "the ingress", ["kubernetes", "ingress", "host"])
        }
        return served
    }

    /// Every host that is asked over HTTP.
    private func webEndpoints(_ views: [LoadedPlatform]) -> [Endpoint] {
        var references = platform.providers.items.compactMap(\.value.endpoint)
        for view in views {
            references += [view.platform.storage?.endpoint, view.platform.agent?.endpoint].compactMap(\.self)
        }
        let found = references.compactMap { (try? resolver.text($0)).flatMap(WebAddress.init)?.endpoint }
        return found.enumerated().filter { number, endpoint in found.firstIndex(of: endpoint) == number }.map(\.element)
    }

    /// A dependency that cannot even be asked, for a reference that leads nowhere, fails at its first check.
    private func patient(
        at address: Words.Address,
        _ connect: CheckKind,
        _ setting: [String],
        _ make: () throws -> any Checkable,
    ) -> any Checkable {
        do {
            return try make()
        } catch {
            let causes = (error as? ReferenceFailure).map { failure in
                loaded.references(by: resolver).filter { $0.reference.spelled == failure.reference }.map { state in
                    CheckOutcome.Blocker(
                        ConfigurationChecks.reference.id,
                        .configuration / state.path.description
                    )
                }
            }
            return UnreachablePatient(
                address: address,
                connect: connect,
                setting: setting,
                causes: causes ?? [],
                why: "\(error)"
            )
        }
    }

    private var undeclared: [String] {
        let parts: [(String, Bool)] = [
            ("providers", platform.providers.items.isEmpty), ("database", platform.database == nil),
            ("storage", platform.storage == nil), ("messaging", platform.messaging == nil),
            ("cache", platform.cache == nil), ("regions", platform.regions.items.isEmpty),
            ("agent", platform.agent?.endpoint == nil), ("kubernetes", platform.kubernetes == nil),
            ("scaleway", platform.scaleway == nil), ("telemetry", platform.telemetry == nil),
        ]
        return parts.filter(\.1).map(\.0)
    }
}

/// In the place of a dependency whose address or credentials are not known here: blocked by the reference that leads nowhere.
private struct UnreachablePatient: Checkable {
    let address: Words.Address
    let connect: CheckKind
    let setting: [String]
    let causes: [CheckOutcome.Blocker]
    let why: String

    func checkup() -> Checkup {
        Checkup(
            of: address,
            [
                Check(connect, of: address, declaredAt: setting, waitsFor: causes) { [connect, address, why] _ in
                    .found(
                        Finding(
                            connect,
                            at: address,
                            .config,
                            "Nobody can be asked: \(why).",
                            remedies: [.fix("ihctl doctor configuration")]
                        )
                    )
                }
            ]
        )
    }
}
