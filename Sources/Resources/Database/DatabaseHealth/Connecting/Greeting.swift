internal import Deadlines
internal import FoundationEssentials
internal import PostgreSQL

/// What the server tells the agent of itself at the first question.
struct Greeting: Sendable {
    var version: Int
    var encryption: Encryption?
    var isInRecovery: Bool
    var isReadOnly: Bool
    /// Where `default_transaction_read_only` was said: `database`, `user`, `configuration file`.
    var readOnlySource: String
    var isBehindPooler: Bool
    var isBySocket: Bool
    var usedPassword: Bool
    /// The server's clock less ours, and how much of that may be the way there and back.
    var clockOffset: Duration
    var clockDoubt: Duration

    /// `15.18`, `18.1`.
    var versionText: String { "\(version / 10_000).\(version % 10_000)" }

    static func hear(on connection: Connection, by deadline: Deadline) async throws(PostgreSQLError) -> Greeting {
        // The first question of a session takes longer than the way: the server reads its catalogue.
        let facts = try await connection.query(
            """
            select pg_backend_pid(), pg_is_in_recovery(), current_setting('transaction_read_only')::bool,
                (select source from pg_settings where name = 'default_transaction_read_only')
            """,
            by: deadline
        )
        let asked = (Date(), ContinuousClock.now)
        let epoch: Double = try await connection.query(
            "select extract(epoch from clock_timestamp())::float8",
            by: deadline
        )
        .value()
        let way = ContinuousClock.now - asked.1
        guard let row = facts.first else { throw PostgreSQLError(.library("no row")) }
        let backend: Int32 = try row[0]
        let middle = asked.0.timeIntervalSince1970 + (way / .seconds(1)) / 2
        return Greeting(
            version: await connection.serverVersion,
            encryption: await connection.encryption,
            isInRecovery: try row[1],
            isReadOnly: try row[2],
            readOnlySource: try row[3],
            isBehindPooler: await connection.backendPID != backend,
            isBySocket: connection.host.isSocketFolder,
            usedPassword: await connection.usedPassword,
            clockOffset: .seconds(epoch - middle),
            clockDoubt: way / 2
        )
    }
}
