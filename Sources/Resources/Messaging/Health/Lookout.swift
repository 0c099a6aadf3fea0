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

/// The one look of a run: whoever needs it first begins it, all others wait for the same.
actor Lookout {
    private let desired: DesiredMessaging
    private let region: String
    private var look: Task<Result<Sight, NATSError>, Never>?

    init(_ desired: DesiredMessaging, _ region: String) {
        self.desired = desired
        self.region = region
    }

    /// The look ends by the deadline of whoever began it.
    func sight(over connection: NATSConnection, by deadline: Deadline) async throws(NATSError) -> Sight {
        let task = look ?? begin(over: connection, by: deadline)
        return try await task.value.get()
    }

    private func begin(
        over connection: NATSConnection,
        by deadline: Deadline
    ) -> Task<Result<Sight, NATSError>, Never> {
        // A little less than those who wait have, so that they can still say what became of it.
        let share = Deadline.after(deadline.remaining * 4 / 5)
        let queues = desired.streams.filter(\.isWorkQueue).map(\.name)
        let asked = desired.streamsWithConsumers.union(queues)
        let task = Task { [desired, region] () -> Result<Sight, NATSError> in
            do throws(NATSError) {
                let observer = Observer(jetStream: JetStream(connection), deadline: share)
                let seen = try await observer.look(atConsumersOf: asked)
                return .success(Sight(seen, Surveyor.survey(desired, seen, region)))
            } catch {
                return .failure(error)
            }
        }
        look = task
        return task
    }
}
