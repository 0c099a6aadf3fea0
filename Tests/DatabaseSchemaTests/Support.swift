internal import DatabaseSchema
internal import Deadlines
internal import PostgreSQL
internal import TestSupport

/// Long enough never to pass by accident.
func soon() -> Deadline { .after(.seconds(60)) }

/// The server that most tests share.
func sharedServer() async throws -> PostgreSQLServer {
    try await aside { try TestServers.postgreSQL() }
}

extension PostgreSQLServer {
    func open(_ database: String) async throws -> Connection {
        var target = try Target(url: url(database: database))
        // More than a busy machine needs: only a server that is really stopped is cut off.
        target.grace = .seconds(10)
        return try await Connection.open(target, by: soon())
    }

    /// A new database with what a script makes.
    func database(with script: String = "") async throws -> String {
        let name = try await aside { try self.freshDatabase() }
        try await run(script, in: name)
        return name
    }

    func run(_ script: String, in database: String) async throws {
        guard !script.isEmpty else { return }
        let connection = try await open(database)
        try await connection.execute(script, by: soon())
        await connection.close()
    }

    func schema(of database: String, including parts: Set<Schema.Part> = [.comments]) async throws -> Schema {
        let connection = try await open(database)
        let schema = try await Schema.read(from: connection, including: parts, by: soon())
        await connection.close()
        return schema
    }

    /// Restores a text as a user would, all or nothing.
    func restore(_ text: String, into database: String) async throws {
        try await aside {
            let scratch = Scratch("restore")
            let file = try scratch.write(text, to: "schema.sql")
            try require(
                TestSupport.run([
                    "psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", self.url(database: database), "-f", file,
                ])
            )
        }
    }
}
