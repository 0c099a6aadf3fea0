import Testing
import Words

@testable import Configuration

@Suite struct AddressTests {
    @Test func `a thing has one name`() {
        #expect(Address.secret("JWT_SECRET_KEY").description == "configuration/secret/JWT_SECRET_KEY")
    }
}
