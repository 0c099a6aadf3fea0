import MigrationLint
import Testing

@Suite struct PlaceTests {
    @Test func `placeholder`() { #expect(Bool(true)) }
}
