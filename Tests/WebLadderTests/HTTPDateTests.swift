import Testing

@testable import WebLadder

@Suite struct HTTPDateTests {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Sat, 21 Nov 2026 00:06:31 GMT", 1_795_219_591),
    ])
    func `A server's date is read`(_ text: String, _ seconds: Double) {
        #expect(HTTPDate.read(text) == seconds)
    }

    @Test(arguments: [
        "", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
    ])
    func `What is no date is none`(_ text: String) {
        #expect(HTTPDate.read(text) == nil)
    }
}
