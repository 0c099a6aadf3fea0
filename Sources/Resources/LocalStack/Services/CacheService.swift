internal import Deadlines
internal import Network
internal import Redis
internal import Subprocesses

/// Redis with a password; it keeps its data in its folder.
struct CacheService: StackService {
    let plan: StackPlan

    var name: ServiceName { .cache }
    var endpoint: String { "redis://127.0.0.1:\(plan.port(.cache))" }

    private var configuration: String { plan.folder.configuration("redis.conf") }

    /// The title of its process stays as it was: Redis would write it over its environment, where the stack's mark stands.
    func prepare(by deadline: Deadline) async throws {
        let data = plan.folder.data(of: .cache)
        try makeFolder(data, mode: 0o700)
        let text = """
            bind 127.0.0.1
            port \(plan.port(.cache))
            requirepass \(plan.state.secrets.cachePassword)
            dir "\(data.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))"
            appendonly yes
            daemonize no
            supervised no
            set-proc-title no

            """
        try write(text, to: configuration, mode: 0o600)
    }

    func command() throws -> Command {
        plan.server(.cache, try plan.executables.find("redis-server", for: .cache), [configuration])
    }

    func probe(by deadline: Deadline) async throws -> String {
        let target = RedisTarget(
            Endpoint(host: "127.0.0.1", port: plan.port(.cache)),
            password: plan.state.secrets.cachePassword
        )
        let connection = try await RedisConnection(to: target, by: deadline)
        try await connection.ping(by: deadline)
        let information = try await connection.info(by: deadline)
        await connection.close()
        return information["redis_version"] ?? "unknown"
    }
}
