import Testing
import Words

@testable import Messaging

@Suite struct AddressTests {
    @Test func `a thing has one name`() {
        #expect(Address.consumer("a", of: "s", "fr-par").description == "fr-par/messaging/stream/s/consumer/a")
    }
}
