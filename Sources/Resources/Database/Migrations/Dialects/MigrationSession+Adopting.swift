internal import PostgreSQL
internal import Words

extension MigrationSession {
    package func foreignHistory(_ dialect: Dialect, named table: String? = nil) async throws -> ForeignHistory? {
        try await ForeignHistory.find(dialect, named: table, on: control, by: settings.soon)
    }

    /// Whether the history holds lines of another tool's, or held some before they were taken back.
    package func hasAdopted() async throws -> Bool {
        let comment: String? = try await control.query(
            "select obj_description(to_regclass('ihctl.migrations')::oid, 'pg_class')",
            by: settings.soon
        ).value()
        return comment?.contains(MigrationSession.mark) == true
    }

    /// The other tool's history, where it tells of these files and ihctl's own tells of nothing: to run them all from the start would
    /// be wrong.
    package func unadopted(_ files: [MigrationFile]) async throws -> ForeignHistory? {
        guard let dialect = files.first?.dialect, dialect != .ihctl, try await history().isEmpty,
            try await !hasAdopted(), let foreign = try await foreignHistory(dialect), foreign.tells(of: files)
        else { return nil }
        return foreign
    }

    /// Writes down what was adopted, and that it was; the caller holds the lock.
    package func adopt(_ adoption: Adoption, from table: String) async throws {
        let author = settings.author
        let isMarked = try await hasAdopted()
        _ = try await control.transaction(by: settings.deadline) { transaction in
            for item in adoption.items {
                try await transaction.query(
                    """
                    insert into ihctl.migrations
                        (version, name, checksum, kind, statements, statements_done, applied_at, duration_ms,
                            applied_by, ihctl_version)
                    values (
                        \(item.file.version.description), \(item.file.name), \(item.file.checksum),
                        \(item.kind.rawValue), 0, 0, coalesce(\(item.appliedAt)::timestamptz, clock_timestamp()),
                        \(item.duration.wholeMilliseconds)::bigint, \(item.appliedBy ?? author.name),
                        \(author.ihctlVersion)
                    )
                    """,
                    by: settings.soon
                )
            }
            if !isMarked {
                let comment = "\(History.comment) \(MigrationSession.mark) \(table)."
                try await transaction.query(
                    "comment on table ihctl.migrations is \(literal: comment)",
                    by: settings.soon
                )
            }
        }
    }

    /// Stands in the comment of the history's table from the first adoption on.
    private static let mark = "Adopted from"
}
