@testable import Provisioning
import Testing
import Words

@Suite struct AddressTests {
    @Test func `a thing has one name`() {
        #expect(Address.role("a/b", "fr-par").description == "fr-par/database/role/a%2Fb")
    }
}
