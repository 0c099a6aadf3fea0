import Testing
import Words

@testable import Provisioning

@Suite struct AddressTests {
    @Test func `a thing has one name`() {
        #expect(Address.role("a/b", "fr-par").description == "fr-par/database/role/a%2Fb")
    }
}
