internal import DatabaseSchema
internal import PostgreSQL
internal import TestSupport
internal import Testing

/// One statement, and what is different after it.
struct Change: Sendable, CustomTestStringConvertible {
    let statement: String
    let differences: [String]

    init(_ statement: String, _ differences: String...) {
        (self.statement, self.differences) = (statement, differences)
    }

    var testDescription: String { statement }
}

@Suite(.live, .timeLimit(.minutes(5)))
struct DifferenceTests {
    let server: PostgreSQLServer

    init() async throws {
        server = try await sharedServer()
    }

    /// Makes each change in a transaction that is taken back.
    @Test func `every change is told, once and exactly`() async throws {
        let all = Set(Schema.Part.allCases)
        let connection = try await server.open(server.database(with: ChangeSchema.script))
        let before = try await Schema.read(from: connection, including: all, by: soon())
        #expect(before.differences(from: before).isEmpty)
        for change in ChangeSchema.changes {
            var after = before
            do {
                try await connection.transaction(by: soon()) { transaction in
                    try await transaction.execute(change.statement, by: soon())
                    after = try await Schema.read(in: transaction, including: all, by: soon())
                    throw TakenBack()
                }
            } catch is TakenBack {
                let told = after.differences(from: before).map(\.description)
                #expect(told == change.differences, "\(change.statement)")
                // The other way round what was extra is missing.
                #expect(before.differences(from: after).count == told.count, "\(change.statement)")
                #expect((after.text == before.text) == told.isEmpty, "\(change.statement)")
                #expect((after == before) == told.isEmpty, "\(change.statement)")
            }
        }
    }

    private struct TakenBack: Error {}

    @Test func `names that only look the same are different ones`() async throws {
        let composed = try await server.database(with: "create table \"caf\u{E9}\" (n int)")
        let decomposed = try await server.database(with: "create table \"cafe\u{301}\" (n int)")
        let both = try await server.database(
            with: "create table \"caf\u{E9}\" (n int); create table \"cafe\u{301}\" (n int)"
        )
        let one = try await server.schema(of: composed)
        let differences = try await server.schema(of: decomposed).differences(from: one)
        #expect(differences.map(\.kind) == [.extra, .missing])
        let all = try await server.schema(of: both)
        #expect(all.entries.count { $0.object.kind == .table } == 2)
        #expect(all.differences(from: one).map(\.kind) == [.extra])
        let commented = try await server.database(
            with: "create table \"caf\u{E9}\" (n int); comment on table \"caf\u{E9}\" is 'e\u{301}'"
        )
        let recommented = try await server.database(
            with: "create table \"caf\u{E9}\" (n int); comment on table \"caf\u{E9}\" is '\u{E9}'"
        )
        let (first, second) = (try await server.schema(of: commented), try await server.schema(of: recommented))
        #expect(first.differences(from: second).map(\.field) == ["comment"])
    }

    @Test func `the order of columns counts where asked for`() async throws {
        let one = try await server.schema(of: server.database(with: "create table t (a int, b text)"))
        let other = try await server.schema(of: server.database(with: "create table t (b text, a int)"))
        #expect(one.differences(from: other).isEmpty)
        let differences = one.differences(from: other, withColumnOrder: true)
        #expect(differences.map(\.object.name) == ["public.t.a", "public.t.b"])
        #expect(differences.map(\.field) == ["position", "position"])
        // A gap that a dropped column left is none.
        let gap = try await server.database(with: "create table t (x int, a int, y int, b text)")
        try await server.run("alter table t drop x, drop y", in: gap)
        let gapped = try await server.schema(of: gap)
        #expect(gapped.differences(from: one, withColumnOrder: true).isEmpty)
        #expect(gapped == one)
        #expect(gapped.text == one.text)
    }

    @Test func `the order in which things were made does not show`() async throws {
        let parts = [
            "create table b (id int primary key, n text); create index b_n on b (n);",
            "create type a as enum ('x');", "create table c (id int primary key);",
            "create function z() returns int language sql as 'select 1';",
            "create function d() returns int language sql as 'select 2';",
        ]
        let one = try await server.schema(of: server.database(with: parts.joined()))
        let other = try await server.schema(of: server.database(with: parts.reversed().joined()))
        #expect(one == other)
        #expect(one.text == other.text)
    }

    @Test func `an empty database is empty, and ihctl's own schema is not seen`() async throws {
        let empty = try await server.schema(of: server.database(), including: Set(Schema.Part.allCases))
        #expect(empty.entries.map(\.object.description) == ["schema public"])
        let database = try await server.database(
            with: "create schema ihctl; create table ihctl.migrations (n int); comment on schema ihctl is 'ours'"
        )
        #expect(try await server.schema(of: database) == server.schema(of: server.database()))
        let connection = try await server.open(database)
        let seen = try await Schema.read(from: connection, leavingOut: ["public"], by: soon())
        #expect(seen[.table, "ihctl.migrations"] != nil)
        #expect(seen[.schema, "public"] == nil)
    }
}
