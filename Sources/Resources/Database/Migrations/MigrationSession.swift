internal import Deadlines
internal import FoundationEssentials
package import PostgreSQL

/// A database that migrations are run on: first looked at, then locked, then worked on.
package struct MigrationSession: Sendable {
    package let settings: RunSettings
    package let hear: @Sendable (RunEvent) -> Void
    /// Holds the lock and stays idle outside any transaction.
    package let control: Connection
    package let target: Target

    /// Connects; refuses a pooler, on which neither locks nor settings of a session can be relied.
    package static func open(
        _ target: Target,
        _ settings: RunSettings,
        hear: @escaping @Sendable (RunEvent) -> Void = { _ in },
    ) async throws -> MigrationSession {
        let control = try await Connection.open(target, by: settings.soon)
        // Of several servers the work goes to the one that the lock lies on.
        var pinned = target
        pinned.hosts = [control.pinnedHost]
        let session = MigrationSession(settings: settings, hear: hear, control: control, target: pinned)
        do {
            if try await control.isBehindPooler(by: settings.soon) { throw BehindPooler(address: control.address) }
        } catch {
            await control.close()
            throw error
        }
        return session
    }

    package func close() async {
        await control.close()
    }

    package func history() async throws -> [HistoryEntry] {
        do {
            return try await History.read(on: control, by: settings.soon)
        } catch let error as PostgreSQLError where error.code == .insufficientPrivilege {
            throw HistoryForbidden(role: target.user)
        }
    }

    package func invalidIndexes() async throws -> [InvalidIndex] {
        try await InvalidIndex.all(on: control, by: settings.soon)
    }

    /// What the server tells of itself, to be held against the platform file before anything is written.
    package func identity() async throws -> DatabaseIdentity {
        let rows = try await control.query(
            "select current_database()::text, pg_is_in_recovery(), current_setting('transaction_read_only')",
            by: settings.soon
        )
        guard let row = rows.first else { throw PostgreSQLError(.library("no row")) }
        // A managed server may keep it to itself.
        let identifier: Int64? = try? await control.query(
            "select system_identifier from pg_control_system()",
            by: settings.soon
        ).value()
        let readOnly: String = try row[2]
        return DatabaseIdentity(
            database: try row[0],
            systemIdentifier: identifier.map { String($0) },
            isReplica: try row[1],
            isReadOnly: readOnly == "on"
        )
    }

    /// Waits for its turn; from then on this runner is alone, and the history's table is there.
    package func lock() async throws {
        // An idle session is what the lock lies on.
        if await control.serverVersion >= 140_000 {
            try await control.query("set idle_session_timeout = 0", by: settings.soon)
        }
        try await RunnerLock.take(.runner, on: control, settings) {
            hear(.waitsForRunner($0))
        }
        // The server may still be at what a killed runner had sent: until it has ended, the history can change.
        try await RunnerLock.take(.work, on: control, settings) {
            hear(.waitsForRunner($0))
        }
        try await RunnerLock.release(.work, on: control, by: settings.soon)
        do throws(PostgreSQLError) {
            try await History.create(on: control, by: settings.soon)
            guard try await !History.isWritable(on: control, by: settings.soon) else { return }
        } catch {
            guard error.code == .insufficientPrivilege else { throw error }
        }
        // Else the first migration would seem to be at fault, whose line cannot be written.
        throw HistoryForbidden(role: target.user)
    }

    /// Makes another database on the same server; one that somebody else made meanwhile will do.
    package func createDatabase(_ name: String) async throws {
        do throws(PostgreSQLError) {
            try await control.query("create database \(identifier: name)", by: settings.deadline)
        } catch {
            let duplicate = SQLState(rawValue: "42P04")
            guard error.code == duplicate || error.code == .uniqueViolation else { throw error }
        }
    }

    /// A session for the work itself, which nobody else has while it lives; not even one whose runner was killed.
    func openWork() async throws -> Connection {
        let work = try await Connection.open(target, by: settings.soon)
        do {
            try await work.query(settings.sessionSettings(serverVersion: await work.serverVersion), by: settings.soon)
            try await RunnerLock.take(.work, on: work, settings) {
                hear(.waitsForRunner($0))
            }
        } catch {
            await work.close()
            throw error
        }
        return work
    }
}

package struct DatabaseIdentity: Sendable, Hashable {
    package var database: String
    package var systemIdentifier: String?
    package var isReplica: Bool
    package var isReadOnly: Bool
}

package struct BehindPooler: Error, Sendable, Hashable {
    package var address: String
}
