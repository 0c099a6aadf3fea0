internal import DatabaseSchema
internal import Deadlines
internal import FoundationEssentials
internal import PostgreSQL
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
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

    @Test func `owners and privileges are restored where asked for`() async throws {
        let all = Set(Schema.Part.allCases)
        let rights = ChangeSchema.rights.map(\.statement).joined(separator: ";\n")
        let original = try await server.database(with: "\(ChangeSchema.script);\n\(rights)")
        let schema = try await server.schema(of: original, including: all)
        #expect(schema[.table, "public.child"]?["owner"] == "schema_owner")
        let copy = try await server.database()
        try await server.restore(schema.text, into: copy)
        let restored = try await server.schema(of: copy, including: all)
        #expect(restored.differences(from: schema).isEmpty)
        #expect(restored.text == schema.text)
        #expect(try await acls(of: copy) == acls(of: original))
        // Unasked, they are neither read nor written.
        let plain = try await server.schema(of: original)
        #expect(!plain.text.contains("schema_owner") && !plain.text.contains("schema_reader"))
        #expect(try await server.schema(of: copy) == plain)
    }

    /// The catalogs' own word: what was granted, by whom.
    private func acls(of database: String) async throws -> String {
        let server = server
        return try await aside {
            try server.psql(
                """
                select relname, relowner::regrole, (select array_agg(a::text order by a::text) from unnest(relacl) a)
                from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
                union all
                select proname, proowner::regrole, (select array_agg(a::text order by a::text) from unnest(proacl) a)
                from pg_proc where pronamespace = 'public'::regnamespace and not pronargs = 3
                union all
                select 'default', defaclrole::regrole, (select array_agg(a::text order by a::text) from unnest(defaclacl) a)
                from pg_default_acl
                order by 1, 2, 3
                """,
                database: database
            )
        }
    }

    @Test func `what cannot be written is named`() async throws {
        let database = try await server.database(
            with:
                "create table t (n int); create publication \"p\nq\" for table t; create text search dictionary d (template = simple)"
        )
        let schema = try await server.schema(of: database)
        #expect(schema.unwritten.map(\.description) == ["publication \"p\nq\"", "text search dictionary public.d"])
        #expect(
            schema.text.contains(
                "\n-- not written: publication \"p q\"\n-- not written: text search dictionary public.d\n"
            )
        )
        try await server.restore(schema.text, into: server.database())
    }

    @Test func `whoever may connect may read, beside whoever writes`() async throws {
        let database = try await server.database(with: NastySchema.all)
        let whole = try await server.schema(of: database)
        let holder = try await server.open(database)
        try await holder.execute("create role reader_\(database)", by: soon())
        try await holder.transaction(by: soon()) { transaction in
            try await transaction.execute("lock table app.animal, app.hen in exclusive mode", by: soon())
            let reader = try await server.open(database)
            try await reader.execute("set session authorization reader_\(database)", by: soon())
            #expect(try await Schema.read(from: reader, by: soon()) == whole)
        }
    }

    @Test func `a deadline ends it while a table is held, and leaves the connection usable`() async throws {
        let database = try await server.database(with: NastySchema.all)
        let connection = try await server.open(database)
        let holder = try await server.open(database)
        try await holder.transaction(by: soon()) { transaction in
            try await transaction.execute("lock table app.animal in access exclusive mode", by: soon())
            let error = await #expect(throws: PostgreSQLError.self) {
                try await Schema.read(from: connection, by: .after(.seconds(2)))
            }
            #expect(error?.kind == .deadlinePassed(during: .statement))
        }
        #expect(try await Schema.read(from: connection, by: soon()).text.contains("create table app.animal"))
        #expect(try await connection.query("show search_path", by: soon()).value() == "\"$user\", public")
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
