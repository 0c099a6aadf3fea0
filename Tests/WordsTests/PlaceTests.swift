import Testing

@testable import Words

@Suite struct PlaceTests {
    @Test func `what nobody knows the line of stands at the file's beginning`() {
        #expect(Place("platform.yaml", line: 0, column: 0) == Place("platform.yaml"))
        #expect("\(Place("platform.yaml", line: 7, column: 0))" == "platform.yaml:7:1")
    }
}
