/// A rule for migrations: what a healthy file does, why, and what to write where it does not.
package struct LintRule: Sendable, Hashable, Identifiable {
    /// In kebab case, never changed once published: allow comments name it.
    package let id: String
    package let severity: LintSeverity
    package let group: LintGroup
    /// The healthy state in one line: `indexes on live tables are built concurrently`.
    package let title: String
    package let why: String
    package let instead: String
    /// A file that breaks the rule, and one or several that do the same safely; every `-- ihctl:up` begins a file.
    package let bad: String
    package let good: String
    /// The first major version of the server the rule has a remedy for.
    package let since: Int?
    /// The major version from which on the server has no such trouble.
    package let until: Int?

    /// Style rules speak only when asked for.
    package var isStyle: Bool { group == .style }

    init(
        _ id: String,
        _ severity: LintSeverity,
        _ group: LintGroup,
        title: String,
        why: String,
        instead: String,
        bad: String,
        good: String,
        since: Int? = nil,
        until: Int? = nil,
    ) {
        self.id = id
        self.severity = severity
        self.group = group
        self.title = title
        self.why = why
        self.instead = instead
        self.bad = bad
        self.good = good
        self.since = since
        self.until = until
    }

    package static func == (one: LintRule, other: LintRule) -> Bool { one.id == other.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// How grave a finding is.
package enum LintSeverity: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Good to know; nothing to mend.
    case note
    /// Harm that depends on what the text does not show: the old type, the number of rows.
    case warning
    /// Fails, stops traffic, breaks running clients or loses data.
    case error

    package static func < (one: LintSeverity, other: LintSeverity) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// What a rule guards.
package enum LintGroup: String, Sendable, Hashable, CaseIterable {
    /// Long work under a lock that stops others.
    case locks
    /// A table written anew.
    case rewrites
    /// What programs that still run with the old schema rely on.
    case clients
    /// Rows and whole things that are gone afterwards.
    case data
    /// What the server refuses, or does otherwise, inside or outside a transaction.
    case transactions
    /// Remarks that allow a finding.
    case allowances
    case style
}

extension LintRule {
    /// All rules, each group together.
    package static let all: [LintRule] =
        indexes + partitions + constraints + columns + tables + clients + removals + transactions + rows + sessions
        + allowances + style

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    package static func named(_ id: String) -> LintRule? { byID[id] }
}
