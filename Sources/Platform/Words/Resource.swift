package import Deadlines

/// One dependency in one region: what it should be, how to look at what it is, how the two differ, and what mends it.
///
/// The only place where verbs and nouns meet. A resource holds its desired state from the platform file and asks its servers; it keeps no state
/// of its own, because the servers are the state.
package protocol Resource: Sendable {
    /// Of the whole: `fr-par/storage`. What it is made of stands below.
    var address: Address { get }
    /// Resources that must be as they should be before this one is touched.
    var after: [Address] { get }
    /// So many changes may be under way at once.
    var parallelism: Int { get }

    /// What the servers tell of themselves, held against `identity:` before anything is written; nil for a fact not told.
    func identity(by deadline: Deadline) async throws -> [IdentityFact: String?]

    /// Looks at everything in as few requests as it can, and compares the declared fields with it.
    ///
    /// Throws a `ResourceFailure` where it cannot tell.
    func survey(by deadline: Deadline) async throws -> Survey

    /// Carries out a change of an earlier survey, perhaps of an earlier run.
    ///
    /// It looks at the thing again first: where it is not as the change expects, it throws `StaleChange`; where it is already as it should be, it does
    /// nothing. Gives what there is to say about it, as a setting that the store does not have.
    func carryOut(_ change: Change, by deadline: Deadline) async throws -> [Finding]

    /// Whether how long a change takes depends on how much is there, as with migrations: then it has all the time that the command has, and the resource
    /// itself sees to it that a server which does not answer does not hold it.
    func takesItsTime(_ change: Change) -> Bool
}

extension Resource {
    package func takesItsTime(_ change: Change) -> Bool { false }
}

/// What a look at a resource gave.
package struct Survey: Sendable {
    /// What is not as it should be.
    package var changes: [Change]
    /// What is as it should be.
    package var sound: [Address]
    /// What there is to say beside: settings that the store does not have or takes without effect, fields left alone, things nobody declared.
    package var findings: [Finding]
    /// How many requests it took.
    package var requests: Int

    package init(changes: [Change] = [], sound: [Address] = [], findings: [Finding] = [], requests: Int = 0) {
        self.changes = changes
        self.sound = sound
        self.findings = findings
        self.requests = requests
    }
}

/// Why a resource could not be looked at or changed, ready to be told.
package struct ResourceFailure: Error, Sendable {
    package var finding: Finding
    /// Whether it says no, as a permission that is missing does, or only that nobody knows.
    package var isAnswer: Bool

    package init(_ finding: Finding, isAnswer: Bool = false) {
        self.finding = finding
        self.isAnswer = isAnswer
    }
}

/// The thing is not as it was when the change was planned.
package struct StaleChange: Error, Sendable, Hashable {
    package var address: Address

    package init(_ address: Address) {
        self.address = address
    }
}
