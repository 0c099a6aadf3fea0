internal import Deadlines
internal import Glibc
internal import NATS
internal import Subprocesses

/// nats-server with JetStream, a token and its monitoring port.
struct MessagingService: StackService {
    let plan: StackPlan

    var name: ServiceName { .messaging }
    var endpoint: String { "nats://127.0.0.1:\(plan.port(.messaging))" }
    var monitoring: String { "http://127.0.0.1:\(plan.port(.monitoring))" }

    private var configuration: String { plan.folder.configuration("nats.conf") }

    func prepare(by deadline: Deadline) async throws {
        let data = plan.folder.data(of: .messaging)
        try makeFolder(data, mode: 0o700)
        let text = """
            server_name: ihctl-dev
            listen: "127.0.0.1:\(plan.port(.messaging))"
            http: "127.0.0.1:\(plan.port(.monitoring))"
            authorization { token: "\(plan.state.secrets.messagingToken)" }
            jetstream { store_dir: \(quoted(data)) }

            """
        try write(text, to: configuration, mode: 0o600)
    }

    func command() throws -> Command {
        plan.server(.messaging, try plan.executables.find("nats-server", for: .messaging), ["-c", configuration])
    }

    func probe(by deadline: Deadline) async throws -> String {
        let connection = try await NATSConnection.open(
            NATSOptions(url: endpoint, credentials: .token(plan.state.secrets.messagingToken)),
            by: deadline
        )
        defer { connection.close() }
        _ = try await JetStream(connection).account(by: deadline)
        return connection.info.version
    }

    /// A string of the server's configuration language.
    private func quoted(_ path: String) -> String {
        "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
