import JSON
import Testing

@Suite struct JSONTests {
    @Test func `a value survives`() throws {
        #expect(try JSON(parsing: "{\"a\":[1,2.5,null]}").text() == "{\"a\":[1,2.5,null]}")
    }
}
