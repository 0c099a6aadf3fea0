internal import Deadlines
internal import PostgreSQL
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(1)))
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
