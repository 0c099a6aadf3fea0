import Deadlines
import Doctor
import Journey
import Synchronization
import Testing
import Words

/// A station that remembers what it was told.
private final class Stop: Station {
    struct Lost: Error {}

    let name: String
    private let gives: @Sendable (String) throws -> String
    private let cleaned = Mutex<[String]>([])

    init(_ name: String, gives: @escaping @Sendable (String) throws -> String = { $0 }) {
        self.name = name
        self.gives = gives
    }

    var ids: [String] { cleaned.withLock { $0 } }

    func pass(_ note: String, named id: String, by deadline: Deadline) async throws -> String { try gives(note) }
    func cleanUp(_ id: String, by deadline: Deadline) async -> Bool {
        cleaned.withLock { $0.append(id) }
        return name != "stubborn"
    }
}

@Suite struct JourneyTests {
    private func outcome(_ stops: [Stop]) async -> CheckOutcome? {
        // Alone: what it requires is asked by the nouns themselves.
        let checkup = Journey(region: "local", through: stops).checkup()
        return await Doctor([checkup], timeout: .seconds(20)).examine(by: .after(.seconds(30))).outcomes.first
    }

    @Test func `A note that comes through all is well, and every station is cleaned`() async {
        let stops = [Stop("database"), Stop("messaging"), Stop("storage")]
        let outcome = await outcome(stops)
        #expect(outcome?.status == .pass)
        #expect(outcome?.seen == "database → messaging → storage")
        #expect(outcome?.measures.count == 3)
        #expect(Set(stops.map(\.ids)).count == 1 && stops[0].ids.count == 1)
    }

    @Test func `A note that gets lost is told with where, and what was begun is cleaned`() async {
        let stops = [Stop("database"), Stop("messaging") { _ in throw Stop.Lost() }, Stop("storage")]
        let outcome = await outcome(stops)
        #expect(outcome?.status == .fail)
        #expect(outcome?.worst?.message.contains("messaging") == true)
        #expect(outcome?.worst?.evidence.contains { "\($0)".contains("Lost()") } == false)
        #expect(stops.map(\.ids.count) == [1, 1, 0])
    }

    @Test func `What may be left behind is told with the fault`() async {
        let outcome = await outcome([Stop("stubborn"), Stop("storage") { _ in throw Stop.Lost() }])
        #expect(outcome?.worst?.evidence.contains { "\($0)".contains("left behind") } == true)
    }

    @Test func `A note that comes back changed is corrupt`() async {
        let outcome = await outcome([Stop("database") { _ in "another" }])
        #expect(outcome?.worst?.failureClass == "corrupt")
    }
}
