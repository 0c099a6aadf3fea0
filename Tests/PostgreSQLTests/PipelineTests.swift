internal import Deadlines
internal import PostgreSQL
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct PipelineTests {
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

    private func inserts(_ numbers: some Sequence<Int>) -> [SQL] {
        numbers.map { "insert into t values (\($0)) returning n" }
    }

    private func summary(_ outcomes: [PipelineOutcome]) -> String {
        outcomes.map { outcome in
            switch outcome {
            case .done: "done"
            case .failed(let error): "\(error.code)"
            case .skipped: "skipped"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: [PipelineGrouping.together, .each], [0, 1, 63, 64, 255, 256, 257, 1_000])
    func `every statement's own answer comes back`(_ grouping: PipelineGrouping, _ count: Int) async throws {
        let connection = try await table()
        let outcomes = try await connection.pipeline(inserts(0..<count), grouping, by: soon())
        let numbers = try outcomes.map { try #require($0.rows).value(as: Int.self) }
        #expect(numbers == Array(0..<count))
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == count)
    }

    @Test func `together, an error skips what follows and keeps nothing`() async throws {
        let connection = try await table()
        let statements = inserts(1...2) + ["select 1/0"] + inserts(3...4)
        let outcomes = try await connection.pipeline(statements, .together, by: soon())
        #expect(summary(outcomes) == "done done 22012 skipped skipped")
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == 0)
    }

    @Test func `each for itself, an error takes back its own statement only`() async throws {
        let connection = try await table()
        let statements = inserts(1...2) + ["select 1/0", "insert into t values (1)"] + inserts(3...4)
        let outcomes = try await connection.pipeline(statements, .each, by: soon())
        // The constraint is checked at the commit.
        #expect(summary(outcomes) == "done done 22012 23505 done done")
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == 4)
    }

    @Test func `an error of the commit is the last statement's`() async throws {
        let connection = try await table()
        let outcomes = try await connection.pipeline(inserts([1, 1]), .together, by: soon())
        #expect(summary(outcomes) == "done 23505")
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == 0)
    }

    @Test(arguments: [[4], [2, 2], [1, 1, 1, 1], [0, 2, 0, 2, 0], [3], [], [2, 9], [100]])
    func `however groups divide the statements, all are done and answered in order`(_ sizes: [Int]) async throws {
        let connection = try await table()
        let outcomes = try await connection.pipeline(inserts(0..<4), .groups(sizes), by: soon())
        #expect(try outcomes.map { try #require($0.rows).value(as: Int.self) } == [0, 1, 2, 3])
        #expect(await connection.transactionStatus == .idle)
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == 4)
    }

    @Test func `in groups, an error takes back its own group and skips the rest of it, and the next group runs`()
        async throws
    {
        let connection = try await table()
        let statements = inserts(1...2) + inserts([3]) + ["select 1/0"] + inserts(4...5) + inserts(6...7)
        let outcomes = try await connection.pipeline(statements, .groups([2, 4, 2]), by: soon())
        #expect(summary(outcomes) == "done done done 22012 skipped skipped done done")
        #expect(
            try await connection.query("select array_agg(n order by n)::text from t", by: soon()).value() == "{1,2,6,7}"
        )
    }

    @Test func `in groups, what fails at a group's commit is told of its last statement`() async throws {
        let connection = try await table()
        let outcomes = try await connection.pipeline(inserts([1, 1, 2, 3]), .groups([2, 2]), by: soon())
        #expect(summary(outcomes) == "done 23505 done done")
        #expect(
            try await connection.query("select array_agg(n order by n)::text from t", by: soon()).value() == "{2,3}"
        )
    }

    @Test func `a transaction that a group leaves open after an error refuses every later group`() async throws {
        let connection = try await table()
        let groups: [[SQL]] = [
            ["begin"] + inserts([1]) + ["commit"],
            ["begin"] + inserts([2]) + ["select 1/0", "commit"],
            ["begin"] + inserts([3]) + ["commit"],
            ["select 1"],
        ]
        let outcomes = try await connection.pipeline(Array(groups.joined()), .groups(groups.map(\.count)), by: soon())
        #expect(summary(outcomes) == "done done done done done 22012 skipped 25P02 skipped skipped 25P02")
        #expect(await connection.transactionStatus == .inFailedTransaction)
        try await connection.query("rollback", by: soon())
        #expect(try await connection.query("select array_agg(n)::text from t", by: soon()).value() == "{1}")
    }

    @Test(arguments: [255, 256, 257, 600])
    func `more statements than may be under way go through in large groups`(_ count: Int) async throws {
        let connection = try await table()
        let sizes = [count / 3, count - count / 3 - 1, 1]
        let outcomes = try await connection.pipeline(inserts(0..<count), .groups(sizes), by: soon())
        #expect(outcomes.compactMap(\.rows).count == count)
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == count)
    }

    @Test func `the listener hears of every answer once, in order, and of a failed commit as of a failure`()
        async throws
    {
        let connection = try await table()
        let heard = Locked<[String]>([])
        let statements = inserts([1, 2]) + inserts([3, 3]) + ["select 1/0"] + inserts([4])
        let outcomes = try await connection.pipeline(statements, .groups([2, 2, 1, 1]), by: soon()) { number, outcome in
            let word = outcome.rows == nil ? outcome.error.map { "\($0.code)" } ?? "skipped" : "done"
            heard.withLock { $0.append("\(number) \(word)") }
        }
        #expect(heard.withLock { $0 } == ["0 done", "1 done", "2 done", "3 23505", "4 22012", "5 done"])
        #expect(outcomes.count == 6)
    }

    @Test func `the listener has heard of the groups that were committed when the time is up`() async throws {
        let connection = try await table()
        let heard = Locked<[Int]>([])
        let statements = inserts(1...2) + ["select pg_sleep(300)"] + inserts(3...4)
        let error = await failure {
            try await connection.pipeline(statements, .groups([1, 1, 1, 2]), by: shortly()) { number, outcome in
                if outcome.rows != nil { heard.withLock { $0.append(number) } }
            }
        }
        #expect(error?.kind == .deadlinePassed(during: .statement))
        #expect(error?.mayHaveTakenEffect == true)
        #expect(heard.withLock { $0 }.starts(with: [0, 1]))
        #expect(try await connection.query("select count(*) from t where n < 3", by: soon()).value() == 2)
    }

    @Test func `a session that ends in the middle leaves what was committed and tells how much was answered`()
        async throws
    {
        let database = try await server.newDatabase()
        let connection = try await server.open(database: database)
        try await connection.execute("create table kept (n int)", by: soon())
        let heard = Locked<[Int]>([])
        let statements: [SQL] = [
            "insert into kept values (1)", "insert into kept values (2)",
            "select pg_terminate_backend(pg_backend_pid())",
            "insert into kept values (3)",
        ]
        let error = await failure {
            try await connection.pipeline(statements, .groups([1, 2, 1]), by: soon()) { number, _ in
                heard.withLock { $0.append(number) }
            }
        }
        guard case .connectionLost = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.connectionIsUsable == false)
        #expect(heard.withLock { $0 } == [0, 1])
        let other = try await server.open(database: database)
        #expect(try await other.query("select array_agg(n)::text from kept", by: soon()).value() == "{1}")
        await other.close()
    }

    @Test func `big statements and big answers do not lock each other up`() async throws {
        let connection = try await server.open()
        let big = String(repeating: "x", count: 200_000)
        let outcomes = try await connection.pipeline((0..<40).map { _ in "select \(big)" }, .each, by: soon())
        #expect(outcomes.allSatisfy { (try? $0.rows?.value(as: String.self)) == big })
    }

    @Test func `past the deadline the count of what was done is told and the connection stays usable`() async throws {
        let connection = try await table()
        let statements = inserts(1...3) + ["select pg_sleep(300)"] + inserts(4...500)
        let error = await failure { try await connection.pipeline(statements, .together, by: shortly()) }
        #expect(error?.kind == .deadlinePassed(during: .statement))
        #expect(error?.completedStatements == 3)
        #expect(error?.connectionIsUsable == true)
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == 0)
    }

    @Test func `a copy, a second statement and a NUL are refused`() async throws {
        let connection = try await table()
        let two = try await connection.pipeline(["select 1; select 2"], by: soon())
        #expect(summary(two) == "42601")
        let nul = await failure { try await connection.pipeline(["select 1", "select \("a\0b")"], by: soon()) }
        #expect(nul?.kind == .nulInText(parameter: 1))
        #expect(try await connection.query("select 1", by: soon()).value() == 1)
        let copy = await failure { try await connection.pipeline(["copy t from stdin"], by: soon()) }
        #expect(copy?.kind == .copyNotHere)
        #expect(copy?.connectionIsUsable == false)
    }
}
