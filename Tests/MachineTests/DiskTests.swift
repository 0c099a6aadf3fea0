import Testing
import Words

@testable import Machine

@Suite struct DiskTests {
    private let target = Address("machine", "disk")

    @Test func `A disk with room is well`() {
        #expect(DiskRoom(folder: "/", free: 50 << 30, all: 100 << 30).diagnosis(at: target).findings.isEmpty)
    }

    @Test func `A disk with little room is a warning, with next to none a fault`() {
        #expect(
            DiskRoom(folder: "/", free: 5 << 30, all: 100 << 30).diagnosis(at: target).findings.map(\.severity) == [
                .warning
            ]
        )
        #expect(
            DiskRoom(folder: "/", free: 10 << 20, all: 100 << 30).diagnosis(at: target).findings.map(\.severity) == [
                .error
            ]
        )
    }

    @Test func `A folder that is not there cannot be asked`() {
        #expect(throws: ResourceFailure.self) { try DiskRoom(of: "/nowhere/at/all") }
    }
}
