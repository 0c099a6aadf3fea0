internal import Deadlines
internal import PostgreSQL
internal import TestSupport
internal import Testing

private struct Refusal: Error {}

@Suite(.live, .timeLimit(.minutes(5)))
struct TransactionTests {
    let server: PostgreSQLServer

    init() async throws {
        server = try await sharedServer()
    }

    private func table() async throws -> Connection {
        let connection = try await server.open()
        _ = try await connection.execute(
            "create temporary table t (n int unique deferrable initially deferred)",
            by: soon()
        )
        return connection
    }

    private func count(_ connection: Connection) async throws -> Int {
        try await connection.query("select count(*) from t", by: soon()).value()
    }

    @Test func `a body that returns is committed, one that throws is not`() async throws {
        let connection = try await table()
        let value = try await connection.transaction(by: soon()) { transaction in
            try await transaction.query("insert into t values (1)", by: soon()).affected
        }
        #expect(value == 1)
        await #expect(throws: Refusal.self) {
            try await connection.transaction(by: soon()) { transaction in
                try await transaction.query("insert into t values (2)", by: soon())
                throw Refusal()
            }
        }
        #expect(try await count(connection) == 1)
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func `a commit that the server turns into a rollback is an error`() async throws {
        let connection = try await table()
        let swallowed = await failure {
            try await connection.transaction(by: soon()) { transaction in
                try await transaction.query("insert into t values (1)", by: soon())
                _ = await failure { try await transaction.query("select 1/0", by: soon()) }
            }
        }
        #expect(swallowed?.kind == .rolledBack)
        let deferred = await failure {
            try await connection.transaction(by: soon()) { transaction in
                try await transaction.query("insert into t values (1), (1)", by: soon())
            }
        }
        #expect(deferred?.code == .uniqueViolation)
        #expect(try await count(connection) == 0)
        let ended = await failure {
            try await connection.transaction(by: soon()) { try await $0.execute("commit", by: soon()) }
        }
        #expect(ended?.kind == .transactionEnded)
    }

    @Test func `a cancelled task rolls back and leaves the connection usable`() async throws {
        let connection = try await table()
        let task = Task {
            await failure {
                try await connection.transaction(by: .after(.seconds(600))) { transaction in
                    try await transaction.query("insert into t values (1)", by: soon())
                    withUnsafeCurrentTask { $0?.cancel() }
                    try await transaction.query("insert into t values (2)", by: soon())
                }
            }
        }
        #expect(await task.value?.kind == .cancelled)
        #expect(await connection.transactionStatus == .idle)
        #expect(try await count(connection) == 0)
    }

    @Test func `a task cancelled just before the commit does not commit`() async throws {
        let connection = try await table()
        let task = Task {
            try await connection.transaction(by: .after(.seconds(600))) { transaction in
                try await transaction.query("insert into t values (1)", by: soon())
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await count(connection) == 0)
    }

    @Test func `inside, the connection itself is refused and other tasks wait for the end`() async throws {
        let connection = try await table()
        let (inside, entered) = AsyncStream<Void>.makeStream()
        let other = Task {
            for await _ in inside { break }
            return try await connection.query("select count(*) from t", by: soon()).value(as: Int.self)
        }
        try await connection.transaction(by: soon()) { transaction in
            entered.yield()
            let refused = await failure { try await connection.query("select 1", by: soon()) }
            #expect(refused?.kind == .insideTransaction)
            let nested = await failure { try await connection.transaction(by: soon()) { _ in } }
            #expect(nested?.kind == .insideTransaction)
            for number in 1...20 { try await transaction.query("insert into t values (\(number))", by: soon()) }
        }
        #expect(try await other.value == 20)
    }

    @Test func `a savepoint takes its own part back only`() async throws {
        let connection = try await table()
        try await connection.transaction(by: soon()) { transaction in
            try await transaction.query("insert into t values (1)", by: soon())
            let error = await failure {
                try await transaction.savepoint(by: soon()) { part in
                    try await part.query("insert into t values (2)", by: soon())
                    #expect(
                        await failure { try await transaction.query("select 1", by: soon()) }?.kind
                            == .insideTransaction
                    )
                    try await part.savepoint(by: soon()) { try await $0.query("select 1/0", by: soon()) }
                }
            }
            #expect(error?.code == SQLState(rawValue: "22012"))
            try await transaction.savepoint(by: soon()) { try await $0.query("insert into t values (3)", by: soon()) }
        }
        #expect(try await connection.query("select array_agg(n order by n) from t", by: soon()).value() == [1, 3])
    }

    @Test func `a transaction carried out of its body is refused`() async throws {
        let connection = try await table()
        let stolen = try await connection.transaction(by: soon()) { $0 }
        #expect(await failure { try await stolen.query("select 1", by: soon()) }?.kind == .transactionEnded)
    }

    @Test func `the mode is the server's`() async throws {
        let connection = try await table()
        let mode = TransactionMode(isolation: .serializable, isReadOnly: true)
        let shown = try await connection.transaction(mode, by: soon()) { transaction in
            try await transaction.query(
                "select current_setting('transaction_isolation'), current_setting('transaction_read_only')",
                by: soon()
            )[0].texts
        }
        #expect(shown == ["serializable", "on"])
        let error = await failure {
            try await connection.transaction(mode, by: soon()) { try await $0.execute("create table x ()", by: soon()) }
        }
        #expect(error?.code == .readOnlyTransaction)
    }
}
