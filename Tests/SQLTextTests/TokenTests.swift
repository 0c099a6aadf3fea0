internal import SQLText
internal import Testing

@Suite struct TokenTests {
    @Test func `words go on with digits, dollars and any byte beyond ASCII`() throws {
        #expect(
            try kinds("Select a$b _x1 été t.c a$$b$$ ß\u{00A0}x") == [
                "word Select", "word a$b", "word _x1", "word été", "word t", "punctuation .", "word c",
                "word a$$b$$", "word ß\u{00A0}x",
            ]
        )
    }

    @Test func `prefixes of strings are words where no quote follows at once`() throws {
        #expect(
            try kinds("e b x n u E 'a' u& 'b' U &'c' ne'd'") == [
                "word e", "word b", "word x", "word n", "word u", "word E", "string 'a'", "word u", "operator &",
                "string 'b'", "word U", "operator &", "string 'c'", "word ne", "string 'd'",
            ]
        )
    }

    @Test(arguments: [
        ("'a''b;--'", Token.Kind.string), ("''", .string), ("''''", .string), (#"'a\'"#, .string),
        (#"E'\''"#, .escapeString), (#"e'a\\'"#, .escapeString), (#"E'\\\''''"#, .escapeString),
        ("E'\\\n'", .escapeString),
        (#"U&'\0441;'"#, .unicodeString), (#"u&'\'"#, .unicodeString), ("b'01'", .bitString), ("X'1F'", .bitString),
        ("N'a;b'", .nationalString), (#"n'\'"#, .nationalString), ("'a\nb\r\nc'", .string), ("'é;€😀'", .string),
        ("$$a;'b\"$1$x$ $$", .dollarString), ("$a$ $$ $b$ $a $A$ $a$", .dollarString), ("$$$$", .dollarString),
        ("$é_1$ $é_1 $é_1$", .dollarString), ("$a$$a$", .dollarString), ("$a$$$a$", .dollarString),
        ("$a$$b$a$", .dollarString), ("\"a;\"\"'b\"", .quotedIdentifier),
        (#"U&"d\0061t\+000061;""#, .unicodeIdentifier),
        ("u&\"\"\"\"", .unicodeIdentifier), ("/* a /* ; */ ' */", .blockComment), ("/**/", .blockComment),
        ("/*/**/*/", .blockComment), ("/***/", .blockComment), ("/*//**/*/", .blockComment), ("/* **/", .blockComment),
        ("-- a;'$$/*", .lineComment), ("--", .lineComment), ("$1", .parameter), ("$0123", .parameter),
    ])
    func `what stands in quotes or comments is one token`(_ text: String, _ kind: Token.Kind) throws {
        #expect(try kinds(text) == ["\(kind) \(text)"])
        #expect(try kinds("(\(text)\n);") == ["punctuation (", "\(kind) \(text)", "punctuation )", "punctuation ;"])
    }

    @Test func `a doubled dollar quote begins where the first has ended`() throws {
        #expect(try kinds("$$a$$$$b$$") == ["dollarString $$a$$", "dollarString $$b$$"])
        #expect(try kinds("$1$$a$$") == ["parameter $1", "dollarString $$a$$"])
        #expect(try kinds("1$a$;$a$") == ["number 1", "dollarString $a$;$a$"])
        #expect(try kinds("$a ; $a") == ["other $", "word a", "punctuation ;", "other $", "word a"])
        #expect(try kinds("$ $") == ["other $", "other $"])
    }

    @Test func `a quote in the next line carries a string on, by the rules of its beginning`() throws {
        #expect(try kinds("E'a'\n'\\''") == ["escapeString E'a'", #"escapeString '\''"#])
        #expect(
            try kinds("e'a' -- b\n  -- c\r\n\t'\\';' 'd'") == [
                "escapeString e'a'", "lineComment -- b", "lineComment -- c", #"escapeString '\';'"#, "string 'd'",
            ]
        )
        #expect(try kinds("E'a'\r'\\''\n'\\''") == ["escapeString E'a'", #"escapeString '\''"#, #"escapeString '\''"#])
        #expect(try kinds("x'1'\n'2'") == ["bitString x'1'", "bitString '2'"])
        // In the same line, behind a block comment or behind anything else it is a string of its own.
        #expect(try kinds(#"E'a' '\'"#) == ["escapeString E'a'", #"string '\'"#])
        #expect(try kinds("E'a'/*\n*/\n'\\'") == ["escapeString E'a'", "blockComment /*\n*/", #"string '\'"#])
        #expect(try kinds("E'a',\n'\\'") == ["escapeString E'a'", "punctuation ,", #"string '\'"#])
        #expect(try kinds("$$a$$\n'\\'") == ["dollarString $$a$$", #"string '\'"#])
        #expect(try kinds("'a'\nE'\\''") == ["string 'a'", #"escapeString E'\''"#])
    }

    @Test func `a line comment ends with its line, whatever ends that`() throws {
        #expect(
            try kinds("--a\nb--c\rd--e\r\nf") == [
                "lineComment --a", "word b", "lineComment --c", "word d", "lineComment --e", "word f",
            ]
        )
    }

    @Test(arguments: [
        ("1 1. .5 1.5 1e5 1.e+5 .5E-05 1.5.6", "1|1.|.5|1.5|1e5|1.e+5|.5E-05|1.5|.6"),
        ("0x1F 0b10 0o17 1_000 0xF_F 1_0.0_1e1_0", "0x1F|0b10|0o17|1_000|0xF_F|1_0.0_1e1_0"),
        ("1..2 1...2 a..b", "1|..|2|1|..|.2|a|..|b"), ("1e 1e+ 1_ 1__0 0x", "1|e|1|e|+|1|_|1|__0|0|x"),
        ("a.1 t.a.b", "a|.1|t|.|a|.|b"), ("1a 2e'\\''", "1|a|2|e'\\''"), ("$1a $1.5", "$1|a|$1|.5"),
    ])
    func `numbers end where the server ends them`(_ text: String, _ tokens: String) throws {
        let sql = try lexed(text)
        #expect(sql.tokens.map { sql.text(of: $0) }.joined(separator: "|") == tokens)
    }

    @Test(arguments: [
        ("a=-1", "a|=|-|1"), ("a=@-1", "a|=@-|1"), ("a*-+-1", "a|*|-|+|-|1"), ("a<>-1", "a|<>|-|1"),
        ("1+-1", "1|+|-|1"),
        ("a->>'b'", "a|->>|'b'"), ("a#>>b@>c?d?|e?&f", "a|#>>|b|@>|c|?|d|?||e|?&|f"), ("a?-b", "a|?-|b"),
        ("a=--b\nc", "a|=|--b|c"), ("2*/*b*/3", "2|*|/*b*/|3"), ("2*-/*b*/3", "2|*|-|/*b*/|3"), ("!!/**/", "!!|/**/"),
        ("a+--b", "a|+|--b"), ("@-/**/1", "@-|/**/|1"), ("a::b:=c:d=>e", "a|::|b|:=|c|:|d|=>|e"),
        ("(a)[1:2],;", "(|a|)|[|1|:|2|]|,|;"), (":::", "::|:"), ("<=>=-", "<=>=|-"), ("~-1", "~-|1"), ("-1", "-|1"),
        ("a||'b'", "a||||'b'"), ("/ /a", "/|/|a"), ("{a}\u{1}", "{|a|}|\u{1}"),
    ])
    func `operators end where the server ends them`(_ text: String, _ tokens: String) throws {
        let sql = try lexed(text)
        #expect(sql.tokens.map { sql.text(of: $0) }.joined(separator: "|") == tokens)
    }

    @Test func `offsets are those of the file, with its byte order mark and its carriage returns`() throws {
        let sql = try lexed("\u{FEFF}a\r\n  b é\tc")
        #expect(sql.tokens.map(\.range) == [3..<4, 8..<9, 10..<12, 13..<14])
        #expect(sql.tokens.map(\.length) == [1, 1, 2, 1])
        #expect(try lexed("\u{FEFF}").tokens.isEmpty)
        #expect(try lexed("").tokens.isEmpty)
    }

    @Test func `words and signs are compared without regard to quotes alone`() throws {
        let sql = try lexed("CreatE \"create\" create_ := ::")
        let tokens = sql.tokens
        #expect(tokens.map { sql.isWord($0, "create") } == [true, false, false, false, false])
        #expect(tokens.map { sql.isSign($0, ":=") } == [false, false, false, true, false])
        #expect(!sql.isSign(tokens[4], ":"))
        #expect(tokens.map(\.isIdentifier) == [true, true, true, false, false])
        #expect(try lexed("'a' E'a' U&'a' x'1' N'a' $$a$$").tokens.allSatisfy { $0.isString && !$0.isIdentifier })
        #expect(try lexed("a \"a\" 1 $1 + , --a\n/**/ {").tokens.allSatisfy { !$0.isString })
    }

    @Test func `the tokens of a part of the text are those that lie in it`() throws {
        let sql = try lexed("aa bb cc")
        #expect(sql.tokenIndices(in: 0..<8) == 0..<3)
        #expect(sql.tokenIndices(in: 1..<8) == 1..<3)
        #expect(sql.tokenIndices(in: 3..<5) == 1..<2)
        #expect(sql.tokenIndices(in: 4..<5).isEmpty)
        #expect(sql.tokenIndices(in: 8..<8).isEmpty)
    }
}
