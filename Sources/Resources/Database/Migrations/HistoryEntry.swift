package import FoundationEssentials

/// A line of the history: what was done, when, by whom, and how far.
package struct HistoryEntry: Sendable, Hashable {
    package var version: Version
    package var name: String
    package var checksum: String
    package var kind: Kind
    package var direction: Direction
    /// How many statements the section has, and how many of them are done.
    package var statements: Int
    package var statementsDone: Int
    /// The statement after those was begun outside a transaction, and nobody wrote down how it ended.
    package var isStatementBegun: Bool
    /// Over the statements that are done, so that the rest of the file may be mended.
    package var doneChecksum: String?
    package var appliedAt: Date
    package var duration: Duration
    package var appliedBy: String
    package var ihctlVersion: String

    package enum Kind: String, Sendable, Hashable {
        case applied
        /// Taken as done when the history began.
        case baseline
        /// Taken over from another tool's history.
        case adopted
    }

    package init(
        version: Version,
        name: String,
        checksum: String,
        kind: Kind = .applied,
        direction: Direction = .up,
        statements: Int,
        statementsDone: Int,
        isStatementBegun: Bool = false,
        doneChecksum: String? = nil,
        appliedAt: Date,
        duration: Duration,
        appliedBy: String,
        ihctlVersion: String,
    ) {
        self.version = version
        self.name = name
        self.checksum = checksum
        self.kind = kind
        self.direction = direction
        self.statements = statements
        self.statementsDone = statementsDone
        self.isStatementBegun = isStatementBegun
        self.doneChecksum = doneChecksum
        self.appliedAt = appliedAt
        self.duration = duration
        self.appliedBy = appliedBy
        self.ihctlVersion = ihctlVersion
    }

    package var title: String { version.title(name) }

    /// Whether all of it is there: neither half applied nor half undone.
    package var isWhole: Bool { direction == .up && statementsDone == statements }
}
