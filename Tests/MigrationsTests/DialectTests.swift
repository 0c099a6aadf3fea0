internal import Migrations
internal import TestSupport
internal import Testing

/// A folder of files; read anew whenever it is asked for.
struct Folder {
    let scratch = Scratch("dialect")

    init(_ files: [String: String] = [:]) throws {
        for (name, text) in files { try write(name, text) }
    }

    func write(_ name: String, _ text: String) throws {
        _ = try scratch.write(text, to: name)
    }

    func read() throws -> MigrationFolder { try MigrationFolder.read(scratch.path, shown: "m") }

    func files() throws -> [MigrationFile] { try read().files }

    func migration(_ version: String) throws -> Migration {
        try #require(try files().first { $0.version.description == version }).read()
    }

    /// The faults that keep it from being read.
    func faults() throws -> [String] {
        try #require(throws: SourceFaults.self) { _ = try read() }.faults.map(\.description)
    }
}

@Suite struct DialectTests {
    // MARK: Whose it is

    @Test(arguments: [
        ("1_a.sql", "-- ihctl:up\n", Dialect.ihctl), ("1_a.sql", "-- made by hand\n-- migrate:up\n", .dbmate),
        ("1_a.sql", "-- ihctl:allow drop-table it is empty\n--migrate:up\n", .dbmate),
        ("00001_a.sql", "\u{FEFF}-- +goose Up\n", .goose), ("000001_a.up.sql", "create table a ();", .golangMigrate),
        ("000001_a.up.sql", "-- ihctl:up\n", .ihctl), ("V1__a.sql", "create table a ();", .flyway),
        ("V1_2__a.sql", "-- +goose Up\n", .flyway), ("R__views.sql", "", .flyway),
        ("1_a.sql", "create table a ();", .ihctl),
    ])
    func `a folder tells whose it is`(_ name: String, _ text: String, _ expected: Dialect) throws {
        #expect(try Folder([name: text]).read().dialect == expected)
    }

