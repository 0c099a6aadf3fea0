import Testing
import Words

@testable import Storage

@Suite struct AddressTests {
    @Test func `a thing has one name`() {
        #expect(Address.bucket("reports", "fr-par").description == "fr-par/storage/bucket/reports")
    }
}
