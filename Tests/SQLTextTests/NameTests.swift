internal import SQLText
internal import Testing

@Suite struct NameTests {
    private func name(_ text: String) throws -> String {
        let sql = try lexed(text)
        return sql.name(of: sql.tokens[0])
    }

    @Test(arguments: [
        ("Select", "select"), ("É", "É"), ("A$B_1", "a$b_1"), ("\"A\"\"b\"", "A\"b"), ("\"\"\"\"", "\""), ("\"\"", ""),
        (#"U&"d\0061t\+000061""#, "data"), (#"u&"\\""\d83d\de00""#, "\\\"😀"), (#"U&"d!0061!!" UESCAPE '!'"#, "da!"),
        (#"U&"d!0061" /*a*/ uescape -- b"# + "\n '!'", "da"), (#"U&"\006""#, #"\006"#), (#"U&"\d83dx""#, #"\d83dx"#),
        (#"U&"\+00D83D\+00DE00""#, "😀"), (#"U&"\+110000""#, #"\+110000"#), ("1.5", "1.5"), ("'A'", "'A'"),
        (#"U&"d\0061" 'x'"#, "da"), ("\"A B\"", "A B"),
    ])
    func `a name is what the server makes of it`(_ text: String, _ expected: String) throws {
        #expect(try name(text) == expected)
    }

    @Test func `a name is cut where the server cuts it`() throws {
        let long = String(repeating: "A", count: 64)
        #expect(try name(long) == String(repeating: "a", count: 63))
        #expect(try name("\"\(long)\"") == String(repeating: "A", count: 63))
        #expect(try name("a" + String(repeating: "é", count: 40)) == "a" + String(repeating: "é", count: 31))
        #expect(try name(String(repeating: "é", count: 40)) == String(repeating: "é", count: 31))
        #expect(try name(String(repeating: "😀", count: 16)) == String(repeating: "😀", count: 15))
    }

    @Test(arguments: [
        ("'a''b'", "a''b"), (#"E'\''"#, #"\'"#), ("U&'a'", "a"), ("x'1F'", "1F"), ("N'a'", "a"), ("$$a$$", "a"),
        ("$b$a$b$", "a"), ("$b$$b$", ""), ("\"a\"", "a"), ("U&\"a\"", "a"), ("-- a", " a"), ("/* a */", " a "),
        ("a", "a"),
        ("''", ""),
    ])
    func `content is what stands between quotes`(_ text: String, _ expected: String) throws {
        let sql = try lexed(text)
        #expect(sql.text(sql.content(of: sql.tokens[0])) == expected)
    }

    @Test func `the parts of a string that goes on have no prefix`() throws {
        let sql = try lexed("E'a'\n'\\'b'")
        #expect(sql.tokens.map { sql.text(sql.content(of: $0)) } == ["a", "\\'b"])
    }
}
