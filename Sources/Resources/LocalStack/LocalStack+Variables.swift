internal import Subprocesses
package import Words

extension LocalStack {
    /// What a running stack offers to `development`: the names of the platform, passwords included; nil where none runs.
    package static func variables(ofStackIn root: String) -> [String: String]? {
        let folder = StackFolder(root: root)
        guard let state = try? StackState.load(from: folder),
            state.running.values.contains(where: { $0.isAlive })
        else { return nil }
        return Dictionary(uniqueKeysWithValues: exports(state, folder).map { ($0.name, $0.value) })
    }

    /// The same in a fixed order, for `dev env`; throws where no stack runs.
    package func environment() throws(StackError) -> [(name: String, value: String)] {
        guard let state = try StackState.load(from: folder),
            state.running.values.contains(where: { $0.isAlive })
        else { throw StackError(.notRunning) }
        return LocalStack.exports(state, folder)
    }

    /// Every secret that a stack was ever given here, whether it runs or not: its logs may hold them.
    package static func secrets(ofStackIn root: String) -> [Secret] {
        let folder = StackFolder(root: root)
        guard let state = try? StackState.load(from: folder) else { return [] }
        let secrets = state.secrets
        return [
            secrets.superuserPassword, secrets.provisionerPassword, secrets.agentPassword, secrets.messagingToken,
            secrets.storageAccessKey, secrets.storageSecretKey, secrets.cachePassword, secrets.tokenKey,
            secrets.encryptionKey,
        ].map(Secret.init)
    }

    private static func exports(_ state: StackState, _ folder: StackFolder) -> [(name: String, value: String)] {
        let plan = StackPlan(folder: folder, state: state, path: nil)
        let secrets = state.secrets
        let database = DatabaseService(plan: plan)
        let messaging = MessagingService(plan: plan)
        let provisioner = DatabaseService.provisioner
        return [
            ("ENVIRONMENT", environment),
            ("DATABASE_URL", database.url(DatabaseService.agent, password: secrets.agentPassword)),
            ("DATABASE_ADMIN_URL", database.url(provisioner, password: secrets.provisionerPassword)),
            ("STORAGE_ENDPOINT", StorageService(plan: plan).endpoint),
            ("STORAGE_ACCESS_KEY", secrets.storageAccessKey),
            ("STORAGE_SECRET_KEY", secrets.storageSecretKey),
            ("STORAGE_BUCKET", state.names.bucket),
            ("NATS_URL", messaging.endpoint),
            ("NATS_MONITORING_URL", messaging.monitoring),
            ("NATS_AUTH_TOKEN", secrets.messagingToken),
            // The user is named: the redis-cli of Debian takes the empty one at its word and is refused.
            ("REDIS_URL", "redis://default:\(secrets.cachePassword)@127.0.0.1:\(plan.port(.cache))"),
            ("JWT_SECRET_KEY", secrets.tokenKey),
            ("ENCRYPTION_KEY", secrets.encryptionKey),
        ] + ProvidersService(plan: plan).variables()
    }
}
