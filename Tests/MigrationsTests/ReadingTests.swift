internal import Migrations
internal import Testing

@Suite struct ReadingTests {
    @Test(arguments: [
        ("select 1;", "1:1: the file has no section"),
        ("select 1;\n-- ihctl:up\nselect 2;", "1:1: this stands before -- ihctl:up and would never run"),
        ("-- ihctl:upp\nselect 1;", "1:1: there is no directive ihctl:upp"),
        ("-- ihctl: up\nselect 1;\n-- ihctl:\n", "3:1: ihctl: is followed by no word"),
        ("-- ihctl:up\n-- ihctl:up\n", "2:1: a second -- ihctl:up"),
        ("-- ihctl:down\n-- ihctl:up\n", "2:1: -- ihctl:up stands below -- ihctl:down"),
        ("-- ihctl:down\nselect 1;", "1:1: there is no -- ihctl:up"),
        ("-- ihctl:up\ndelete from a -- ihctl:down\nwhere b;", "2:15: ihctl:down stands in a line of its own"),
        ("-- ihctl:up transaction=no\n", "1:1: transaction must be true or false, not no"),
        ("-- ihctl:up transactoin=false\n", "1:1: there is no option transactoin"),
        ("-- ihctl:up lock_timeout=soon\n", "1:1: lock_timeout must be a duration, not soon"),
        ("-- ihctl:up fast\n", "1:1: fast is no option"),
        ("-- ihctl:up transaction=true transaction=false\n", "1:1: transaction is given twice"),
        ("-- ihctl:up\nselect 1;\n  begin;\n", "3:3: begin has no place in a migration"),
        ("-- ihctl:up\ncommit;", "2:1: commit has no place in a migration"),
        ("-- ihctl:up\nrollback work;", "2:1: rollback has no place in a migration"),
        ("-- ihctl:up\n/* é */ vacuum a;", "2:9: vacuum cannot run inside a transaction"),
        (
            "-- ihctl:up\ncreate unique index concurrently i on a (b);",
            "2:1: create index concurrently cannot run inside a transaction"
        ),
        (
            "-- ihctl:up transaction=false\ncreate index concurrently on a (b);",
            "2:1: an index that is built concurrently needs a name"
        ),
        ("-- ihctl:up\nselect 'é\nselect 2;", "2:8: the string that begins here is never closed"),
        ("-- ihctl:up\n\\i other.sql\n", "2:1: \\i is a command of psql, which the server does not know"),
        (
            "-- ihctl:up\ncopy a from stdin;\n",
            "2:1: copy from stdin needs data behind the statement; write insert statements instead"
        ),
    ])
    func `a fault is told with its place`(_ text: String, _ expected: String) throws {
        let error = try #require(throws: SourceFault.self) { _ = try file(1, text).read() }
        #expect("\(error.line):\(error.column): \(error.message)" == expected)
    }

    @Test func `sections, options and statements are read`() throws {
        let migration = try file(
            1,
            """
            \u{FEFF}-- made by hand\r
            -- ihctl:up lock_timeout=500ms allow=drop-column,drop-table\r
            create function f() returns int language sql begin atomic select 1; select 2; end;\r
            rollback to savepoint a;\r
            select $x$ -- ihctl:down $x$\r
            --ihctl:down transaction=false\r
            drop index concurrently if exists i; -- no semicolon below\r
            drop function f()
            """
        ).read()
        #expect(migration.up.statements.count == 3)
        #expect(migration.up.options.lockTimeout == .milliseconds(500))
        #expect(migration.up.options.allowedRules == ["drop-column", "drop-table"])
        #expect(migration.up.options.isTransactional)
        let down = try #require(migration.down)
        #expect(
            down.statements.map { down.sql(of: $0) } == ["drop index concurrently if exists i", "drop function f()"]
        )
        #expect(!down.options.isTransactional)
    }

    @Test func `a savepoint may be had, and lengths of locks may be endless`() throws {
        let migration = try file(1, "-- ihctl:up lock_timeout=0\nsavepoint a; rollback to a; release a;").read()
        #expect(migration.up.options.lockTimeout == .zero)
        #expect(migration.up.statements.count == 3)
        #expect(migration.down == nil)
    }
}
