internal import FoundationEssentials
internal import Migrations
internal import PostgreSQL
internal import TestSupport
internal import Testing

/// A line of the history as a run leaves it.
func done(_ file: MigrationFile) -> HistoryEntry {
    HistoryEntry(
        version: file.version,
        name: file.name,
        checksum: file.checksum,
        statements: 1,
        statementsDone: 1,
        appliedAt: Date(),
        duration: .zero,
        appliedBy: "x",
        ihctlVersion: "0"
    )
}

/// Each tool's table as the tool makes and fills it; the schema of the first two migrations is there already.
@Suite(.live, .timeLimit(.minutes(2))) struct AdoptTests {
    private let trial: Trial

    init() async throws {
        trial = try await Trial()
    }

    private func execute(_ sql: String) async throws {
        let connection = try await trial.open()
        try await connection.execute(sql, by: soon())
        await connection.close()
    }

    /// Reads the other table, adopts where nothing stands against it, and tells what did.
    @discardableResult
    private func adopt(
        _ folder: Folder,
        table: String? = nil,
        _ leniency: Adoption.Leniency = .init()
    ) async throws -> Adoption {
        let read = try folder.read()
        let session = try await trial.session()
        do {
            try await session.lock()
            let foreign = try #require(try await session.foreignHistory(read.dialect, named: table))
            let own = try await session.history()
            let adoption = Adoption(files: read.files, foreign: foreign, own: own, leniency)
            if !adoption.isRefused { try await session.adopt(adoption, from: foreign.table) }
            await session.close()
            return adoption
        } catch {
            await session.close()
            throw error
        }
    }

    private func states(_ folder: Folder) async throws -> [String] {
        Standing(files: try folder.files(), history: try await trial.history()).entries.map {
            "\($0.title) \($0.state.word)"
        }
    }

    /// Adopted, the rest applied, taken back and applied again, and an edit found: the same for every tool.
    private func walk(_ folder: Folder, new: String, edited: (name: String, text: String)) async throws {
        let before = try folder.files().map(\.version.description)
        #expect(try await isUnadopted(folder))
        let adoption = try await adopt(folder)
        #expect(adoption.problems.isEmpty)
        #expect(adoption.items.map(\.file.version.description) == Array(before.prefix(2)))
        #expect(try await adopt(folder).items.isEmpty)
        #expect(try await !isUnadopted(folder))
        #expect(try await trial.history().map(\.kind) == [.adopted, .adopted])
        #expect(try await states(folder).map { $0.split(separator: " ").last } == ["applied", "applied", "pending"])
        #expect(try await trial.up(try folder.files()) == [new])
        #expect(try await trial.up(try folder.files()) == [])
        #expect(try await trial.down(try folder.files(), .all).count == 3)
        #expect(try await trial.ask("select to_regclass('a') is null and to_regclass('b') is null") == true)
        // What ihctl took back is for ihctl to apply again, whatever the other table says still.
        #expect(try await !isUnadopted(folder))
        #expect(try await trial.up(try folder.files()).count == 3)
        try folder.write(edited.name, edited.text)
        #expect(try await states(folder).filter { $0.hasSuffix("edited") }.count == 1)
        let refused = await failure(PlanRefusal.self) { try await trial.up(try folder.files()) }
        #expect(refused != nil)
    }

    private func isUnadopted(_ folder: Folder) async throws -> Bool {
        let session = try await trial.session()
        let foreign = try await session.unadopted(try folder.files())
        await session.close()
        return foreign != nil
    }

    private let tables = "create table a (id int); create table b (id int);"

    @Test func `dbmate`() async throws {
        let folder = try Folder([
            "20240101000000_a.sql": "-- migrate:up\ncreate table a (id int);\n\n-- migrate:down\ndrop table a;\n",
            "20240102000000_b.sql": "-- migrate:up\ncreate table b (id int);\n\n-- migrate:down\ndrop table b;\n",
            "20240103000000_c.sql":
                "-- migrate:up transaction:false\ncreate index concurrently a_id on a (id);\n-- migrate:down\ndrop index a_id;\n",
        ])
        try await execute(
            """
            \(tables) create table schema_migrations (version varchar(128) primary key);
            insert into schema_migrations values ('20240101000000'), ('20240102000000')
            """
        )
        try await walk(
            folder,
            new: "20240103000000_c",
            edited: (
                "20240101000000_a.sql", "-- migrate:up\ncreate table a (id bigint);\n-- migrate:down\ndrop table a;\n"
            )
        )
        #expect(try await trial.ask("select count(*) from schema_migrations") == 2)
    }

    @Test func `goose, whose table may hold both ways`() async throws {
        let folder = try Folder([
            "00001_a.sql": "-- +goose Up\ncreate table a (id int);\n-- +goose Down\ndrop table a;\n",
            "00002_b.sql": "-- +goose Up\ncreate table b (id int);\n-- +goose Down\ndrop table b;\n",
            "00003_c.sql": "-- +goose Up\ncreate table c (id int);\n-- +goose Down\ndrop table c;\n",
        ])
        try await execute(
            """
            \(tables)
            create table goose_db_version (
                id integer primary key generated by default as identity, version_id bigint not null,
                is_applied boolean not null, tstamp timestamp not null default now()
            );
            insert into goose_db_version (version_id, is_applied, tstamp) values (0, true, '2024-01-01'),
                (1, true, '2024-01-02 03:04:05'), (3, true, '2024-01-03'), (2, true, '2024-01-04'), (3, false, '2024-01-05'),
                (2, false, '2024-01-06'), (2, true, '2024-01-07')
            """
        )
        try await walk(
            folder,
            new: "00003_c",
            edited: ("00002_b.sql", "-- +goose Up\ncreate table b ();\n-- +goose Down\ndrop table b;\n")
        )
        #expect(try await trial.ask("select count(*) from goose_db_version") == 7)
    }

    @Test func `the time of old is kept where it is known`() async throws {
        let folder = try Folder(["1_a.sql": "-- +goose Up\nselect 1;\n"])
        try await execute(
            """
            create table goose_db_version (id serial, version_id bigint, is_applied boolean, tstamp timestamp);
            insert into goose_db_version (version_id, is_applied, tstamp) values (1, true, '2024-01-02 03:04:05')
            """
        )
        try await adopt(folder)
        #expect(
            try await trial.ask("select applied_at = '2024-01-02 03:04:05'::timestamptz from ihctl.migrations") == true
        )
    }

    @Test func `golang-migrate, which knows the newest alone`() async throws {
        let folder = try Folder([
            "000001_a.up.sql": "BEGIN;\ncreate table a (id int);\nCOMMIT;\n", "000001_a.down.sql": "drop table a;\n",
            "000002_b.up.sql": "create table b (id int);\n", "000002_b.down.sql": "drop table b;\n",
            "000003_c.up.sql": "create index concurrently a_id on a (id);", "000003_c.down.sql": "drop index a_id;",
        ])
        try await execute(
            """
            \(tables) create table schema_migrations (version bigint not null primary key, dirty boolean not null);
            insert into schema_migrations values (2, false)
            """
        )
        try await walk(folder, new: "000003_c", edited: ("000001_a.down.sql", "drop table a cascade;\n"))
    }

    @Test func `a fault in a file of the way back is placed there`() async throws {
        let folder = try Folder(["1_a.up.sql": "create table a (id int);", "1_a.down.sql": "\n  drop tabel a;"])
        try await trial.up(try folder.files())
        let found = try #require(
            await failure(MigrationFailure.self) { try await trial.down(try folder.files(), .all) }
        )
        #expect("\(found.path):\(found.line):\(found.column)" == "m/1_a.down.sql:2:8")
        #expect(try await trial.progress() == ["1 1/1"])
    }

    @Test func `a dirty table has to be settled first`() async throws {
        let folder = try Folder(["1_a.up.sql": "select 1;", "2_b.up.sql": "select 1;"])
        try await execute(
            "create table schema_migrations (version bigint, dirty boolean); insert into schema_migrations values (2, true)"
        )
        let adoption = try await adopt(folder)
        guard case .fault(.dirty(let version))? = adoption.problems.first else {
            Issue.record("\(adoption.problems)")
            return
        }
        #expect(version == Version("2"))
        #expect(try await trial.history().isEmpty)
        #expect(try await isUnadopted(folder))
    }

    private let flywayTable = """
        create table flyway_schema_history (
            installed_rank int not null primary key, version varchar(50), description varchar(200) not null,
            type varchar(20) not null, script varchar(1000) not null, checksum integer, installed_by varchar(100) not null,
            installed_on timestamp not null default now(), execution_time integer not null, success boolean not null
        );
        """

    private func flywayLine(
        _ rank: Int,
        _ version: String?,
        _ script: String,
        type: String = "SQL",
        checksum: Int32? = nil,
        success: Bool = true
    ) -> String {
        """
        insert into flyway_schema_history values (\(rank), \(version.map { "'\($0)'" } ?? "null"), 'd', '\(type)', '\(script)',
            \(checksum.map { "\($0)" } ?? "null"), 'flo', '2024-01-02', 12, \(success));
        """
    }

    @Test func `Flyway, with its checksums`() async throws {
        // CRC-32 of 123456789 is known everywhere; line ends and the byte order mark do not count.
        let folder = try Folder([
            "V1__a.sql": "\u{FEFF}--123456789\r\n", "V2__b.sql": "create table b (id int);",
            "V3__c.sql": "create table c (id int);", "U1__a.sql": "drop table a;", "U2__b.sql": "drop table b;",
            "U3__c.sql": "drop table c;",
        ])
        try folder.write("V1__a.sql", "create table\r\na (id int);\n")
        let sum = try await crc("create tablea (id int);")
        try await execute(
            """
            \(tables) \(flywayTable)
            \(flywayLine(0, nil, "\"s\"", type: "SCHEMA"))
            \(flywayLine(1, "1", "V1__a.sql", checksum: sum))
            \(flywayLine(2, "2", "V2__b.sql", checksum: try await crc("create table b (id int);")))
            \(flywayLine(3, "3", "V3__c.sql", checksum: 5))
            \(flywayLine(4, "3", "U3__c.sql", type: "UNDO_SQL"))
            """
        )
        try await walk(folder, new: "3_c", edited: ("V2__b.sql", "create table b (id bigint);"))
    }

    /// As the server's peer computes it, to be sure of ours: bit by bit.
    private func crc(_ text: String) async throws -> Int32 {
        var value = UInt32.max
        for byte in text.utf8 {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return Int32(bitPattern: ~value)
    }

    @Test func `the reference checksum is the known one`() async throws {
        #expect(try await crc("123456789") == Int32(bitPattern: 0xCBF4_3926))
    }

    @Test func `what Flyway tells against a file is found`() async throws {
        let folder = try Folder([
            "V1__a.sql": "select 1;", "V2__b.sql": "select 2;", "V3__late.sql": "select 3;", "V6__new.sql": "select 6;",
        ])
        try await execute(
            """
            \(flywayTable)
            \(flywayLine(1, "1", "<< Flyway Baseline >>", type: "BASELINE"))
            \(flywayLine(2, "2", "V2__b.sql", checksum: 99))
            \(flywayLine(3, "4", "db.V4__code", type: "JDBC"))
            \(flywayLine(4, "5", "V5__gone.sql", checksum: 1))
            """
        )
        let found = try await adopt(folder)
        #expect(found.isRefused)
        #expect(found.problems.map(words) == ["edited 2_b", "out of order 3_late", "program 4", "missing 5"])
        #expect(try await trial.history().isEmpty)
        let lenient = try await adopt(folder, Adoption.Leniency(leavesMissing: true, acceptsEdits: true))
        #expect(lenient.problems.map(words) == ["out of order 3_late", "program 4"])
        #expect(try await trial.history().map(\.kind) == [.baseline, .adopted])
        #expect(try await trial.history().map(\.appliedBy) == ["tester@here", "flo"])
        #expect(
            try await states(folder) == ["1_a applied", "2_b applied", "3_late pending", "6_new pending"]
        )
    }

    private func words(_ problem: Adoption.Problem) -> String {
        switch problem {
        case .fault(let fault): "\(fault)"
        case .noFile(let line, let isNewer): "\(isNewer ? "unknown" : "missing") \(line.version)"
        case .program(let line): "program \(line.version)"
        case .edited(let file, _): "edited \(file.title)"
        case .outOfOrder(let file): "out of order \(file.title)"
        }
    }

    @Test func `what failed in Flyway has to be settled first`() async throws {
        let folder = try Folder(["V1__a.sql": "select 1;"])
        try await execute("\(flywayTable) \(flywayLine(1, "1", "V1__a.sql", success: false))")
        let adoption = try await adopt(folder)
        #expect(adoption.problems.map(words) == ["failed(1, name: \"d\")"])
        #expect(adoption.items.isEmpty && adoption.isRefused)
    }

    @Test func `a repeatable migration runs when its text changes, and last`() async throws {
        let view = "create or replace view v as select 1 as n;"
        let folder = try Folder([
            "R__v.sql": view, "R__w.sql": "create or replace view w as select n from v;",
            "V1__a.sql": "create table a ();",
        ])
        try await execute(
            """
            create view v as select 1 as n; \(flywayTable)
            \(flywayLine(1, nil, "R__v.sql", checksum: 1)) \(flywayLine(2, nil, "R__v.sql", checksum: try await crc(view)))
            \(flywayLine(3, nil, "R__w.sql", checksum: 1))
            """
        )
        #expect(try await adopt(folder).items.map(\.file.title) == ["R__v"])
        #expect(try await trial.up(try folder.files()) == ["1_a", "R__w"])
        try folder.write("R__v.sql", "create or replace view v as select 1 as n, 2 as m;")
        try folder.write("V2__b.sql", "create table b ();")
        #expect(try await states(folder) == ["1_a applied", "2_b pending", "R__v pending", "R__w applied"])
        #expect(try await trial.up(try folder.files()) == ["2_b", "R__v"])
        #expect(try await trial.up(try folder.files()) == [])
        #expect(try await trial.ask("select m from v") == 2)
        // One that fails keeps its old line; one without a transaction is begun anew.
        try folder.write("R__v.sql", "create or replace view v as select 'a' as n;")
        try folder.write("R__w.sql", "create or replace view w as select n, m from v;")
        let failed = await failure(MigrationFailure.self) { try await trial.up(try folder.files()) }
        #expect(failed?.step.migration.title == "R__v" && failed?.ended.isEmpty == true)
        #expect(try await states(folder) == ["1_a applied", "2_b applied", "R__v pending", "R__w pending"])
        try folder.write("R__v.sql", "create or replace view v as select 1 as n, 2 as m, 3 as o;\nvacuum a;")
        #expect(try await trial.up(try folder.files()) == ["R__v", "R__w"])
        #expect(try await trial.progress() == ["1 1/1", "2 1/1", "R__v 2/2", "R__w 1/1"])
        #expect(try await trial.ask("select m from w") == 2)
        let refused = await failure(PlanRefusal.self) { try await trial.down(try folder.files(), .steps(1)) }
        guard case .noWayBack(let file)? = refused else {
            Issue.record("\(refused as Any)")
            return
        }
        #expect(file.title == "2_b")
        #expect(file.dialect.missingWayBack(of: file) == "has no U2__b.sql beside it")
    }

    // MARK: Tables

    @Test func `the table is found on the search path, elsewhere, or by its name`() async throws {
        let folder = try Folder(["1_a.sql": "-- migrate:up\nselect 1;\n", "2_b.sql": "-- migrate:up\nselect 1;\n"])
        #expect(try await !isUnadopted(folder))
        try await execute(
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
        #expect(try await isUnadopted(folder))
        let session = try await trial.session()
        #expect(try await session.foreignHistory(.dbmate)?.table == "tools.schema_migrations")
        #expect(try await session.foreignHistory(.dbmate, named: "tools.\"Names\"")?.table == "tools.\"Names\"")
        try await execute("create table other.schema_migrations (version text primary key)")
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
        try await execute("drop table other.schema_migrations")
        #expect(try await !isUnadopted(try Folder(["3_c.sql": "-- migrate:up\nselect 1;\n"])))
        try await execute("create table other.schema_migrations (version text primary key)")
        try await adopt(folder, table: "other.schema_migrations")
        #expect(try await trial.history().isEmpty)
        try await adopt(folder, table: "tools.schema_migrations")
        #expect(try await trial.history().map(\.version.description) == ["1"])
    }

    @Test func `a table of another name is known by its columns`() async throws {
        let session = try await trial.session()
        #expect(try await session.foreignHistory(.goose) == nil)
        try await execute(
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
        try await execute(
            "create table goose_db_version (version_id bigint, is_applied boolean, tstamp timestamp, id int)"
        )
        #expect(try await session.foreignHistory(.goose)?.table == "public.goose_db_version")
        await session.close()
    }

    @Test func `ten at once adopt once`() async throws {
        let folder = try Folder(
            Dictionary(uniqueKeysWithValues: (1...50).map { ("\($0)_a.sql", "-- migrate:up\nselect 1;\n") })
        )
        try await execute(
            """
            create table schema_migrations (version text primary key);
            insert into schema_migrations select n from generate_series(1, 50) n
            """
        )
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...10 { group.addTask { try await adopt(folder).items.count } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == Array(repeating: 0, count: 9) + [50])
        #expect(try await trial.history().count == 50)
    }
}
