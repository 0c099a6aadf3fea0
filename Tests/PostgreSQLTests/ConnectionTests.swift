internal import Deadlines
internal import FoundationEssentials
internal import PostgreSQL
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct ConnectionTests {
    let server: PostgreSQLServer

    init() async throws {
        server = try await sharedServer()
    }

    @Test func `a query brings typed values back`() async throws {
        let connection = try await server.open()
        let rows = try await connection.query(
            """
            select \(42)::int as n, \("it's \"quoted\"") as text, \(true)::bool as yes, 1.5::float8 as half, null::int as nothing,
                   '{1,2,3}'::int[] as numbers, array['a', 'b,"c', null, ''] as words, '\\x00ff'::bytea as bytes
            """,
            by: soon(),
        )
        let row = try #require(rows.first)
        #expect(try row["n"] == 42)
        #expect(try row["text"] == "it's \"quoted\"")
        #expect(try row["yes"] == true)
        #expect(try row["half"] == 1.5)
        #expect(try row["nothing"] == Int?.none)
        #expect(try row["numbers"] == [1, 2, 3])
        #expect(try row["words"] == ["a", "b,\"c", nil, ""])
        #expect(try (row["bytes"] as Bytes).array == [0, 255])
        #expect(rows.tag == "SELECT 1")
        await connection.close()
    }

    @Test func `a script gives each statement's tag`() async throws {
        let connection = try await server.open(database: try await server.newDatabase())
        let outcomes = try await connection.execute(
            "create table t (n int); insert into t values (1), (2); select n from t order by n; drop table t",
            by: soon(),
        )
        #expect(outcomes.map(\.tag) == ["CREATE TABLE", "INSERT 0 2", "SELECT 2", "DROP TABLE"])
        #expect(try outcomes[2].rows.map { row in try row[0] } == [1, 2])
    }

    @Test func `a syntax error tells its place in characters, bytes, line and column`() async throws {
        let connection = try await server.open()
        let error = await failure { try await connection.query("select 'ä€𝄞'\n  form x", by: soon()) }
        #expect(error?.code == .syntaxError)
        #expect(error?.connectionIsUsable == true)
        let position = try #require(error?.serverError?.position)
        #expect(position.line == 2)
        #expect(position.column == 8)
        #expect(position.character == 21)
        #expect(position.byteOffset == 26)
    }
}

extension ConnectionTests {
    @Test func `values survive the way there and back`() async throws {
        let connection = try await server.open()
        let date = Date(timeIntervalSince1970: 1_709_210_096.789)
        let uuid = UUID()
        let everyByte = (0...255).map { UInt8($0) }
        let row = try await connection.query(
            """
            select \(date)::timestamptz as date, \(uuid)::uuid as uuid, \(everyByte)::bytea as bytes, \(-0.1)::float8 as double,
                   \(Double.infinity)::float8 as infinite, \(Int.min)::bigint as least, \(["a", "b\\\"{},"].asArray)::text[] as words,
                   \("")::text as empty, \([] as [UInt8])::bytea as "no bytes", 1e1000::numeric as big, 'ä€𝄞'::text as wide
            """,
            by: soon(),
        )[0]
        #expect(try row["date"] == date)
        #expect(try row["uuid"] == uuid)
        #expect(try row["bytes"] == Bytes(everyByte))
        #expect(try row["double"] == -0.1)
        #expect(try row["infinite"] == Double.infinity)
        #expect(try row["least"] == Int.min)
        #expect(try row["words"] == ["a", "b\\\"{},"])
        #expect(try row["empty"] == "")
        #expect(try row["no bytes"] == Bytes([]))
        #expect(try (row["big"] as String).count == 1_001)
        #expect(try row["wide"] == "ä€𝄞")
        _ = try await connection.execute("set bytea_output = 'escape'", by: soon())
        #expect(try await connection.query("select \(everyByte)::bytea", by: soon()).value() == Bytes(everyByte))
    }

    @Test func `all columns of a row are read at once`() async throws {
        let connection = try await server.open()
        let rows = try await connection.query(
            "select 1, 'a', null::int union all select 2, 'b', 3 order by 1",
            by: soon()
        )
        let (number, text, nothing) = try rows[0].decoded(as: (Int, String, Int?).self)
        #expect(number == 1 && text == "a" && nothing == nil)
        #expect(rows.map(\.texts) == [["1", "a", nil], ["2", "b", "3"]])
    }

