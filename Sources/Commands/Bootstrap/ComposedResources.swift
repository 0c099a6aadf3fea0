internal import Bootstrap
internal import CommandLineKit
internal import Configuration
internal import Deadlines
internal import FoundationEssentials
internal import HTTP
internal import Messaging
internal import Migrations
internal import NATS
internal import Platform
internal import PostgreSQL
internal import Provisioning
internal import S3
internal import Storage
internal import Terminal
internal import Words

/// The one place where the nouns are named: all dependencies of an environment, in all its regions.
struct ComposedResources {
    var resources: [any Resource]
    var regions: [String]
}

extension Context {
    /// What an environment without regions is called in addresses.
    static let onlyRegion = "local"

    /// Every dependency that the platform file names; of one region where the line names one, of `regions` where a plan does.
    ///
    /// `timeout` is the limit of one call.
    func resources(of loaded: LoadedPlatform, regions wanted: [String]? = nil, timeout: Duration) throws
        -> ComposedResources
    {
        var views = loaded.platform.regions.names.compactMap { loaded.seen(from: $0) }
        if let wanted { views = views.filter { wanted.contains($0.region ?? "") } }
        if let asked = regionOfLine { views = views.filter { $0.region == asked } }
        if views.isEmpty { views = [loaded] }
        let resolver = try resolver(for: loaded)
        let secrets = SecretsResource(
            views: views,
            resolver: resolver,
            makesCertificate: loaded.environment == "development",
            learn: { [console] in console.redactor.learn($0) }
        )
        var resources: [any Resource] = [secrets]
        for view in views {
            let region = view.region ?? Context.onlyRegion
            resources += composed(view, region, resolver, after: [secrets.address], timeout: timeout)
        }
        return ComposedResources(resources: resources, regions: views.map { $0.region ?? Context.onlyRegion })
    }

    private func composed(
        _ view: LoadedPlatform,
        _ region: String,
        _ resolver: Resolver,
        after: [Address],
        timeout: Duration,
    ) -> [any Resource] {
        var resources: [any Resource] = []
        let platform = view.platform
        if let database = platform.database {
            let address = Address(region, "database")
            resources.append(
                resource(at: address) {
                    DatabaseResource(
                        region: region,
                        database: database,
                        admin: try adminTarget(of: database, resolver, for: "bootstrap"),
                        agent: try? agentTarget(of: database, resolver, for: "bootstrap"),
                        migrations: try migrations(),
                        author: Author(name: AuditLog.who, ihctlVersion: Ihctl.version),
                        after: after,
                        timeout: timeout
                    )
                }
            )
        }
        if let storage = platform.storage {
            resources.append(
                resource(at: Address(region, "storage")) {
                    try storageResource(
                        storage,
                        region,
                        resolver,
                        after: after,
                        patience: Bootstrap.limitOfChange(timeout)
                    )
                }
            )
        }
        if let messaging = platform.messaging {
            resources.append(
                resource(at: Address(region, "messaging")) {
                    MessagingResource(
                        region: region,
                        messaging: messaging,
                        options: try natsOptions(of: messaging, resolver),
                        after: after
                    )
                }
            )
        }
        return resources
    }

    /// A resource that cannot even be asked, for a reference that leads nowhere, is one that nobody can tell of.
    private func resource(at address: Address, _ make: () throws -> any Resource) -> any Resource {
        do {
            return try make()
        } catch {
            return UnreachableResource(address: address, why: "\(error)")
        }
    }
}

/// In the place of a resource whose address or credentials are not known here.
private struct UnreachableResource: Resource {
    let address: Address
    let why: String
    var after: [Address] { [] }
    var parallelism: Int { 1 }

    private var failure: ResourceFailure {
        ResourceFailure(
            Finding(
                "config.unresolved",
                .error,
                subject: address.description,
                why,
                remedies: [.fix("ihctl config validate")],
                topic: "config.unresolved"
            )
        )
    }

    func identity(by deadline: Deadline) async throws -> [IdentityFact: String?] { throw failure }
    func survey(by deadline: Deadline) async throws -> Survey { throw failure }
    func carryOut(_ change: Change, by deadline: Deadline) async throws -> [Finding] { throw failure }
}
