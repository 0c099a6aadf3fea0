import Deadlines
import HTTP
import HTTPServer
import Network

let client = HTTPClient()

func start(
    _ limits: ServerLimits = ServerLimits(),
    _ handler: @escaping HTTPServer.Handler,
) throws -> HTTPServer {
    try HTTPServer(listening: Endpoint(host: "127.0.0.1", port: 0), limits: limits, handler: handler)
}

func ask(
    _ server: HTTPServer,
    _ target: String,
    method: String = "GET",
    body: [UInt8]? = nil,
) async throws -> HTTPResponse {
    let url = "http://127.0.0.1:\(server.port)\(target)"
    let request = HTTPRequest(method, url, body: body.map { .bytes($0) } ?? .none)
    return try await client.send(request, by: .after(.seconds(30)))
}

/// Waits for something that another task brings about; false where it does not come.
func eventually(_ condition: @Sendable () async -> Bool) async -> Bool {
    let end = Deadline.after(.seconds(30))
    while !end.hasPassed {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// Counts from any task.
final class Counter: Sendable {
    private let state = Locked(0)

    var value: Int { state.withLock { $0 } }

    func add(_ count: Int = 1) {
        state.withLock { $0 += count }
    }
}
