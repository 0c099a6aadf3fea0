internal import DatabaseSchema
internal import FoundationEssentials
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(2)))
struct RestoreTests {
    let server: PostgreSQLServer

    init() async throws {
        server = try await sharedServer()
    }

    @Test func `a schema restored from its text is the same schema with the same text`() async throws {
        let original = try await server.database(with: NastySchema.all)
        let schema = try await server.schema(of: original)
        if let path = ProcessInfo.processInfo.environment["SCHEMA_TEXT"] {
            try schema.text.write(to: URL(filePath: path), atomically: true, encoding: .utf8)
        }
        let copy = try await server.database()
        try await server.restore(schema.text, into: copy)
        let restored = try await server.schema(of: copy)
        for difference in restored.differences(from: schema) { Issue.record("\(difference)") }
        #expect(restored.text == schema.text)
        let (one, other) = try await (dump(original), dump(copy))
        for line in one.difference(from: other) { Issue.record("\(line)") }
    }

    /// What PostgreSQL's own tool says of it, without its remarks.
    private func dump(_ database: String) async throws -> [Substring] {
        let server = server
        return try await aside {
            let outcome = try run([
                "pg_dump", "--schema-only", "--no-owner", "-N", "ihctl", "-d", server.url(database: database),
            ])
            try require(outcome)
            // A dump is enclosed by a key that is new each time.
            return outcome.output.split(separator: "\n").filter { !$0.hasPrefix("--") && !$0.hasPrefix("\\") }
        }
    }
}
