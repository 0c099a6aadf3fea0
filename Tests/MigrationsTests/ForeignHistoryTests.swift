internal import Migrations
internal import TestSupport
internal import Testing

/// Where another tool's table is found, and that one run alone takes it over.
@Suite(.live, .timeLimit(.minutes(5))) struct ForeignHistoryTests {
    private let trial: Trial

    init() async throws {
        trial = try await Trial()
    }

    @Test func `the table is found on the search path, elsewhere, or by its name`() async throws {
        let folder = try Folder(["1_a.sql": "-- migrate:up\nselect 1;\n", "2_b.sql": "-- migrate:up\nselect 1;\n"])
        #expect(try await !trial.isUnadopted(folder))
        try await trial.execute(
            """
            create schema tools; create schema other;
            create table public.schema_migrations (version bigint, dirty boolean);
            insert into public.schema_migrations values (1, false);
            create table tools.schema_migrations (version text primary key);
            insert into tools.schema_migrations values ('1');
            create table tools."Names" (version text primary key);
            """
        )
        // The one in public is golang-migrate's.
        #expect(try await trial.isUnadopted(folder))
        let session = try await trial.session()
        #expect(try await session.foreignHistory(.dbmate)?.table == "tools.schema_migrations")
        #expect(try await session.foreignHistory(.dbmate, named: "tools.\"Names\"")?.table == "tools.\"Names\"")
        try await trial.execute("create table other.schema_migrations (version text primary key)")
        let several = await failure(ForeignHistoryFault.self) { _ = try await session.foreignHistory(.dbmate) }
        #expect(several == .ambiguous(.dbmate, ["other.schema_migrations", "tools.schema_migrations"]))
        let absent = await failure(ForeignHistoryFault.self) {
            _ = try await session.foreignHistory(.dbmate, named: "nowhere.t")
        }
        #expect(absent == .absent(.dbmate, "nowhere.t"))
        let foreign = await failure(ForeignHistoryFault.self) {
            _ = try await session.foreignHistory(.dbmate, named: "schema_migrations")
        }
        #expect(foreign == .foreign(.dbmate, table: "public.schema_migrations"))
        await session.close()
        // A table that tells of other migrations stands in nobody's way.
        try await trial.execute("drop table other.schema_migrations")
        #expect(try await !trial.isUnadopted(try Folder(["3_c.sql": "-- migrate:up\nselect 1;\n"])))
        try await trial.execute("create table other.schema_migrations (version text primary key)")
        try await trial.adopt(folder, table: "other.schema_migrations")
        #expect(try await trial.history().isEmpty)
        try await trial.adopt(folder, table: "tools.schema_migrations")
        #expect(try await trial.history().map(\.version.description) == ["1"])
    }

    @Test func `a table of another name is known by its columns`() async throws {
        let session = try await trial.session()
        #expect(try await session.foreignHistory(.goose) == nil)
        try await trial.execute(
            """
            create table almost (version_id bigint, id int); create table versions (version text, note text);
            create table g (id int, version_id bigint, is_applied boolean, tstamp timestamp);
            create table m (version bigint, dirty boolean); create schema other; create table other.d (version text);
            """
        )
        #expect(try await session.foreignHistory(.goose)?.table == "public.g")
        #expect(try await session.foreignHistory(.golangMigrate)?.table == "public.m")
        #expect(try await session.foreignHistory(.dbmate)?.table == "other.d")
        #expect(try await session.foreignHistory(.flyway) == nil)
        try await trial.execute(
            "create table goose_db_version (version_id bigint, is_applied boolean, tstamp timestamp, id int)"
        )
        #expect(try await session.foreignHistory(.goose)?.table == "public.goose_db_version")
        await session.close()
    }

    @Test func `ten at once adopt once`() async throws {
        let folder = try Folder(
            Dictionary(uniqueKeysWithValues: (1...50).map { ("\($0)_a.sql", "-- migrate:up\nselect 1;\n") })
        )
        try await trial.execute(
            """
            create table schema_migrations (version text primary key);
            insert into schema_migrations select n from generate_series(1, 50) n
            """
        )
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...10 { group.addTask { try await trial.adopt(folder).items.count } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == Array(repeating: 0, count: 9) + [50])
        #expect(try await trial.history().count == 50)
    }
}
