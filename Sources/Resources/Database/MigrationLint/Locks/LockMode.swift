/// A lock on a table, weakest first, under the name the manual gives it.
package enum LockMode: String, Sendable, Hashable, Comparable, CaseIterable {
    case accessShare = "ACCESS SHARE"
    case rowShare = "ROW SHARE"
    case rowExclusive = "ROW EXCLUSIVE"
    case shareUpdateExclusive = "SHARE UPDATE EXCLUSIVE"
    case share = "SHARE"
    case shareRowExclusive = "SHARE ROW EXCLUSIVE"
    case exclusive = "EXCLUSIVE"
    case accessExclusive = "ACCESS EXCLUSIVE"

    /// As `pg_locks` writes it: `AccessExclusiveLock`.
    package init?(serverName: String) {
        guard let mode = Self.allCases.first(where: { $0.serverName == serverName }) else { return nil }
        self = mode
    }

    package var serverName: String { rawValue.split(separator: " ").map(\.capitalized).joined() + "Lock" }

    /// What everybody else has to wait with.
    package var blocks: Set<BlockedUse> {
        switch self {
        case .accessShare: []
        case .rowShare, .rowExclusive, .shareUpdateExclusive: [.changes]
        case .share, .shareRowExclusive, .exclusive: [.writes, .changes]
        case .accessExclusive: [.reads, .writes, .changes]
        }
    }

    package static func < (one: LockMode, other: LockMode) -> Bool { one.rank < other.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A use of a table that a lock keeps from it.
package enum BlockedUse: String, Sendable, Hashable, Comparable, CaseIterable {
    case reads, writes
    /// Changes of the table itself: ALTER TABLE, CREATE INDEX, VACUUM, according to the mode.
    case changes = "schema changes"

    package static func < (one: BlockedUse, other: BlockedUse) -> Bool { one.rank < other.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// In words: `reads, writes and schema changes`.
    package static func listed(_ uses: Set<BlockedUse>) -> String {
        let words = uses.sorted().map(\.rawValue)
        guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
