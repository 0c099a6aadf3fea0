import Deadlines
import Glibc
import NATS
import Network
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct LineTests {
    @Test func `all who ask get one connection, and a new one when it has ended`() async throws {
        let server = try NATSServer()
        let line = NATSLine(try NATSOptions(url: server.url))
        let connections = try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { try await line.connection(by: soon()) } }
            var found: [NATSConnection] = []
            for try await connection in group { found.append(connection) }
            return found
        }
        #expect(connections.allSatisfy { $0 === connections[0] })
        connections[0].close()
        let next = try await line.connection(by: soon())
        #expect(next !== connections[0])
        #expect(next.end == nil)
        server.child.send(SIGKILL)
        try await eventually("the end is noticed") { next.end != nil }
        try await eventually("nobody answers any more") {
            let error = await failure { () async throws(NATSError) in try await line.connection(by: soon()) }
            return error == .transport(.refused)
        }
        await line.close()
        await #expect(throws: NATSError.closed) { try await line.connection(by: soon()) }
    }

    @Test func `one who gives up does not take the others along`() async throws {
        let server = try FakeServer { client in
            // The first connection, which looks at the greeting, is left waiting; later ones are served.
            if client.number == 1 { return client.stall() }
            client.welcome()
            client.stall()
        }
        let line = NATSLine(try NATSOptions(url: server.url))
        let first = Task { try await line.connection(by: .after(.seconds(50))) }
        try await eventually("the first is waiting") { server.connections == 1 }
        let second = Task { try await line.connection(by: soon()) }
        first.cancel()
        await #expect(throws: NATSError.cancelled) { try await first.value }
        #expect(try await second.value.end == nil)
    }
}
