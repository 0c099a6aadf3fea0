internal import PostgreSQL

/// What became of a statement that was begun outside a transaction and whose end nobody saw.
struct Aftermath {
    let work: Connection
    let settings: RunSettings

    enum Verdict: Hashable {
        case done
        /// It is to be run again; what it had left was dropped.
        case notDone(dropped: [String])
    }

    /// Reads the verdict from the catalog, and clears away what stands in the way of a second try.
    func settle(_ statement: StatementNature.Alone) async throws -> Verdict {
        switch statement {
        case .createIndex(let name?, let table): try await settleIndex(name, of: table)
        case .dropIndex(let name): try await exists(relation: name) ? .notDone(dropped: []) : .done
        case .reindex: .notDone(dropped: try await dropRebuildLeftovers())
        case .detachPartition(let parent, let partition): try await settleDetach(parent, partition)
        case .createDatabase(let name): try await exists(database: name) ? .done : .notDone(dropped: [])
        case .dropDatabase(let name): try await exists(database: name) ? .notDone(dropped: []) : .done
        case .createIndex, .repeatable, .other: .notDone(dropped: [])
        }
    }

    /// Whether a statement that the server refused left a half of its work behind.
    func isHalfDone(_ statement: StatementNature.Alone) async throws -> Bool {
        switch statement {
        case .createIndex(let name?, let table): try await invalidIndex(name, of: table) != nil
        case .detachPartition(let parent, let partition): try await isDetachPending(parent, partition) == true
        case .reindex: true
        case .createIndex, .dropIndex, .createDatabase, .dropDatabase, .repeatable, .other: false
        }
    }

    /// The index of that name beside the table, where it is there and invalid.
    func invalidIndex(_ name: String, of table: [String]) async throws -> InvalidIndex? {
        let schema: String? = try await work.query(
            """
            select n.nspname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.oid = to_regclass(\(SQL.quoted(identifier: table)))
            """,
            by: settings.soon
        ).first.map { row in try row[0] }
        guard let schema else { return nil }
        return try await InvalidIndex.all(on: work, by: settings.soon).first { $0.schema == schema && $0.name == name }
    }

    private func settleIndex(_ name: String, of table: [String]) async throws -> Verdict {
        if let invalid = try await invalidIndex(name, of: table) {
            try await invalid.drop(on: work, by: settings.deadline)
            return .notDone(dropped: [invalid.qualifiedName])
        }
        let isThere: Bool = try await work.query(
            """
            select exists (
                select from pg_index i join pg_class c on c.oid = i.indexrelid
                where i.indrelid = to_regclass(\(SQL.quoted(identifier: table))) and c.relname = \(name)
            )
            """,
            by: settings.soon
        ).value()
        return isThere ? .done : .notDone(dropped: [])
    }

    /// `reindex concurrently` builds beside the old index, under its name and an ending; beside that of the table's overflow too.
    private func dropRebuildLeftovers() async throws -> [String] {
        let leftovers = try await InvalidIndex.all(on: work, by: settings.soon).filter {
            $0.name.contains(/_cc(new|old)[0-9]*$/)
        }
        var dropped: [String] = []
        for leftover in leftovers {
            do throws(PostgreSQLError) {
                try await leftover.drop(on: work, by: settings.deadline)
                dropped.append(leftover.qualifiedName)
            } catch {
                // What lies in pg_toast only a superuser may drop, and it keeps nobody from a second try.
                guard leftover.schema == "pg_toast", error.code == .insufficientPrivilege else { throw error }
            }
        }
        return dropped
    }

    private func settleDetach(_ parent: [String], _ partition: [String]) async throws -> Verdict {
        guard let pending = try await isDetachPending(parent, partition) else { return .done }
        guard pending else { return .notDone(dropped: []) }
        try await work.query(
            "alter table \(raw: SQL.quoted(identifier: parent)) detach partition \(raw: SQL.quoted(identifier: partition)) finalize",
            by: settings.deadline
        )
        return .done
    }

    /// Nil where it is no partition of it any more.
    private func isDetachPending(_ parent: [String], _ partition: [String]) async throws -> Bool? {
        try await work.query(
            """
            select inhdetachpending from pg_inherits
            where inhparent = to_regclass(\(SQL.quoted(identifier: parent)))
                and inhrelid = to_regclass(\(SQL.quoted(identifier: partition)))
            """,
            by: settings.soon
        ).first.map { row in try row[0] }
    }

    private func exists(relation name: [String]) async throws -> Bool {
        try await work.query("select to_regclass(\(SQL.quoted(identifier: name))) is not null", by: settings.soon)
            .value()
    }

    private func exists(database name: String) async throws -> Bool {
        try await work.query("select exists (select from pg_database where datname = \(name))", by: settings.soon)
            .value()
    }
}
