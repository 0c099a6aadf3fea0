internal import Deadlines
internal import JSON
internal import NATS
internal import Words

/// What all checks of JetStream go on from: every stream and the consumers in question, looked at once, and what differs from the file.
struct Sight: Sendable {
    let seen: Observation
    let survey: Survey

    private let changesByAddress: [Address: [Change]]
    private let findingsBySubject: [String: [Finding]]

    init(_ seen: Observation, _ survey: Survey) {
        self.seen = seen
        self.survey = survey
        changesByAddress = Dictionary(grouping: survey.changes, by: \.address)
        findingsBySubject = Dictionary(grouping: survey.findings.filter { $0.subject != nil }) { $0.subject ?? "" }
    }

    func changes(at address: Address) -> [Change] { changesByAddress[address] ?? [] }
    func findings(at address: Address) -> [Finding] { findingsBySubject[address.description] ?? [] }
}

/// The one look of a run: whoever needs it first looks, all others wait for the same.
struct Lookout: Sendable {
    private let desired: DesiredMessaging
    private let region: String
    private let look = Once<Result<Sight, NATSError>>()

    init(_ desired: DesiredMessaging, _ region: String) {
        self.desired = desired
        self.region = region
    }

    /// The look ends by the deadline of whoever began it.
    func sight(over connection: NATSConnection, by deadline: Deadline) async throws(NATSError) -> Sight {
        guard let seen = await look.value({ await look(over: connection, by: deadline) }) else { throw .cancelled }
        return try seen.get()
    }

    private func look(over connection: NATSConnection, by deadline: Deadline) async -> Result<Sight, NATSError> {
        // A little less than those who wait have, so that they can still say what became of it.
        let observer = Observer(jetStream: JetStream(connection), deadline: .after(deadline.remaining * 4 / 5))
        let queues = desired.streams.filter(\.isWorkQueue).map(\.name)
        do throws(NATSError) {
            let seen = try await observer.look(atConsumersOf: desired.streamsWithConsumers.union(queues))
            return .success(Sight(seen, Surveyor.survey(desired, seen, region)))
        } catch {
            return .failure(error)
        }
    }
}
