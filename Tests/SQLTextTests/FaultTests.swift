internal import SQLText
internal import Testing

@Suite struct FaultTests {
    @Test(arguments: [
        ("a 'b", SQLFault(.unterminatedString, at: 2)), ("'a''", SQLFault(.unterminatedString, at: 0)),
        (#"a E'\'"#, SQLFault(.unterminatedString, at: 2)), (#"E'\"#, SQLFault(.unterminatedString, at: 0)),
        ("E'a'\n'\\'", SQLFault(.unterminatedString, at: 5)), ("x'1", SQLFault(.unterminatedString, at: 0)),
        (" U&'", SQLFault(.unterminatedString, at: 1)), ("n'", SQLFault(.unterminatedString, at: 0)),
        ("a \"b", SQLFault(.unterminatedIdentifier, at: 2)), ("é U&\"\"\"", SQLFault(.unterminatedIdentifier, at: 3)),
        ("a /* /* */", SQLFault(.unterminatedComment, at: 2)), ("a/*/", SQLFault(.unterminatedComment, at: 1)),
        ("a $b$ $B$ $b", SQLFault(.unterminatedDollarQuote(tag: "b"), at: 2)),
        ("$$ $", SQLFault(.unterminatedDollarQuote(tag: ""), at: 0)),
        ("$é$ $é", SQLFault(.unterminatedDollarQuote(tag: "é"), at: 0)),
    ])
    func `what is opened and never closed is told where it begins`(_ text: String, _ expected: SQLFault) {
        #expect(fault(text) == expected)
        #expect(fault("\u{FEFF}--\n\(text)") == SQLFault(expected.kind, at: expected.offset + 6))
    }

    @Test(arguments: [
        (#"\i other.sql"#, #"\i"#, 0), ("select 1 \\gset", #"\gset"#, 9), ("a;\n\\copy t from 'x'", #"\copy"#, 3),
        (#"\."#, #"\."#, 0), (#"\!ls"#, #"\!"#, 0), (#"\"#, #"\"#, 0), ("\\ x", #"\"#, 0), (#"'a'\d+"#, #"\d"#, 3),
        (#"\é"#, #"\"#, 0), (#"\if_x"#, #"\if_x"#, 0),
    ])
    func `a backslash outside quotes is a command for psql`(_ text: String, _ name: String, _ offset: Int) {
        #expect(fault(text) == SQLFault(.psqlCommand(name), at: offset))
    }

    @Test func `a backslash in quotes or comments is none`() throws {
        #expect(fault("'\\i' \"\\i\" $$\\i$$ --\\i\n/*\\i*/") == nil)
    }

    @Test(arguments: [
        ("copy t from stdin", 0), ("a;\nCOPY s.t (a, \"b\") FROM STDIN WITH (format csv);\n1,'\n\\.\n", 3),
        ("-- ihctl:up\ncopy binary \"t\" from stdin;", 12), ("a\n-- ihctl:down\ncopy t from stdout", 16),
        ("/**/copy t /*a*/ from --b\n stdin", 4), ("copy t;copy u from stdin", 7),
        ("copy t\n--\ncopy t from stdin", 10),
        ("copy (a; copy t from stdin", 9), ("copy ) ; copy t from stdin", 9),
    ])
    func `copy from stdin is refused before its data is looked at`(_ text: String, _ offset: Int) {
        #expect(fault(text) == SQLFault(.copyFromStandardInput, at: offset))
    }

    @Test(arguments: ["copy t to stdout", "copy (select ')' from stdin) to stdout", "copy (values (1)) to stdin;"])
    func `copy to stdout is refused`(_ text: String) {
        #expect(fault(text) == SQLFault(.copyToStandardOutput, at: 0))
    }

    @Test(arguments: [
        "copy t from '/tmp/stdin'", "copy t to program 'cat'", "copy (select * from stdin) to '/tmp/x'",
        "copy t from $$stdin$$",
        "select copy from stdin", "select a, copy t from stdin", "select -- c\n copy from stdin",
        "create table copy (stdin text)",
        "copy; from stdin", "\"copy\" t from stdin", "copy t from \"stdin\"", "copy", "copy t from", "copy (",
        "copy t = from stdin",
    ])
    func `other uses of the words are none of it`(_ text: String) {
        #expect(fault(text) == nil)
    }

    @Test(
        arguments: [
            ([0x61, 0x00], SQLFault(.nul, at: 1)), ([0x27, 0x00, 0x27], SQLFault(.nul, at: 1)),
            ([0x61, 0x20, 0xC3], SQLFault(.invalidUTF8, at: 2)),
            ([0xFF, 0xFE, 0x61, 0x00], SQLFault(.invalidUTF8, at: 0)),
            ([0x2D, 0x2D, 0xC0, 0x80], SQLFault(.invalidUTF8, at: 2)),
            ([0x27, 0xED, 0xA0, 0x80, 0x27], SQLFault(.invalidUTF8, at: 1)),
            ([0xF4, 0x90, 0x80, 0x80], SQLFault(.invalidUTF8, at: 0)),
            ([0x73, 0x00, 0x65, 0xFF], SQLFault(.nul, at: 1)),
            ([0xE2, 0x82, 0x27, 0x27], SQLFault(.invalidUTF8, at: 0)),
            ([0xC3, 0xA9, 0xA9], SQLFault(.invalidUTF8, at: 2)),
        ] as [([UInt8], SQLFault)]
    )
    func `bytes that are no text are refused`(_ bytes: [UInt8], _ expected: SQLFault) {
        #expect(fault(bytes) == expected)
    }

    @Test func `of several faults the first in the text is told`() {
        #expect(fault(Array("\\x 'a".utf8) + [0]) == SQLFault(.psqlCommand("\\x"), at: 0))
        #expect(fault(Array("a ".utf8) + [0xFF] + Array(" \\x".utf8)) == SQLFault(.invalidUTF8, at: 2))
        #expect(fault(Array("a ".utf8) + [0, 0xFF]) == SQLFault(.nul, at: 2))
        #expect(fault("copy t from stdin; \\x") == SQLFault(.copyFromStandardInput, at: 0))
        #expect(fault("\\x\n;copy t from stdin") == SQLFault(.psqlCommand("\\x"), at: 0))
    }

    @Test func `every fault says what is wrong`() {
        let kinds: [SQLFault.Kind] = [
            .unterminatedString, .unterminatedIdentifier, .unterminatedComment, .unterminatedDollarQuote(tag: "a"),
            .psqlCommand("\\i"), .copyFromStandardInput, .copyToStandardOutput, .nul, .invalidUTF8, .tooLong(limit: 1),
        ]
        #expect(Set(kinds.map(\.description)).count == kinds.count)
        #expect(SQLFault.Kind.unterminatedDollarQuote(tag: "a").description.contains("$a$"))
        #expect(SQLFault.Kind.psqlCommand("\\i").description.hasPrefix("\\i is "))
    }
}
