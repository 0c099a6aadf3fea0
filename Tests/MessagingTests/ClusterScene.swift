import TestSupport

/// Three servers, the first of them with a tag of its own.
func cluster() async throws -> [NATSServer] {
    let routes = (0..<3).map { _ in freePort() }
    let all = routes.map { "\"nats-route://127.0.0.1:\($0)\"" }.joined(separator: ", ")
    return try await withThrowingTaskGroup(of: (Int, NATSServer).self) { group in
        for (number, route) in routes.enumerated() {
            let configuration = """
                server_name: n\(number)
                server_tags: [all, \(number == 0 ? "one" : "other")]
                cluster { name: three, listen: "127.0.0.1:\(route)", routes: [\(all)] }
                """
            group.addTask {
                (number, try await aside { try NATSServer(configuration: configuration) })
            }
        }
        return try await group.reduce(into: [Int: NATSServer]()) { $0[$1.0] = $1.1 }.sorted { $0.key < $1.key }
            .map(\.value)
    }
}
