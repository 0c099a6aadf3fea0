/// A lock that a statement takes, and what it does while it holds it.
package struct TableLock: Sendable, Hashable {
    /// Which thing is locked.
    package enum Target: Sendable, Hashable, CustomStringConvertible {
        case table(String)
        case index(String)
        /// The table of an index whose making no file shows.
        case tableOfIndex(String)
        /// Every table that is in the database or schema, or that uses the type.
        case tables(of: String)

        package var description: String {
            switch self {
            case .table(let name): name
            case .index(let name): "index \(name)"
            case .tableOfIndex(let name): "the table of index \(name)"
            case .tables(let whole): "the tables of \(whole)"
            }
        }
    }

    package var target: Target
    package var mode: LockMode
    /// The whole table is written anew while the lock is held.
    package var rewrites: Bool
    /// The whole table is read while the lock is held.
    package var scans: Bool
    /// The same file makes the table: nobody can be waiting for it.
    package var isNew: Bool

    package var blocks: Set<BlockedUse> { mode.blocks }

    init(_ target: Target, _ mode: LockMode, rewrites: Bool = false, scans: Bool = false, isNew: Bool = false) {
        self.target = target
        self.mode = mode
        self.rewrites = rewrites
        self.scans = scans
        self.isNew = isNew
    }
}
