package import Deadlines

/// How a transaction begins.
package struct TransactionMode: Sendable, Hashable {
    package enum Isolation: String, Sendable {
        case readCommitted = "read committed"
        case repeatableRead = "repeatable read"
        case serializable
    }

    package var isolation: Isolation?
    package var isReadOnly: Bool

    package init(isolation: Isolation? = nil, isReadOnly: Bool = false) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
    }

    var begin: SQL {
        let level = isolation.map { " isolation level \($0.rawValue)" } ?? ""
        return SQL(raw: "begin\(level)\(isReadOnly ? " read only" : "")")
    }
}

/// An open transaction.
///
/// It holds its connection's turn; the connection itself refuses calls from inside and lets others wait.
package struct Transaction: Session {
    let connection: Connection
    let turnstile = Turnstile()
    let lifetime = TransactionLifetime()
    let depth: Int

    package var seat: Seat { Seat(connection: connection, turnstile: turnstile, lifetime: lifetime) }

    /// Runs a part that can be taken back by itself: an error of `body` rolls back to here and is thrown on.
    @discardableResult
    package func savepoint<Value>(
        by deadline: Deadline,
        _ body: (Transaction) async throws -> Value,
    ) async throws -> Value {
        let name = "ihctl_\(depth + 1)"
        let bracket = Bracket(
            opening: "savepoint \(raw: name)",
            closing: "release savepoint \(raw: name)",
            closingTag: "RELEASE",
            undoing: "rollback to savepoint \(raw: name)",
        )
        return try await bracket.run(in: seat, depth: depth + 1, by: deadline, body)
    }
}

extension Connection {
    package nonisolated var seat: Seat { Seat(connection: self, turnstile: turnstile, lifetime: nil) }

    /// Runs `body` in a transaction: commits where it returns, rolls back where it throws or its task is cancelled.
    ///
    /// The deadline is for the beginning and the commit; each statement in between has its own.
    @discardableResult
    package nonisolated func transaction<Value>(
        _ mode: TransactionMode = TransactionMode(),
        by deadline: Deadline,
        _ body: (Transaction) async throws -> Value,
    ) async throws -> Value {
        let bracket = Bracket(opening: mode.begin, closing: "commit", closingTag: "COMMIT", undoing: "rollback")
        return try await bracket.run(in: seat, depth: 0, by: deadline, body)
    }
}

/// Whether a transaction can still be used; it may have been carried out of its closure.
final class TransactionLifetime: Sendable {
    private let ended = Locked(false)

    var hasEnded: Bool { ended.withLock { $0 } }
    func end() { ended.withLock { $0 = true } }
}

/// Statements around a body: of a transaction or a savepoint.
private struct Bracket {
    let opening: SQL
    let closing: SQL
    let closingTag: String
    let undoing: SQL

    /// So long may undoing take, whatever happened before; then the connection is cut, which undoes as well.
    private static let undoLimit: Duration = .seconds(1)

    func run<Value>(
        in seat: Seat,
        depth: Int,
        by deadline: Deadline,
        _ body: (Transaction) async throws -> Value,
    ) async throws -> Value {
        try await seat.take(by: deadline)
        defer { seat.turnstile.leave() }
        let connection = seat.connection
        let (opening, closing) = (opening, closing)
        do throws(PostgreSQLError) {
            _ = try await connection.perform(.statement, by: deadline) { handle throws(PostgreSQLError) in
                try handle.query(opening)
            }
        } catch {
            // It may have begun all the same; a savepoint too many harms nobody.
            if depth == 0 { await undo(connection) }
            throw error
        }
        let transaction = Transaction(connection: connection, depth: depth)
        let held = Seat.held.union([ObjectIdentifier(seat.turnstile)])
        do {
            let value = try await Seat.$held.withValue(held) { try await body(transaction) }
            transaction.lifetime.end()
            try Task.checkCancellation()
            // A script may have ended the transaction by itself.
            if await connection.transactionStatus == .idle { throw PostgreSQLError(.transactionEnded) }
            let outcome = try await connection.perform(.statement, by: deadline) { handle throws(PostgreSQLError) in
                try handle.query(closing)
            }
            guard outcome.tag == closingTag else { throw PostgreSQLError(.rolledBack) }
            return value
        } catch {
            transaction.lifetime.end()
            await undo(connection)
            throw error
        }
    }

    /// Undone in every case: a connection that cannot do it is cut.
    private func undo(_ connection: Connection) async {
        let undoing = undoing
        do throws(PostgreSQLError) {
            try await connection.undo(undoing, by: .after(Bracket.undoLimit))
        } catch {
            await connection.close()
        }
    }
}
