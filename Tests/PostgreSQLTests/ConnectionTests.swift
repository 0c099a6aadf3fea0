internal import Deadlines
internal import FoundationEssentials
internal import PostgreSQL
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(1)))
struct ConnectionTests {
    let server: PostgreSQLServer

    init() throws {
        server = try TestServers.postgreSQL()
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
        let connection = try await server.open(database: try server.freshDatabase())
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
