internal import Deadlines
internal import Network
internal import Subprocesses

/// Redis with a password; it keeps its data in its folder.
struct CacheService: StackService {
    let plan: StackPlan

    var name: ServiceName { .cache }
    var endpoint: String { "redis://127.0.0.1:\(plan.port(.cache))" }

    private var configuration: String { plan.folder.configuration("redis.conf") }

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

            """
        try write(text, to: configuration, mode: 0o600)
    }

    func command() throws -> Command {
        plan.server(.cache, try plan.executables.find("redis-server", for: .cache), [configuration])
    }

    func probe(by deadline: Deadline) async throws -> String {
        let addresses = try await resolve("127.0.0.1", port: plan.port(.cache), by: deadline)
        let stream = try TCPStream(to: addresses, by: deadline)
        try stream.write(Array("AUTH \(plan.state.secrets.cachePassword)\r\nINFO server\r\n".utf8), by: deadline)
        return String(decoding: try stream.read(atMost: 4096, by: deadline), as: UTF8.self)
    }
}
