internal import CLibPQ
package import Deadlines

/// Where the session stands with transactions.
package enum TransactionStatus: Sendable, Hashable {
    case idle, active, inTransaction, inFailedTransaction, unknown
}

extension Connection {
    /// The process that serves this session; behind a pooler a number of the pooler's.
    package var backendPID: Int32 { fact { PQbackendPID($0) } ?? 0 }

    /// 150018 for 15.18, 90624 for 9.6.24.
    package var serverVersion: Int { fact { Int(PQserverVersion($0)) } ?? 0 }

    package var transactionStatus: TransactionStatus {
        switch fact({ PQtransactionStatus($0) }) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_ACTIVE: .active
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .inFailedTransaction
        default: .unknown
        }
    }

    /// Nil where nothing is encrypted.
    package var encryption: Encryption? { fact { Encryption($0) } ?? nil }

    /// Whether the target's password was asked for; false means that the server trusts everybody who comes this way.
    package var usedPassword: Bool { fact { PQconnectionUsedPassword($0) == 1 } ?? false }

    /// A setting that the server reports by itself and keeps up to date: `server_version`, `in_hot_standby`, `TimeZone`
    /// and some more.
    package func parameter(_ name: String) -> String? {
        fact { PQparameterStatus($0, name).map { String(cString: $0) } } ?? nil
    }

    /// Whether something stands between that hands sessions out, such as pgbouncer: then the process that answers is
    /// not the one that greeted, and what belongs to a session (advisory locks, `listen`, `set`) cannot be relied upon.
    package nonisolated func isBehindPooler(by deadline: Deadline) async throws(PostgreSQLError) -> Bool {
        let answering: Int32 = try await query("select pg_backend_pid()", by: deadline).value()
        return await answering != backendPID
    }
}
