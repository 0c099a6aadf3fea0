internal import FoundationEssentials
internal import Migrations
internal import Testing

@Suite struct StandingTests {
    private func applied(_ file: MigrationFile, checksum: String? = nil) -> HistoryEntry {
        HistoryEntry(
            version: file.version,
            name: file.name,
            checksum: checksum ?? file.checksum,
            kind: .applied,
            direction: .up,
            statements: 1,
            statementsDone: 1,
            isStatementBegun: false,
            doneChecksum: nil,
            appliedAt: Date(),
            duration: .zero,
            appliedBy: "x",
            ihctlVersion: "0"
        )
    }

    @Test func `edited, missing, out of order and unknown are told apart`() throws {
        let (one, two, three, four, five) = (table(1, "a"), table(2, "b"), table(3, "c"), table(4, "d"), table(5, "e"))
        let standing = Standing(
            files: [one, three, four],
            history: [applied(two), applied(three, checksum: "other"), applied(five)]
        )
        #expect(standing.entries.map(\.state) == [.outOfOrder, .missing, .edited, .outOfOrder, .unknown])
        guard
            case .faults(let faults)? = refusal({
                _ = try standing.up(.all, allowingOutOfOrder: true) { try $0.read() }
            })
        else {
            Issue.record("faults were accepted")
            return
        }
        #expect(faults.map(\.version.description) == ["2", "3", "5"])
    }

    @Test func `out of order is refused, and done when allowed`() throws {
        let standing = Standing(files: [table(1, "a"), table(2, "b")], history: [applied(table(2, "b"))])
        guard case .faults? = refusal({ _ = try standing.up(.all, allowingOutOfOrder: false) { try $0.read() } }) else {
            Issue.record("it was accepted")
            return
        }
        let plan = try standing.up(.all, allowingOutOfOrder: true) { try $0.read() }
        #expect(plan.steps.map(\.migration.title) == ["1_m"])
    }

    @Test func `a checkout with other line ends or a byte order mark is the same migration`() {
        let unix = file(1, "-- ihctl:up\nselect 1;\n")
        let windows = file(1, "\u{FEFF}-- ihctl:up\r\nselect 1;\r\n")
        #expect(unix.checksum == windows.checksum)
        #expect(unix.checksum != file(1, "-- ihctl:up\nselect 2;\n").checksum)
        #expect(unix.checksum != file(1, "-- ihctl:up\nselect 1;\r\r\n").checksum)
    }

    @Test(arguments: [
        ("20260101_create_a", "20260101"), ("7_a.sql", "7"), ("7", "7"), ("R__orders_by_day", "R__orders_by_day"),
        ("R__orders_by_day.sql", "R__orders_by_day"), ("create_a", nil),
    ])
    func `a version may be given as the migration's whole name`(_ text: String, _ expected: String?) {
        #expect(Version(ofMigration: text)?.description == expected)
    }

    @Test(arguments: [
        ("create role a", "create role"), ("alter user a password 'x'", "alter user"), ("drop group a", "drop group"),
        ("create user mapping for a server b", nil), ("grant a to b", "grant of a role"),
        ("grant select on a to b", nil), ("revoke a from b", "revoke of a role"),
        ("alter database x set search_path to y", "alter database"), ("drop owned by a", "drop owned"),
        ("reassign owned by a to b", "reassign owned"), ("drop table owned", nil), ("create table role ()", nil),
        ("alter system set work_mem = '8MB'", "alter system"), ("vacuum a", nil),
    ])
    func `what changes the whole server is not tried in a scratch database`(_ sql: String, _ words: String?) throws {
        let migration = try file(1, "-- ihctl:up transaction=false\nselect 1;\n\(sql);\n").read()
        #expect(migration.up.statementBeyondDatabase == words)
    }

    @Test func `versions are compared as numbers`() throws {
        let versions = ["10", "9", "1.2", "1.10", "00042", "20260101120000"].compactMap { Version($0) }
        #expect(versions.sorted().map(\.description) == ["1.2", "1.10", "9", "10", "00042", "20260101120000"])
        #expect(Version("1.0") == Version("1"))
        #expect(["", "a", "1.", ".1", "-1", "1 ", "99999999999999999999999"].allSatisfy { Version($0) == nil })
    }

    private func refusal(_ body: () throws -> Void) -> PlanRefusal? {
        do {
            try body()
            return nil
        } catch {
            return error as? PlanRefusal
        }
    }
}
