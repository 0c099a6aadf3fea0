internal import PostgreSQL

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
        let isMarked = try await hasAdopted()
        var statements = adoption.items.map { History.taking($0, settings.author) }
        if !isMarked {
            let comment = "\(History.comment) \(MigrationSession.mark) \(table)."
            statements.append("comment on table ihctl.migrations is \(literal: comment)")
        }
        try await commit(statements)
    }

    /// Writes files down as applied that this history never ran; the caller holds the lock.
    package func takeAsBaseline(_ files: [MigrationFile]) async throws {
        try await commit(files.map { History.taking(Adoption.Item(file: $0, kind: .baseline), settings.author) })
    }

    /// All of them or none; however many, they cost one round trip.
    private func commit(_ statements: [SQL]) async throws {
        let outcomes = try await control.pipeline(statements, .together, by: settings.soon)
        if let error = outcomes.compactMap(\.error).first { throw PostgreSQLError(.server(error)) }
    }

    /// Stands in the comment of the history's table from the first adoption on.
    private static let mark = "Adopted from"
}
