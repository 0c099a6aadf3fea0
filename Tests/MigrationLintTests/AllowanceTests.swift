internal import MigrationLint
internal import SQLText
internal import Testing

@Suite struct AllowanceTests {
    @Test(arguments: [
        "-- ihctl:allow drop-table nobody reads it\ndrop table orders;",
        "drop table orders; -- ihctl:allow drop-table nobody reads it",
        "drop table -- ihctl:allow drop-table nobody reads it\norders;",
        "/* ihctl:allow drop-table nobody reads it */ drop table orders;",
        "-- ihctl:allow drop-table nobody reads it\n-- a word\ndrop table orders;",
        "select 1;\n\n-- ihctl:allow   drop-table   nobody reads it\n\ndrop table orders;",
    ])
    func `a comment beside the statement allows the finding and keeps it`(sql: String) throws {
        let found = try lint(sql).findings
        #expect(found.map(\.rule.id) == ["drop-table"])
        #expect(found.first?.allowedBecause == "nobody reads it")
        #expect(try lint(sql).count() == 0)
    }

    @Test(arguments: ["drop-table,drop-cascade", "drop-table, drop-cascade", "drop-table ,drop-cascade"])
    func `one comment allows several rules`(rules: String) throws {
        let found = try lint("-- ihctl:allow \(rules) all of it may go\ndrop table orders cascade;").findings
        #expect(found.map(\.rule.id) == ["drop-table", "drop-cascade"])
        #expect(found.map(\.allowedBecause) == ["all of it may go", "all of it may go"])
    }

    @Test func `a comment holds for its own statement alone`() throws {
        let script = "-- ihctl:allow drop-table it may go\ndrop table orders;\ndrop table users;"
        #expect(try ids(script) == ["drop-table"])
    }

    @Test func `the directive holds for its whole section and no other`() throws {
        let script = """
            -- ihctl:up allow=drop-table
            drop table orders;
            drop table users;
            -- ihctl:down
            drop table items;
            """
        let found = try lint(script).findings
        #expect(found.map(\.isAllowed) == [true, true, false])
        #expect(found.first?.allowedBecause == "the section's directive allows it")
    }

    @Test func `a misspelt rule allows nothing, and the nearest one is named`() throws {
        let script = "drop table orders; -- ihctl:allow drop-tabel it may go"
        #expect(try ids(script) == ["drop-table", "unknown-allow"])
        let found = try #require(try finding(of: "unknown-allow", in: script))
        #expect(found.message == "drop-tabel is no rule, and allows nothing")
        #expect(found.instead == "Did you mean drop-table?")
        #expect("\(found.start)" == "1:20" && "\(found.end)" == "1:55")
    }

    @Test func `the directive's names are looked at as well`() throws {
        let script = "-- ihctl:up allow=drop-tabel\ndrop table orders;"
        #expect(try ids(script) == ["unknown-allow", "drop-table"])
        #expect(try finding(of: "unknown-allow", in: script)?.start.line == 1)
    }

    @Test func `an allow without a reason still allows, and is a finding itself`() throws {
        #expect(try ids("-- ihctl:allow drop-table\ndrop table orders;") == ["allow-without-reason"])
        #expect(try ids("-- ihctl:allow\ndrop table orders;") == ["unknown-allow", "drop-table"])
    }

    @Test(arguments: [
        "-- ihctl:allow drop-table it may go\nselect 1;",
        "select 1;\n-- ihctl:allow drop-table behind the last statement",
        "-- ihctl:allow drop-table no statement at all",
        "-- ihctl:up allow=drop-table\nselect 1;",
    ])
    func `an allow that allows nothing is a finding`(sql: String) throws {
        #expect(try ids(sql) == ["unused-allow"])
    }

    @Test func `an allow of a rule that is switched off is no finding`() throws {
        #expect(try ids("-- ihctl:allow json-type it is a log\ncreate table app.t (a json);") == [])
        let disabled = try lint("-- ihctl:allow drop-table it may go\ndrop table orders;", disabled: ["drop-table"])
        #expect(disabled.findings.isEmpty)
    }

    @Test func `words that only look like an allow are none`() throws {
        #expect(try ids("-- see ihctl:allow drop-table x\ndrop table orders;") == ["drop-table"])
        #expect(try ids("select '-- ihctl:allow drop-table x'; drop table orders;") == ["drop-table"])
    }
}
