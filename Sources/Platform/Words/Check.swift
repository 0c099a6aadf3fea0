package import Deadlines

/// One question to one dependency, as a value: what it is, what it is asked of, and how.
package struct Check: Sendable {
    package let kind: CheckKind
    /// `fr-par/storage/bucket/reports`.
    package let target: Address
    /// Where the platform file declares what is looked at: `["storage", "buckets", "reports"]`.
    package let setting: [String]
    /// Single checks that it waits for beside those that its kind requires: of another dependency, as the reference that leads to this one.
    package let waitsFor: [CheckOutcome.Blocker]
    /// Instead of the run's limit for one check.
    package let timeout: Duration?
    /// Looks, and says what it found.
    ///
    /// It ends by the deadline or soon after; a `ResourceFailure` that it throws is what it found, any other error means that nobody can tell.
    package let examine: @Sendable (Deadline) async throws -> Diagnosis

    package init(
        _ kind: CheckKind,
        of target: Address,
        declaredAt setting: [String] = [],
        waitsFor: [CheckOutcome.Blocker] = [],
        timeout: Duration? = nil,
        _ examine: @escaping @Sendable (Deadline) async throws -> Diagnosis,
    ) {
        self.kind = kind
        self.target = target
        self.setting = setting
        self.waitsFor = waitsFor
        self.timeout = timeout
        self.examine = examine
    }
}

/// All checks of one dependency for one run: they share what they open and what they see.
package struct Checkup: Sendable {
    /// `fr-par/storage`.
    package let address: Address
    /// So many of its checks may be under way at once, so that looking does no harm.
    package let parallelism: Int
    package let checks: [Check]
    /// Told, before the first of its checks, the ids of those that will be asked.
    package let begin: @Sendable (Set<String>) -> Void
    /// Closes what the checks opened; called once, after the last of them.
    package let finish: @Sendable () async -> Void

    package init(
        of address: Address,
        parallelism: Int = 8,
        _ checks: [Check],
        begin: @escaping @Sendable (Set<String>) -> Void = { _ in },
        finish: @escaping @Sendable () async -> Void = {},
    ) {
        self.address = address
        self.parallelism = parallelism
        self.checks = checks
        self.begin = begin
        self.finish = finish
    }
}

/// A dependency that can be looked at, as often as somebody asks.
package protocol Checkable: Sendable {
    /// The checks for one run, with nothing opened yet.
    func checkup() -> Checkup
}
