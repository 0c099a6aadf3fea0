internal import SQLText
internal import Testing

@Suite struct TokenTests {
    @Test func `words, names and keywords are cut as the server cuts them`() throws {
        #expect(
            try kinds("select a$b _x été t.c") == [
                "word select", "word a$b", "word _x", "word été", "word t", "punctuation .", "word c",
            ]
        )
    }
}
