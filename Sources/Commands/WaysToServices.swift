internal import FoundationEssentials
internal import HTTP
internal import Messaging
internal import Migrations
internal import NATS
internal import Platform
internal import PostgreSQL
internal import S3
internal import Storage
internal import Words

/// How each service of a model is reached: addresses and credentials, the references to them followed.
extension Context {
    func agentTarget(of database: Database, _ resolver: Resolver, for verb: String) throws -> Target {
        try target(database.url, of: database, resolver, for: verb)
    }

    /// The provisioning role's, or the agent's where there is none.
    func adminTarget(of database: Database, _ resolver: Resolver, for verb: String) throws -> Target {
        try target(database.adminURL ?? database.url, of: database, resolver, for: verb)
    }

    private func target(_ url: SecretReference, of database: Database, _ resolver: Resolver, for verb: String) throws
        -> Target
    {
        var target = try Target(url: resolver.secret(url).value.reveal())
        if let host = database.host { target = target.with(host: host, port: database.port) }
        target.applicationName = "ihctl \(verb), \(AuditLog.who)"
        return target
    }

    /// The project's migrations; nil where it has none.
    func migrations() throws -> MigrationFolder? {
        let path = project.path(Desk.folder)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try MigrationFolder.read(path, shown: Desk.folder)
    }

    func storageResource(
        _ storage: Storage,
        _ region: String,
        _ resolver: Resolver,
        after: [Address] = [],
        patience: Duration,
    ) throws -> StorageResource {
        try StorageResource(
            region: region,
            storage: storage,
            endpoint: try resolver.text(storage.endpoint),
            credentials: try storageCredentials(storage, resolver),
            http: HTTPClient(),
            after: after,
            patience: patience
        )
    }

    func storageCredentials(_ storage: Storage, _ resolver: Resolver) throws -> S3Credentials {
        S3Credentials(
            accessKeyID: try resolver.secret(storage.accessKey).value.reveal(),
            secretAccessKey: try resolver.secret(storage.secretKey).value.reveal()
        )
    }

    func natsOptions(of messaging: Messaging, _ resolver: Resolver) throws -> NATSOptions {
        let token = try messaging.token.map { try resolver.secret($0).value.reveal() }
        return try NATSOptions(url: try resolver.text(messaging.url), credentials: token.map { .token($0) })
    }
}
