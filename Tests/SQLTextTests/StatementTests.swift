internal import SQLText
internal import Testing

@Suite struct StatementTests {
    @Test func `a semicolon ends a statement, and empty ones are left out`() throws {
        #expect(try split("a; ;b c ;; -- d\n; /* e; */ f") == ["a", "b c", "f"])
        #expect(try split("").isEmpty)
        #expect(try split(" ;-- a\n;").isEmpty)
        #expect(try split("a") == ["a"])
    }

    @Test func `ranges hold neither the semicolon nor what is around it`() throws {
        let sql = try lexed("\u{FEFF} a b /*c*/ ; -- d\n e\n")
        let statements = sql.statements()
        #expect(statements.map(\.range) == [4..<7, 22..<23])
        #expect(statements.map(\.end) == [15, 24])
        #expect(statements.map(\.tokens) == [0..<2, 5..<6])
        #expect(statements.map(\.surroundings) == [0..<5, 5..<6])
    }

    @Test(arguments: [
        "create rule r as on insert to t do (insert into u values (1); delete from v)",
        "select ';' \";\" $$;$$ /*;*/ E'\\';'",
        "create function f() returns int begin atomic select 1; select 2; end",
        "CREATE OR REPLACE PROCEDURE s.p (a int) LANGUAGE SQL BEGIN /* ; */ ATOMIC INSERT INTO t VALUES (a); END",
        "create function f() returns int begin atomic select case when a then b end; select case when a then case b when 1 then 2 end end; end",
        "create function f() returns int begin atomic end", "create function f() returns int begin atomic; end",
        "create function f() returns int begin atomic select 1 end; select a.end, b as end, 2 \"end\"; end",
        "create function begin() returns begin begin atomic select begin; end",
        "create function f() returns int begin atomic create function g() returns int begin atomic select 1; end; select 2; end",
        "create function f() returns int begin atomic select (select 1; end; ); end",
    ])
    func `a semicolon in parentheses or in a body ends nothing`(_ statement: String) throws {
        #expect(try split(statement) == [statement])
        #expect(try split("a;\(statement);b;\(statement)") == ["a", statement, "b", statement])
    }

    @Test(arguments: [
        ("begin; atomic; end", ["begin", "atomic", "end"]), ("begin atomic; end", ["begin atomic", "end"]),
        ("create table begin atomic; end", ["create table begin atomic", "end"]),
        ("create function f() begin; atomic; end", ["create function f() begin", "atomic", "end"]),
        ("create function f(begin atomic); end", ["create function f(begin atomic)", "end"]),
        ("create function f() \"begin\" atomic; end", ["create function f() \"begin\" atomic", "end"]),
        ("create or function f() begin atomic a; end", ["create or function f() begin atomic a", "end"]),
        (
            "drop function f; begin; create function f() as $$begin atomic$$; end",
            [
                "drop function f", "begin", "create function f() as $$begin atomic$$", "end",
            ]
        ),
        (
            "create function f() begin atomic; end; select 1; end",
            ["create function f() begin atomic; end", "select 1", "end"]
        ),
    ])
    func `begin atomic opens a body in a routine alone`(_ text: String, _ statements: [String]) throws {
        #expect(try split(text) == statements)
    }

    @Test func `parentheses that do not match keep to their statement or take the rest`() throws {
        #expect(try split("a ); b; c") == ["a )", "b", "c"])
        #expect(try split("a ) (b; c); d") == ["a ) (b; c)", "d"])
        #expect(try split("a (b; c") == ["a (b; c"])
    }

    @Test func `parts of a text are split each for itself`() throws {
        let sql = try lexed("-- up\na; b\n-- down\nc; (d\n")
        let down = try #require(sql.tokens.last { $0.kind == .lineComment })
        let first = sql.statements(in: 0..<down.start)
        #expect(first.map { sql.text(of: $0) } == ["a", "b"])
        #expect(first.map(\.end) == [8, down.start])
        let second = sql.statements(in: down.end..<sql.bytes.count)
        #expect(second.map { sql.text(of: $0) } == ["c", "(d"])
        #expect(second.last?.end == sql.bytes.count)
        #expect(sql.statements(in: 3..<3).isEmpty)
    }

    private func comments(_ text: String) throws -> [[String]] {
        let sql = try lexed(text)
        return sql.statements().map { statement in sql.comments(of: statement).map { sql.text(of: $0) } }
    }

    @Test func `comments belong to the statement behind them, around them, or before them in the line`() throws {
        let text = """
            -- of a, far off

            -- of a
            a -- in a
            + /* in a */ 1; -- behind a
            -- of b
            /* of b */ b /* behind b */
            ; /* behind b too */ -- and this
            c; /* of d */ d -- behind d
            -- of nobody
            """
        #expect(
            try comments(text) == [
                ["-- of a, far off", "-- of a", "-- in a", "/* in a */", "-- behind a"],
                ["-- of b", "/* of b */", "/* behind b */", "/* behind b too */", "-- and this"], [],
                ["/* of d */", "-- behind d"],
            ]
        )
    }

    @Test func `comments of an empty statement are nobody's`() throws {
        #expect(try comments("-- a\n; -- b\n c -- d\r; e") == [["-- d"], []])
        #expect(try comments("a; /* b\n */ c; /* d\n */\n e") == [[], ["/* b\n */", "/* d\n */"], []])
    }

    @Test func `comments of another part of the text are not taken`() throws {
        let sql = try lexed("-- up\n-- a\na -- b\n-- down\n-- c\nc")
        let statements = sql.statements(in: 6..<18) + sql.statements(in: 26..<sql.bytes.count)
        #expect(statements.map { sql.comments(of: $0).map { sql.text(of: $0) } } == [["-- a", "-- b"], ["-- c"]])
    }
}
