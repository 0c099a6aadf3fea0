internal import Deadlines
internal import PostgreSQL

/// A session that a statement of ours waits for.
package struct Blocker: Sendable, Hashable {
    package var pid: Int32
    package var user: String
    package var application: String
    package var client: String?
    package var state: String
    /// How long its transaction, or else its session, has lasted.
    package var since: Duration
}

/// Looks now and then whether the working session waits for others, on a connection of its own that is made when it is first needed.
final class BlockerWatch: Sendable {
    let target: Target
    let pid: Int32
    private let latest = Locked<[Blocker]>([])

    init(target: Target, pid: Int32) {
        self.target = target
        self.pid = pid
    }

    /// Those that were seen last.
    var blockers: [Blocker] { latest.withLock { $0 } }

    func forget() { latest.withLock { $0 = [] } }

    /// Runs `body` and watches meanwhile; what cannot be seen is not told.
    func during<Value: Sendable>(
        _ hear: @escaping @Sendable ([Blocker]) -> Void,
        _ body: () async throws -> Value
    ) async rethrows -> Value {
        // Leaving the scope cancels the watcher and waits for it.
        async let _: Void = watch(hear)
        let value = try await body()
        return value
    }

    private func watch(_ hear: @Sendable ([Blocker]) -> Void) async {
        var connection: Connection?
        var told: [Int32] = []
        while (try? await Task.sleep(for: .milliseconds(1_000))) != nil {
            if connection == nil { connection = try? await Connection.open(target, by: .after(.seconds(5))) }
            guard let connection, let found = try? await read(connection) else { continue }
            guard !found.isEmpty else { continue }
            latest.withLock { $0 = found }
            if found.map(\.pid) != told { hear(found) }
            told = found.map(\.pid)
        }
        await connection?.close()
    }

    private func read(_ connection: Connection) async throws -> [Blocker] {
        let rows = try await connection.query(
            """
            select a.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''), host(a.client_addr),
                coalesce(a.state, ''), (extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.backend_start)) * 1000)::bigint
            from pg_stat_activity a where a.pid = any(pg_blocking_pids(\(pid)::int)) order by 6 desc
            """,
            by: .after(.seconds(5))
        )
        return try rows.map { row in
            let milliseconds: Int = try row[5]
            return Blocker(
                pid: try row[0],
                user: try row[1],
                application: try row[2],
                client: try row[3],
                state: try row[4],
                since: .milliseconds(milliseconds)
            )
        }
    }
}
