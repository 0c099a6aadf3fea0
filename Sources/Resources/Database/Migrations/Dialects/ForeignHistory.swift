internal import Deadlines
package import FoundationEssentials
internal import PostgreSQL

/// What another tool's table says was applied.
package struct ForeignHistory: Sendable {
    package let dialect: Dialect
    /// As SQL names it.
    package let table: String
    /// Everything up to it counts as applied, told or not.
    package var applied: UpTo?
    /// Oldest first, each version once.
    package var lines: [Line] = []
    package var fault: Fault?

    package enum UpTo: Sendable, Hashable {
        /// golang-migrate keeps the newest version alone.
        case newest(Version)
        /// What Flyway found there when it began.
        case baseline(Version)

        package var version: Version {
            switch self {
            case .newest(let version), .baseline(let version): version
            }
        }
    }

    package struct Line: Sendable, Hashable {
        package var version: Version
        package var name: String?
        package var appliedAt: Date?
        package var appliedBy: String?
        package var duration: Duration = .zero
        /// Flyway's.
        package var checksum: Int32?
        /// It was code and no file of SQL.
        package var isProgram = false
    }

    /// What has to be settled with the tool itself before anybody can rely on its table.
    package enum Fault: Sendable, Hashable {
        /// golang-migrate began this version and did not end it.
        case dirty(Version)
        /// Flyway did not get through this version.
        case failed(Version, name: String)
    }

    /// Whether one of the files counts as applied, or may be.
    package func tells(of files: [MigrationFile]) -> Bool {
        let told = Set(lines.map(\.version))
        return fault != nil
            || files.contains { file in
                told.contains(file.version) || applied.map { file.version <= $0.version } ?? false
            }
    }

    init(_ dialect: Dialect, _ table: String) {
        self.dialect = dialect
        self.table = table
    }
}

package enum ForeignHistoryFault: Error, Sendable, Hashable {
    /// There is no table of the tool's name and shape; what was looked for.
    case absent(Dialect, String)
    /// None on the search path, and several beside it.
    case ambiguous(Dialect, [String])
    case foreign(Dialect, table: String)
    case unreadable(table: String, version: String)
    /// The folder is ihctl's own, or empty.
    case nothingToAdopt
}