    @Test func `what is not there or not of the type is an error with the column's name`() async throws {
        let connection = try await server.open()
        let row = try await connection.query("select 'x' as text, null::int as nothing", by: soon())[0]
        #expect(throws: PostgreSQLError(.undecodable(column: "text", type: "Int", isNull: false))) {
            try row["text"] as Int
        }
        #expect(throws: PostgreSQLError(.undecodable(column: "nothing", type: "Int", isNull: true))) {
            try row["nothing"] as Int
        }
        #expect(throws: PostgreSQLError(.noColumn("other"))) { try row["other"] as Int }
        #expect(throws: PostgreSQLError(.noColumn("3"))) { try row[2] as Int }
        await #expect(throws: PostgreSQLError.self) {
            try await connection.query("select 1 where false", by: soon()).value(as: Int.self)
        }
    }

    @Test func `names are quoted by rule`() async throws {
        let connection = try await server.open()
        let name = "we\"ird; drop table ä"
        _ = try await connection.execute("create temporary table \"we\"\"ird; drop table ä\" (\"N\" int)", by: soon())
        let rows = try await connection.query(
            "select \(identifier: "N") from \(identifier: "pg_temp", name)",
            by: soon()
        )
        #expect(rows.isEmpty)
        #expect(rows.columns.map(\.name) == ["N"])
        let text = #"it's \ "x" $1"#
        for setting in ["on", "off"] {
            _ = try await connection.execute("set standard_conforming_strings = \(setting)", by: soon())
            #expect(try await connection.query("select \(literal: text)", by: soon()).value() == text)
        }
    }

    @Test func `a failed script tells how far it came, and nothing of it stays`() async throws {
        let connection = try await server.open(database: try await server.newDatabase())
        let error = await failure {
            try await connection.execute(
                "create table a (n int);\ncreate table b (n int);\nselect * form a",
                by: soon()
            )
        }
        #expect(error?.code == .syntaxError)
        let later = await failure {
            try await connection.execute(
                "create table a (n int); insert into a values (1);\nselect c from a; select 1",
                by: soon()
            )
        }
        #expect(later?.completedStatements == 2)
        #expect(later?.serverError?.position?.line == 2)
        #expect(later?.serverError?.position?.column == 8)
        #expect(try await connection.query("select to_regclass('a')::text", by: soon()).value() == String?.none)
    }

    @Test func `facts of an error come as fields`() async throws {
        let connection = try await server.open(database: try await server.newDatabase())
        _ = try await connection.execute(
            "create table t (n int constraint positive check (n > 0), m int primary key)",
            by: soon()
        )
        let check = await failure { try await connection.query("insert into t values (-1, 1)", by: soon()) }?
            .serverError
        #expect(check?.table == "t")
        #expect(check?.schema == "public")
        #expect(check?.constraint == "positive")
        #expect(check?.detail != nil)
        #expect("\(try #require(check))".contains("-1") == false)
        let inner = await failure {
            try await connection.execute("do $$ begin execute 'select nonsense'; end $$", by: soon())
        }?.serverError
        #expect(inner?.internalQuery == "select nonsense")
        #expect(inner?.internalPosition?.column == 8)
        #expect(inner?.context?.isEmpty == false)
    }

    @Test func `a role without the privilege is told 42501`() async throws {
        let database = try await server.newDatabase()
        let role = try await server.newRole("login password 'x'")
        try await server.run("create table secret (n int)", database: database)
        let url = "postgresql://\(role):x@127.0.0.1:\(server.port)/\(database)"
        let connection = try await Connection.open(try Target(url: url), by: soon())
        #expect(
            await failure { try await connection.query("table secret", by: soon()) }?.code == .insufficientPrivilege
        )
        #expect(
            await failure { try await connection.query("create table t ()", by: soon()) }?.code
                == .insufficientPrivilege
        )
    }

    @Test func `NUL and too many parameters are refused before anything is sent`() async throws {
        let connection = try await server.open()
        #expect(
            await failure { try await connection.query("select \(1), \("a\0")", by: soon()) }?.kind
                == .nulInText(parameter: 2)
        )
        #expect(
            await failure { try await connection.execute("select 1; \0", by: soon()) }?.kind
                == .nulInText(parameter: nil)
        )
        let many = SQL(raw: "select 1", parameters: Array(repeating: .null, count: 65_536))
        #expect(await failure { try await connection.query(many, by: soon()) }?.kind == .tooManyParameters(65_536))
        var target = try server.target()
        target.database = "post\0gres"
        #expect(await failure { try await Connection.open(target, by: soon()) }?.kind == .nulInText(parameter: nil))
    }

    @Test func `notices come with the call and at once`() async throws {
        let connection = try await server.open()
        let heard = Heard()
        let outcomes = try await connection.execute(
            "do $$ begin raise notice 'one'; raise warning 'two' using errcode = '01234'; end $$",
            by: soon(),
        ) { heard.append($0.message) }
        #expect(heard.all == ["one", "two"])
        #expect(outcomes.last?.rows.notices.map(\.severity) == [.notice, .warning])
        #expect(outcomes.last?.rows.notices.last?.code.rawValue == "01234")
        let error = await failure {
            try await connection.execute("do $$ begin raise notice 'before'; raise exception 'now'; end $$", by: soon())
        }
        #expect(error?.notices.map(\.message) == ["before"])
        #expect(try await connection.query("select 1", by: soon()).notices.isEmpty)
    }

    @Test func `notifications arrive, also those that came before anyone waited`() async throws {
        let (listener, sender) = (try await server.open(), try await server.open())
        try await listener.listen(to: "Weird \"channel\"", by: soon())
        let waiting = Task { try await listener.nextNotification(by: soon()) }
        try await sender.query("select pg_notify(\("Weird \"channel\""), 'ä')", by: soon())
        let notification = try #require(try await waiting.value)
        #expect(notification.channel == "Weird \"channel\"")
        #expect(notification.payload == "ä")
        #expect(notification.senderPID == (await sender.backendPID))
        try await sender.query("select pg_notify(\("Weird \"channel\""), 'early')", by: soon())
        try await listener.query("select 1", by: soon())
        #expect(try await listener.nextNotification(by: soon())?.payload == "early")
        #expect(try await listener.nextNotification(by: shortly()) == nil)
        let cancelled = Task { await failure { try await listener.nextNotification(by: .after(.seconds(600))) } }
        try await Task.sleep(for: .milliseconds(50))
        cancelled.cancel()
        #expect(await cancelled.value?.kind == .cancelled)
        #expect(try await listener.query("select 1", by: soon()).value() == 1)
    }

    @Test func `rows can be folded one by one, and an error of the fold cancels the statement`() async throws {
        struct Enough: Error {}
        let connection = try await server.open()
        let sum = try await connection.fold("select generate_series(1, 100000) as n", into: 0, by: soon()) { sum, row in
            sum += try row["n"]
        }
        #expect(sum == 5_000_050_000)
        await #expect(throws: Enough.self) {
            try await connection.fold(
                "select n, pg_sleep(0.001) from generate_series(1, 1000000) as n",
                into: 0,
                by: soon()
            ) { count, _ in
                count += 1
                if count == 10 { throw Enough() }
            }
        }
        #expect(try await connection.query("select 1", by: soon()).value() == 1)
        let late = await failure {
            try await connection.fold("select 1 / (3 - n) from generate_series(1, 5) n", into: 0, by: soon()) {
                $0 += $1.columns.count
            }
        }
        #expect(late?.code?.rawValue == "22012")
    }

    @Test func `data is copied in and out`() async throws {
        struct Enough: Error {}
        let connection = try await server.open()
        _ = try await connection.execute("create temporary table t (n int, s text)", by: soon())
        let lines = (0..<20_000).map { Array("\($0)\tline \($0)\n".utf8) }
        #expect(try await connection.copyIn("copy t from stdin", by: soon(), lines) == 20_000)
        let size = Heard()
        try await connection.copyOut("copy (select n from t order by n limit 3) to stdout", by: soon()) { piece in
            size.append(String(decoding: piece, as: UTF8.self))
        }
        #expect(size.all.joined() == "0\n1\n2\n")
        let bad = await failure { try await connection.copyIn("copy t from stdin", by: soon(), [Array("x\ty\n".utf8)]) }
        #expect(bad?.code?.rawValue == "22P02")
        await #expect(throws: Enough.self) {
            try await connection.copyOut("copy t to stdout", by: soon()) { _ in throw Enough() }
        }
        for statement in ["copy t from stdin", "copy t to stdout"] {
            #expect(await failure { try await connection.execute(statement, by: soon()) }?.kind == .copyNotHere)
            #expect(await failure { try await connection.query(SQL(raw: statement), by: soon()) }?.kind == .copyNotHere)
        }
        #expect(await failure { try await connection.copyIn("select 1", by: soon(), []) }?.kind == .copyNotHere)
        #expect(
            await failure { try await connection.copyOut("copy t from stdin", by: soon()) { _ in } }?.kind
                == .copyNotHere
        )
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == 20_000)
    }

    @Test func `large values go both ways`() async throws {
        let connection = try await server.open()
        let big = [UInt8](repeating: 0xAB, count: 3_000_000)
        let rows = try await connection.query("select \(big)::bytea as b, md5(\(big)::bytea)", by: soon())
        #expect(try (rows[0]["b"] as Bytes).array == big)
    }

    @Test func `facts of the session are known`() async throws {
        let connection = try await server.open()
        #expect(await connection.serverVersion / 10_000 == 15)
        #expect(await connection.parameter("in_hot_standby") == "off")
        #expect(await connection.parameter("server_version")?.hasPrefix("15.") == true)
        #expect(await connection.parameter("application_name") == "ihctl")
        #expect(await connection.parameter("client_encoding") == "UTF8")
        #expect(await connection.encryption == nil)
        #expect(connection.address == "127.0.0.1:\(server.port)")
        #expect(try await connection.isBehindPooler(by: soon()) == false)
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func `odd settings of a role are set right at the start`() async throws {
        let role = try await server.newRole("login password 'x'")
        try await server.run(
            "alter role \(role) set datestyle = 'German'; alter role \(role) set standard_conforming_strings = off"
        )
        let url = "postgresql://\(role):x@127.0.0.1:\(server.port)/postgres"
        let connection = try await Connection.open(try Target(url: url), by: soon())
        let row = try await connection.query(#"select 'a\b', '2024-01-02 03:04:05+00'::timestamptz"#, by: soon())[0]
        #expect(try row[0] == #"a\b"#)
        #expect(try row[1] == Date(timeIntervalSince1970: 1_704_164_645))
    }
}

/// What a callback on another thread was told.
private final class Heard: Sendable {
    private let messages = Locked<[String]>([])

    func append(_ message: String) { messages.withLock { $0.append(message) } }
    var all: [String] { messages.withLock { $0 } }
}
