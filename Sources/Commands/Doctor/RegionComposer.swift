internal import AgentEndpoint
internal import Cache
internal import CommandLineKit
internal import Configuration
internal import DatabaseHealth
internal import HTTP
internal import Journey
internal import Kubernetes
internal import Messaging
internal import Platform
internal import S3
internal import Storage
internal import Telemetry
internal import Words

/// Puts together what one region has of its own, in the order in which it is told.
struct RegionComposer {
    private let context: Context
    private let platform: Platform
    private let resolver: Resolver
    private let http: HTTPClient
    private let timeout: Duration
    /// The whole environment, without a region laid over it.
    private let loaded: LoadedPlatform
    /// As addresses have it.
    private let name: String
    /// As the platform file has it; nil where it knows no regions.
    private let region: String?

    init(_ composer: CheckupComposer, _ view: LoadedPlatform) {
        context = composer.context
        resolver = composer.resolver
        http = composer.http
        timeout = composer.timeout
        loaded = composer.loaded
        platform = view.platform
        region = view.region
        name = view.region ?? Context.onlyRegion
    }

    var services: [any Checkable] {
        var stations: [any Station] = []
        let declared: [(any Checkable)?] = [
            database(&stations), messaging(&stations), storage(&stations), cache,
            AgentHealth(of: platform, region: region, resolver: resolver, client: http), cluster,
        ]
        var services = declared.compactMap(\.self)
        if let telemetry = platform.telemetry {
            services.append(TelemetryHealth(telemetry, region: region, resolver: resolver, client: http))
        }
        // Work goes through all three or it is no journey, and only where something may be written.
        if stations.count == 3 { services.append(journey(through: stations)) }
        return services
    }

    private func database(_ stations: inout [any Station]) -> (any Checkable)? {
        guard let database = platform.database else { return nil }
        return patient("database", DatabaseChecks.connect, "url") {
            let agent = try context.agentTarget(of: database, resolver, for: "doctor")
            if database.role == .primary { stations.append(DatabaseStation(agent)) }
            return DatabaseHealth(
                region: name,
                database: database,
                agent: agent,
                admin: database.adminURL == nil
                    ? nil : try context.adminTarget(of: database, resolver, for: "doctor"),
                migrations: try context.migrations(),
                agents: platform.agent?.replicas,
                isProtected: loaded.platform.protected
            )
        }
    }

    private func messaging(_ stations: inout [any Station]) -> (any Checkable)? {
        guard let messaging = platform.messaging else { return nil }
        return patient("messaging", MessagingChecks.connect, "url") {
            let options = try context.natsOptions(of: messaging, resolver)
            stations.append(MessagingStation(options))
            return MessagingHealth(
                region: name,
                messaging: messaging,
                options: options,
                monitoring: try messaging.monitoring.map { try resolver.text($0) },
                cluster: try messaging.cluster.map { try resolver.text($0) },
                http: http
            )
        }
    }

    private func storage(_ stations: inout [any Station]) -> (any Checkable)? {
        guard let storage = platform.storage else { return nil }
        return patient("storage", StorageChecks.connect, "endpoint") {
            if let bucket = bucketOfJourney {
                stations.append(StorageStation(try client(of: storage), bucket: bucket))
            }
            return try context.storageResource(storage, name, resolver, patience: timeout)
        }
    }

    private var bucketOfJourney: String? {
        platform.storage.flatMap { $0.defaultBucket ?? $0.buckets.names.first }
    }

    /// A bucket that is not there is told by its own check, and once.
    private func journey(through stations: [any Station]) -> Journey {
        let bucket = bucketOfJourney.map { bucket in
            CheckOutcome.Blocker(StorageChecks.bucket.id, Address(name, "storage", "bucket", bucket))
        }
        return Journey(region: name, through: stations, waitsFor: bucket.map { [$0] } ?? [])
    }

    private var cache: (any Checkable)? {
        guard let cache = platform.cache else { return nil }
        return patient("cache", CacheChecks.connect, "url") {
            CacheResource(region: name, cache: cache, url: try resolver.secret(cache.url).value.reveal())
        }
    }

    private var cluster: (any Checkable)? {
        guard let kubernetes = platform.kubernetes else { return nil }
        return patient("kubernetes", KubernetesChecks.config, "kubeconfig") {
            ClusterCheckup(
                ClusterWish(
                    kubernetes,
                    agent: platform.agent,
                    kubeconfig: try context.kubeconfig(kubernetes.kubeconfig, resolver)
                ),
                region: name,
                http: http,
                environment: context.processEnvironment
            )
        }
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

    /// A dependency that cannot even be asked, for a reference that leads nowhere, fails at its first check.
    private func patient(
        _ component: String,
        _ first: CheckKind,
        _ key: String,
        _ make: () throws -> any Checkable,
    ) -> any Checkable {
        do {
            return try make()
        } catch {
            return UnreachablePatient(
                address: Address(name, component),
                connect: first,
                setting: [component, key],
                causes: (error as? ReferenceFailure).map(causes) ?? [],
                why: "\(error)"
            )
        }
    }

    /// The checks of the references that lead nowhere: what waits for them is blocked by them.
    private func causes(_ failure: ReferenceFailure) -> [CheckOutcome.Blocker] {
        loaded.references(by: resolver).filter { $0.reference.spelled == failure.reference }.map { state in
            CheckOutcome.Blocker(ConfigurationChecks.reference.id, .configuration / state.path.description)
        }
    }
}

extension Context {
    /// A `file:` reference means the file itself here, not what stands in it; it is the project's wherever the command was started.
    func kubeconfig(_ reference: Reference?, _ resolver: Resolver) throws -> String? {
        guard let reference else { return nil }
        guard case .file(let path) = reference.target else { return try resolver.text(reference) }
        return currentFolder == project.root ? path : project.path(path)
    }
}
