internal import MigrationLint
internal import SQLText
internal import TestSupport
internal import Testing

@Suite struct LinterTests {
    // What earlier files made known

    @Test func `a check that an earlier file validated lets a column become NOT NULL`() throws {
        let added = "-- ihctl:up\nalter table orders add constraint c check (a > 0 and note is not null) not valid;\n"
        let validated = "-- ihctl:up\nalter table orders validate constraint c;\n"
        let set = "-- ihctl:up\nalter table orders alter note set not null;\n"
        #expect(try ids(added + validated + set) == [])
        #expect(try ids(added + set) == ["set-not-null"])
        #expect(
            try ids(added + validated + "-- ihctl:up\nalter table orders drop constraint c;\n" + set) == [
                "set-not-null"
            ]
        )
        #expect(try lint(added + validated + set, version: 11).count(.warning) == 1)
        let either = "-- ihctl:up\nalter table orders add constraint c check (note is not null or a > 0) not valid;\n"
        #expect(try ids(either + validated + set) == ["set-not-null"])
    }

    @Test func `the table of an index is known by the file that built it`() throws {
        let script =
            "-- ihctl:up\ncreate table orders (a text); create index i on orders (a);\n-- ihctl:up\ndrop index i;"
        let found = try #require(try finding(of: "drop-index-not-concurrent", in: script))
        #expect(found.message == "dropping index i locks orders against reads and writes")
        #expect(found.lock?.target == .table("orders"))
    }

    @Test func `a file that is only context says nothing and is learned from`() throws {
        var files = try units(
            "-- ihctl:up\ncreate table t (a varchar(9)); drop table x;\n-- ihctl:up\nalter table t alter a type text;"
        )
        files[0].isContext = true
        let result = Linter().lint(files)
        #expect(result.findings.isEmpty)
        #expect(result.statements.map(\.path) == ["2.sql"])
        files[0].isContext = false
        #expect(Linter().lint(files).findings.map(\.rule.id) == ["drop-table"])
    }

    @Test func `a table that is known is not made anew by IF NOT EXISTS`() throws {
        let script =
            "-- ihctl:up\ncreate table t (a text);\n-- ihctl:up\ncreate table if not exists t (a text); create index on t (a);"
        #expect(try ids(script) == ["index-not-concurrent"])
    }

    @Test func `a function's own volatility counts`() throws {
        let change = "alter table orders add a text default app.token()"
        for (words, expected) in [("volatile", ["error"]), ("stable", []), ("immutable", []), ("", ["error"])] {
            let made =
                "create function app.token() returns text language plpgsql \(words) as $$ begin return 1; end $$;"
            #expect(try lint(made + change).findings.map(\.severity.rawValue) == expected, "\(words)")
        }
        #expect(try lint(change).findings.map(\.severity.rawValue) == ["warning"])
    }

    @Test func `names are the same in any spelling`() throws {
        #expect(
            try ids("create table app.\"orders\" (a text); CREATE INDEX on ORDERS (a); drop table \"orders\"") == []
        )
        #expect(try ids("create table \"Orders\" (a text); drop table orders") == ["drop-table"])
        #expect(try ids("create table app.orders (a text); drop table shop.orders") == ["drop-table"])
    }

    // Transactions

    @Test func `outside of a transaction every statement stands alone`() throws {
        let body = "alter table a add x text; alter table b add x text; update a set x = y where x is null;"
        #expect(try ids(body) == ["many-tables-one-txn", "backfill-in-ddl-txn"])
        #expect(try ids("-- ihctl:up transaction=false\n" + body) == [])
        #expect(
            try ids("-- ihctl:up transaction=false\nbegin; \(body) commit;") == [
                "many-tables-one-txn", "backfill-in-ddl-txn",
            ]
        )
    }

    @Test func `a transaction of the file's own must end in it`() throws {
        #expect(try ids("-- ihctl:up transaction=false\nbegin; begin; commit;") == ["unbalanced-begin"])
        #expect(try ids("-- ihctl:up transaction=false\nstart transaction; select 1; rollback;") == [])
        #expect(try ids("begin; select 1; commit; abort;") == .init(repeating: "explicit-txn-in-txn-file", count: 3))
    }

    @Test func `a setting that is taken back in the same section does not leak`() throws {
        #expect(try ids("-- ihctl:up transaction=false\nset role x; create table t (); reset all;") == [])
        #expect(
            try ids("set timezone to default; set time zone 'UTC'; select 1; set timezone = default") == [
                "setting-leaks"
            ]
        )
    }

    @Test func `lock_timeout counts from where it is switched off`() throws {
        #expect(try ids("alter table a add b text; set local lock_timeout = 0; select 1") == [])
        #expect(try ids("set local lock_timeout = 0; set local lock_timeout = '2s'; alter table a add b text") == [])
        #expect(try ids("-- ihctl:up lock_timeout=0\ncreate table a (); select 1; update a set b = 1 where c") == [])
    }

    // The server's version

    @Test func `a rule speaks where the server knows the remedy`() throws {
        let detach = "alter table events detach partition p"
        #expect(try ids(detach, version: 13) == [])
        #expect(try ids(detach, version: 14) == ["detach-partition-not-concurrent"])
        let generated = "alter table orders add a integer generated always as (b * 2)"
        #expect(try lint(generated, version: 18).statements.first?.locks.first?.rewrites == false)
        let added = "alter type mood add value 'x' after 'y'"
        #expect(try ids(added, version: 11) == ["not-in-transaction"])
        #expect(try ids(added, version: 12) == [])
    }

    @Test func `a constraint that is not enforced costs nothing`() throws {
        #expect(try ids("alter table a add constraint c check (b > 0) not enforced", version: 18) == [])
        #expect(try ids("alter table a add foreign key (b) references c not enforced", version: 18) == [])
    }

    @Test func `a foreign key of a partitioned table is NOT VALID from version 18 on`() throws {
        let script = """
            -- ihctl:up
            create table events (at date, user_id bigint) partition by range (at);
            -- ihctl:up
            alter table events add foreign key (user_id) references users (id);
            """
        #expect(try finding(of: "fk-without-not-valid", in: script, version: 17)?.replacement == nil)
        #expect(try finding(of: "fk-without-not-valid", in: script, version: 18)?.replacement != nil)
    }

    // Locks for a plan

    @Test func `the locks of a statement are told without any other`() throws {
        let text = try SQLText(
            Array("drop index i; alter table o add foreign key (u) references u; vacuum; do $$ $$".utf8)
        )
        let locks = text.statements().map { statement in
            Linter.locks(of: statement, in: text).map { "\($0.target): \($0.mode.rawValue)" }
        }
        #expect(locks[0] == ["the table of index i: ACCESS EXCLUSIVE"])
        #expect(locks[1] == ["o: SHARE ROW EXCLUSIVE", "u: SHARE ROW EXCLUSIVE"])
        #expect(locks[2] == [] && locks[3] == [])
    }

    @Test func `modes have the names of the manual and of the server`() {
        for mode in LockMode.allCases { #expect(LockMode(serverName: mode.serverName) == mode) }
        #expect(LockMode.shareUpdateExclusive.serverName == "ShareUpdateExclusiveLock")
        #expect(LockMode(serverName: "ExclusiveLocks") == nil)
        #expect(BlockedUse.listed(LockMode.accessExclusive.blocks) == "reads, writes and schema changes")
        #expect(BlockedUse.listed(LockMode.share.blocks) == "writes and schema changes")
        #expect(BlockedUse.listed([]) == "nothing")
    }

    // Anything at all

    /// The linter reads what the server may refuse: half a statement must not stop it.
    @Test func `broken statements are read to their end`() throws {
        let seeds =
            MeasuredLockTests.statements + RuleCase.all.map(\.sql) + LintRule.all.flatMap { [$0.bad, $0.good] }
        var random = SeededRandom(seed: 7)
        var statements = 0
        for seed in seeds {
            guard let text = try? SQLText(Array(seed.utf8)) else { continue }
            let words = text.tokens.map { text.text($0.range) }
            for _ in 0..<20 {
                var left = words
                for _ in 0..<Int.random(in: 1...3, using: &random) where !left.isEmpty {
                    let place = Int.random(in: 0..<left.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: _ = left.remove(at: place)
                    case 1: left.removeSubrange(place...)
                    case 2: left.insert(words[Int.random(in: 0..<words.count, using: &random)], at: place)
                    default: left.swapAt(place, Int.random(in: 0..<left.count, using: &random))
                    }
                }
                guard let broken = try? SQLText(Array(left.joined(separator: " ").utf8)) else { continue }
                let section = LintSection(.up, range: 0..<broken.bytes.count)
                let unit = LintUnit(path: "x", text: broken, sections: [section])
                let result = Linter(settings: LintSettings(includesStyle: true)).lint([unit])
                statements += result.statements.count
                for finding in result.findings {
                    #expect(finding.range.lowerBound >= 0 && finding.range.upperBound <= broken.bytes.count)
                    #expect(finding.range.lowerBound <= finding.range.upperBound, "\(finding.rule.id)")
                }
            }
        }
        #expect(statements > 3_000)
    }
}
