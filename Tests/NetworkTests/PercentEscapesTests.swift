import Testing

@testable import Network

@Suite struct PercentEscapesTests {
    @Test(arguments: ["%", "%4", "a%", "%zz", "%+F", "%-0", "%ff", "%c3"])
    func `what is no escape, or no text, is not guessed at`(text: String) {
        #expect(text.percentDecoded == nil)
    }

    @Test(arguments: [
        ("", ""), ("a+b", "a+b"), ("p%40ss%2Fword", "p@ss/word"), ("%C3%A9t%c3%a9", "été"), ("%2540", "%40"),
    ])
    func `an escape is one byte of UTF-8, and is read once`(text: String, plain: String) {
        #expect(text.percentDecoded == plain)
    }
}