    @Test func `two tools in one folder are named both`() throws {
        let folder = try Folder([
            "1_a.sql": "-- +goose Up\n", "2_b.sql": "-- migrate:up\n", "3_c.sql": "-- +goose Up\n", "V4__d.sql": "",
        ])
        #expect(
            try folder.faults() == [
                "m/2_b.sql: is a migration of dbmate, and m/1_a.sql is one of goose",
                "m/V4__d.sql: is a migration of Flyway, and m/1_a.sql is one of goose",
            ]
        )
    }

    @Test func `a file without a mark is one of the others`() throws {
        let folder = try Folder(["1_a.sql": "-- +goose Up\n", "2_b.sql": "select 1;"])
        let fault = try #require(throws: SourceFault.self) { _ = try folder.migration("2") }
        #expect(fault.description == "m/2_b.sql:1:1: the file has no section")
        #expect(fault.hint?.contains("-- +goose Up") == true)
    }

    // MARK: dbmate

    @Test func `dbmate's sections and options are read`() throws {
        let folder = try Folder([
            "20240101-a.sql": """
            -- what this is for
            --   migrate:up   transaction:false unknown:word\r
            create index concurrently i on a (b);
              -- migrate:down
            select 1; -- migrate:down
            -- migrate:down and more words
            -- migrate:up
            -- migrate:down
            drop index i;
            """,
            "20240102.sql": "-- migrate:up\ncreate table a ();\n-- migrate:down\n", "readme_1.sql": "nothing",
        ])
        let migration = try folder.migration("20240101")
        #expect(migration.up.statements.map { migration.up.sql(of: $0) }.last == "select 1")
        #expect(!migration.up.options.isTransactional)
        #expect(migration.up.obstacle == nil)
        #expect(migration.down?.statements.count == 1)
        #expect(migration.down?.options.isTransactional == true)
        #expect(try folder.files().map(\.title) == ["20240101_-a", "20240102"])
        #expect(try folder.migration("20240102").down?.statements.isEmpty == true)
        #expect(
            try folder.read().leftOut.map(\.description) == [
                "m/readme_1.sql: is no migration: dbmate takes files whose names begin with digits alone"
            ]
        )
    }

    // MARK: goose

    @Test func `goose's annotations are read`() throws {
        let folder = try Folder([
            "00001_a.sql": """
            -- +goose NO TRANSACTION
            -- +goose up
            -- +goose StatementBegin
            create function f() returns int language plpgsql as $$ begin -- +goose Down
                return 1; end $$;
            -- +goose StatementEnd
            vacuum;
            -- +goose ENVSUB OFF
            -- +goose Down
            drop function f();
            """
        ])
        let migration = try folder.migration("00001")
        #expect(migration.up.statements.count == 2)
        #expect(!migration.up.options.isTransactional)
        #expect(migration.down?.options.isTransactional == false)
        #expect(migration.up.obstacle == nil)
    }

    @Test(arguments: [
        ("-- +goose Up\n-- +goose Upp\n", "m/1_a.sql:2:1: goose has no annotation upp"),
        ("  -- +goose Up\n", "m/1_a.sql:1:3: an annotation of goose stands at the beginning of its line"),
        ("-- +goose Up\n-- +goose Up\n", "m/1_a.sql:2:1: a second -- +goose Up"),
        ("select 1;\n-- +goose Up\n", "m/1_a.sql:1:1: this stands before -- +goose Up and would never run"),
        ("-- +goose Down\n-- +goose Up\n", "m/1_a.sql:2:1: -- +goose Up stands below -- +goose Down"),
    ])
    func `what goose refuses is refused`(_ text: String, _ expected: String) throws {
        let folder = try Folder(["1_a.sql": text])
        #expect(try #require(throws: SourceFault.self) { _ = try folder.migration("1") }.description == expected)
    }

    @Test func `what goose alone can run is no fault until it is to be run`() throws {
        let folder = try Folder([
            "1_a.sql": "-- +goose Up\nselect 1;\n-- +goose ENVSUB ON\ncreate role ${WHO};\n", "2_b.go": "package m",
            "2_b_test.go": "package m", "helpers.go": "package m", "3_c.sql": "-- +goose Up\nselect 1;\n",
        ])
        #expect(try folder.files().map(\.title) == ["1_a", "2_b", "3_c"])
        #expect(
            try obstacles(folder.files()) == [
                "m/1_a.sql:3:1: goose puts variables of its environment into what follows, ihctl does not",
                "m/2_b.go:1:1: a migration in Go, which goose alone can run",
            ]
        )
        #expect(try obstacles(folder.files(), applied: ["1", "2"]) == [])
    }

    // MARK: golang-migrate

    @Test func `pairs of files are one migration`() throws {
        let folder = try Folder([
            "000001_a.up.sql": "create table a ();", "000001_a.down.sql": "drop table a;\ndrop table tabl e;",
            "000002_b.up.sql": "", "notes.sql": "",
        ])
        let migration = try folder.migration("000001")
        #expect(migration.title == "000001_a")
        #expect(migration.up.path == "m/000001_a.up.sql")
        #expect(migration.down?.path == "m/000001_a.down.sql")
        #expect(migration.down?.statements.count == 2)
        #expect(try folder.migration("000002").down == nil)
        let before = migration.file.checksum
        try folder.write("000001_a.down.sql", "drop table a;")
        #expect(try folder.migration("000001").file.checksum != before)
        try folder.write("000003_c.down.sql", "")
        #expect(try folder.faults() == ["m/000003_c.down.sql: has no .up.sql beside it"])
    }

    @Test(arguments: [
        ("create table a ();\ncreate table b ();", 2, true), ("create index concurrently i on a (b);", 1, false),
        ("create table a ();\nvacuum a;", 2, false),
        ("-- why\nBEGIN;\ncreate table a ();\ninsert into a default values;\nCOMMIT;\n", 2, true),
        ("start transaction; create table a (); end work", 1, true), ("begin; commit;", 0, true),
    ])
    func `a whole file runs as golang-migrate would have run it`(
        _ text: String,
        _ count: Int,
        _ isTransactional: Bool
    ) throws {
        let up = try Folder(["1_a.up.sql": text]).migration("1").up
        #expect(up.obstacle == nil)
        #expect(up.statements.count == count)
        #expect(up.options.isTransactional == isTransactional)
    }

    @Test(arguments: [
        ("create table a ();\nbegin; select 1; commit;", "m/1_a.up.sql:2:1: begin has no place in a migration"),
        ("begin; select 1; commit; begin; select 2; commit;", "m/1_a.up.sql:1:1: begin has no place in a migration"),
        (
            "begin isolation level serializable; select 1; commit;",
            "m/1_a.up.sql:1:1: begin has no place in a migration"
        ),
        ("begin;\nvacuum;\ncommit;", "m/1_a.up.sql:2:1: vacuum cannot run inside a transaction"),
        ("select 'a", "m/1_a.up.sql:1:8: the string that begins here is never closed"),
        (
            "create index concurrently on a (b);",
            "m/1_a.up.sql:1:1: an index that is built concurrently needs a name"
        ),
    ])
    func `what cannot be run whole is told with its place`(_ text: String, _ expected: String) throws {
        let folder = try Folder(["1_a.up.sql": text])
        #expect(try obstacles(folder.files()) == [expected])
    }

    // MARK: Flyway

    @Test func `Flyway's names are versions, ways back and repeatable migrations`() throws {
        let folder = try Folder([
            "V1__Create_a.sql": "create table a ();", "V1_10__b.sql": "select 1;", "V1.2__c.sql": "select 1;",
            "U1.2__c.sql": "drop table c;", "R__Views.sql": "create or replace view v as select 1;",
            "R__All_rights.sql": "select 1;", "V2__d.java": "class V2__d {}", "U9__gone.sql": "",
            "afterMigrate__grants.sql": "grant all on a to b;", "notes.sql": "",
        ])
        let files = try folder.files()
        #expect(files.map(\.title) == ["1_Create_a", "1.2_c", "1.10_b", "2_d", "R__All_rights", "R__Views"])
        #expect(files.map { $0.wayBack?.path } == [nil, "m/U1.2__c.sql", nil, nil, nil, nil])
        #expect(
            try folder.read().leftOut.map(\.description) == [
                "m/U9__gone.sql: is no migration: it undoes a migration that is not here",
                "m/afterMigrate__grants.sql: is no migration: Flyway runs it at certain moments, ihctl never",
                "m/notes.sql: is no migration: Flyway does not run it either",
            ]
        )
        #expect(try obstacles(files) == ["m/V2__d.java:1:1: a migration in Java, which Flyway alone can run"])
        try folder.write("B2__all.sql", "")
        #expect(
            try folder.faults() == [
                "m/B2__all.sql: a baseline migration, which stands for all before it in a new database"
            ]
        )
    }

    @Test func `Flyway's settings and placeholders are minded`() throws {
        let folder = try Folder([
            "V1__a.sql": "select 1;", "V1__a.sql.conf": "# why\nexecuteInTransaction = false\n",
            "V2__b.sql": "select 1;\n-- for ${who}\n", "V3__c.sql": "select '${who}';",
            "V3__c.sql.conf": "placeholderReplacement=false\n", "V4__d.sql": "select 1;",
            "V4__d.sql.conf": "shouldExecute=${env}==test\n",
        ])
        #expect(try !folder.migration("1").up.options.isTransactional)
        #expect(
            try obstacles(folder.files()) == [
                "m/V2__b.sql:2:8: Flyway puts a value in the place of ${who}, ihctl does not",
                "m/V4__d.sql.conf:1:1: Flyway decides by a condition whether this runs",
            ]
        )
    }

    @Test func `Flyway's migrations may lie in folders below`() throws {
        let folder = try Folder([
            "common/V1__a.sql": "select 1;", "common/more/R__v.sql": "select 1;", "V2__b.sql": "select 1;",
            "common/V1__a.sql.conf": "executeInTransaction=false", "common/1_other.sql": "-- +goose Up\n",
        ])
        #expect(try folder.files().map(\.path) == ["m/common/V1__a.sql", "m/V2__b.sql", "m/common/more/R__v.sql"])
        #expect(try !folder.migration("1").up.options.isTransactional)
        // No other tool does that.
        let other = try Folder(["1_a.sql": "-- +goose Up\n", "below/2_b.sql": "-- +goose Up\n", "below/V3__c.sql": ""])
        #expect(try other.files().map(\.title) == ["1_a"])
    }

    // MARK: Repeatable

    @Test func `repeatable migrations come last and are known by their names`() throws {
        let versions = ["R__b", "2", "R__a", "1.5"].compactMap { Version($0) }
        #expect(versions.sorted().map(\.description) == ["1.5", "2", "R__a", "R__b"])
        #expect(Version("R__a") == Version("R__a") && Version("R__a") != Version("R__b") && Version("R__") == nil)
        #expect(Version("R__a")?.title("a") == "R__a" && Version("2")?.title("a") == "2_a")
    }

    // MARK: New ones

    @Test(
        arguments: [
            (Dialect.goose, "00009", "00010"), (.goose, "20240101120000", nil), (.ihctl, "9", nil),
            (.golangMigrate, "000001", "000002"), (.flyway, "1.09", "1.10"), (.flyway, nil, nil),
        ] as [(Dialect, String?, String?)]
    )
    func `a folder that counts goes on counting`(_ dialect: Dialect, _ newest: String?, _ expected: String?) {
        #expect(dialect.number(after: newest.flatMap { Version($0) }) == expected)
    }

    @Test(arguments: Dialect.allCases)
    func `a new migration is one of the folder's own`(_ dialect: Dialect) throws {
        let folder = try Folder()
        for file in dialect.newFiles(version: "7", name: "orders") { try folder.write(file.name, file.text) }
        let read = try folder.read()
        #expect(read.dialect == dialect)
        #expect(read.files.map(\.title) == ["7_orders"])
        #expect(try folder.migration("7").up.statements.isEmpty)
    }

    /// What keeps `up` from running, nothing or some being applied.
    private func obstacles(_ files: [MigrationFile], applied: [String] = []) throws -> [String] {
        let history = files.filter { applied.contains($0.version.description) }.map { done($0) }
        let standing = Standing(files: files, history: history)
        do {
            _ = try standing.up(.all, allowingOutOfOrder: false) { try $0.read() }
            return []
        } catch let faults as SourceFaults {
            return faults.faults.map(\.description)
        }
    }
}
