package import Deadlines
internal import FoundationEssentials
package import PostgreSQL

/// The table `ihctl.migrations` in the database it tells of: its statements.
package enum History {
    /// What stands of it in a database.
    package enum Presence: Sendable, Hashable {
        case absent, present
        /// Something of that name is there and is not ours.
        case foreign(missingColumns: [String])
    }

    /// In the order in which they are read.
    private static let columns = [
        "version", "name", "checksum", "kind", "direction", "statements", "statements_done", "statement_begun",
        "done_checksum", "applied_at", "duration_ms", "applied_by", "ihctl_version",
    ]

    static let comment = "Migrations that ihctl applied; kept by ihctl migrate."

    /// Makes the table where it is not there; by the holder of the lock alone, for two at once would collide.
    static let creation = "create schema if not exists ihctl;\n" + creationOfTable

    private static let creationOfTable = """
        create table if not exists ihctl.migrations (
            version text primary key,
            name text not null,
            checksum text not null,
            kind text not null default 'applied' check (kind in ('applied', 'baseline', 'adopted')),
            direction text not null default 'up' check (direction in ('up', 'down')),
            statements integer not null,
            statements_done integer not null check (statements_done between 0 and statements),
            statement_begun boolean not null default false,
            done_checksum text,
            applied_at timestamptz not null default clock_timestamp(),
            duration_ms bigint not null default 0,
            applied_by text not null,
            ihctl_version text not null
        );
        comment on table ihctl.migrations is '\(comment)';
        """

    package static func presence(
        on session: some Session,
        by deadline: Deadline
    ) async throws(PostgreSQLError) -> Presence {
        let rows = try await session.query(
            """
            select a.attname::text from pg_attribute a
            where a.attrelid = to_regclass('ihctl.migrations') and a.attnum > 0 and not a.attisdropped
            """,
            by: deadline
        )
        let found = Set(try rows.map { row throws(PostgreSQLError) in try row[0] as String })
        if found.isEmpty { return .absent }
        let missing = columns.filter { !found.contains($0) }
        return missing.isEmpty ? .present : .foreign(missingColumns: missing)
    }

    static func create(on connection: Connection, by deadline: Deadline) async throws(PostgreSQLError) {
        // Where it is there nothing is asked for, so that a role without the right to make schemas can go on.
        guard try await presence(on: connection, by: deadline) == .absent else { return }
        let hasSchema: Bool = try await connection.query("select to_regnamespace('ihctl') is not null", by: deadline)
            .value()
        try await connection.execute(hasSchema ? creationOfTable : creation, by: deadline)
    }

    static func isWritable(on connection: Connection, by deadline: Deadline) async throws(PostgreSQLError) -> Bool {
        try await connection.query(
            """
            select has_table_privilege('ihctl.migrations', 'select') and has_table_privilege('ihctl.migrations', 'insert')
                and has_table_privilege('ihctl.migrations', 'update') and has_table_privilege('ihctl.migrations', 'delete')
            """,
            by: deadline
        ).value()
    }

    /// All lines, oldest first; none where there is no table.
    package static func read(on session: some Session, by deadline: Deadline) async throws -> [HistoryEntry] {
        switch try await presence(on: session, by: deadline) {
        case .absent: return []
        case .foreign(let missing): throw HistoryFault.foreign(missingColumns: missing)
        case .present: break
        }
        let rows = try await session.query(
            """
            select \(raw: columns.joined(separator: ", ")) from ihctl.migrations
            """,
            by: deadline
        )
        return try rows.map { row in try entry(row) }.sorted { $0.version < $1.version }
    }

    private static func entry(_ row: Row) throws -> HistoryEntry {
        let text: String = try row[0]
        let (kindText, directionText): (String, String) = (try row[3], try row[4])
        guard let version = Version(text), let kind = HistoryEntry.Kind(rawValue: kindText),
            let direction = Direction(rawValue: directionText)
        else { throw HistoryFault.unreadable(version: text) }
        let milliseconds: Int = try row[10]
        return HistoryEntry(
            version: version,
            name: try row[1],
            checksum: try row[2],
            kind: kind,
            direction: direction,
            statements: try row[5],
            statementsDone: try row[6],
            isStatementBegun: try row[7],
            doneChecksum: try row[8],
            appliedAt: try row[9],
            duration: .milliseconds(milliseconds),
            appliedBy: try row[11],
            ihctlVersion: try row[12]
        )
    }
}

package enum HistoryFault: Error, Sendable, Hashable {
    /// `ihctl.migrations` is there and lacks columns.
    case foreign(missingColumns: [String])
    case unreadable(version: String)
}

/// The role may not make, read or write the history.
package struct HistoryForbidden: Error, Sendable, Hashable {
    package var role: String

    package init(role: String) {
        self.role = role
    }
}
