internal import PostgreSQL

/// One thing that stands between files, history and schema, and what would mend it.
package enum Repair: Sendable {
    /// The file as it is now counts as what was applied.
    case acceptEdit(MigrationFile, of: HistoryEntry)
    /// The history forgets a migration whose file is gone; the schema stays as it is.
    case forget(HistoryEntry)
    case dropIndex(InvalidIndex)
}

extension Standing {
    /// What can be mended: edits always, missing files where their version is named.
    package func repairs(naming versions: Set<Version>, invalidIndexes: [InvalidIndex]) -> [Repair] {
        let ofHistory = entries.compactMap { entry -> Repair? in
            guard versions.isEmpty || versions.contains(entry.version) else { return nil }
            switch (entry.state, entry.file, entry.applied) {
            case (.edited, let file?, let applied?): return .acceptEdit(file, of: applied)
            case (.missing, _, let applied?), (.unknown, _, let applied?):
                return versions.contains(entry.version) ? .forget(applied) : nil
            default: return nil
            }
        }
        return ofHistory + (versions.isEmpty ? invalidIndexes.map(Repair.dropIndex) : [])
    }
}

extension MigrationSession {
    /// Mends; the caller holds the lock.
    package func carryOut(_ repairs: [Repair]) async throws {
        for repair in repairs {
            switch repair {
            case .acceptEdit(let file, let entry):
                try await control.query(
                    """
                    update ihctl.migrations set checksum = \(file.checksum), name = \(file.name)
                    where version = \(entry.version.description)
                    """,
                    by: settings.soon
                )
            case .forget(let entry):
                try await control.query(
                    "delete from ihctl.migrations where version = \(entry.version.description)",
                    by: settings.soon
                )
            case .dropIndex(let index):
                // On a session of its own: the one that holds the lock stays idle.
                let work = try await openWork()
                do {
                    try await index.drop(on: work, by: settings.deadline)
                } catch {
                    await work.close()
                    throw error
                }
                await work.close()
            }
        }
    }
}
