internal import Deadlines
internal import PostgreSQL

/// Who keeps others from migrating.
package struct LockHolder: Sendable, Hashable {
    package var pid: Int32
    package var user: String
    package var application: String
    /// An address, or nil for a local socket.
    package var client: String?
    package var since: Duration
    package var state: String
}

/// The lock that lets one runner at a time work on a database.
///
/// It is asked for again and again and never waited for: a session that waits holds a snapshot, and `create index concurrently` would wait
/// for it in turn. It lies on a connection of its own that stays idle outside any transaction.
enum RunnerLock {
    /// The two locks of a runner: its own, and one that its working session holds.
    ///
    /// The second outlives a runner that was killed for as long as the server still works on what it had sent.
    enum Part: Int32 {
        case runner = 1
        case work = 2
    }

    /// "ihct" in letters.
    private static let space: Int32 = 0x6968_6374

    static func tryTake(_ part: Part, on connection: Connection, by deadline: Deadline) async throws -> Bool {
        try await connection.query("select pg_try_advisory_lock(\(space)::int, \(part.rawValue)::int)", by: deadline)
            .value()
    }

    static func release(_ part: Part, on connection: Connection, by deadline: Deadline) async throws {
        try await connection.query("select pg_advisory_unlock(\(space)::int, \(part.rawValue)::int)", by: deadline)
    }

    static func holder(of part: Part, on connection: Connection, by deadline: Deadline) async throws -> LockHolder? {
        let rows = try await connection.query(
            """
            select a.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''), host(a.client_addr),
                (extract(epoch from clock_timestamp() - a.backend_start) * 1000)::bigint, coalesce(a.state, '')
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.classid = \(space)::int::oid
                and l.objid = \(part.rawValue)::int::oid and l.objsubid = 2
                and l.database = (select oid from pg_database where datname = current_database())
            limit 1
            """,
            by: deadline
        )
        guard let row = rows.first else { return nil }
        let milliseconds: Int = try row[4]
        return LockHolder(
            pid: try row[0],
            user: try row[1],
            application: try row[2],
            client: try row[3],
            since: .milliseconds(milliseconds),
            state: try row[5]
        )
    }

    /// The session that does the other run's work, or where it has none yet the one that keeps its lock, which is always idle.
    private static func worker(on connection: Connection, by deadline: Deadline) async throws -> LockHolder? {
        if let worker = try await holder(of: .work, on: connection, by: deadline) { return worker }
        return try await holder(of: .runner, on: connection, by: deadline)
    }

    /// Polls until the lock is had: quickly at first, then once a second, never in step with others.
    static func take(
        _ part: Part,
        on connection: Connection,
        _ settings: RunSettings,
        hear: (LockHolder?) -> Void
    ) async throws {
        let began = ContinuousClock.now
        let limit = Deadline.after(settings.runnerTimeout).sooner(of: settings.deadline)
        var pause = Duration.milliseconds(50)
        var isTold = false
        while !settings.deadline.hasPassed {
            if try await tryTake(part, on: connection, by: settings.soon) { return }
            if limit.hasPassed { break }
            if !isTold, pause > .milliseconds(200) {
                hear(try await worker(on: connection, by: settings.soon))
                isTold = true
            }
            let wait = min(pause * Double.random(in: 0.5...1), limit.remaining + .milliseconds(1))
            try await Task.sleep(for: wait)
            pause = min(pause * 1.5, .seconds(1))
        }
        // Who it is is worth a moment beyond the deadline.
        throw LockNotHad(
            holder: try? await worker(on: connection, by: .after(.seconds(5))),
            waited: ContinuousClock.now - began
        )
    }
}

package struct LockNotHad: Error, Sendable, Hashable {
    /// Nil where it had just gone, or the server does not tell.
    package var holder: LockHolder?
    package var waited: Duration
}
