package import Deadlines

/// Where statements are run: a connection, or the transaction that is open on it.
package protocol Session: Sendable {
    var seat: Seat { get }
}

/// A session's place in the line for its connection.
package struct Seat: Sendable {
    let connection: Connection
    let turnstile: Turnstile
    /// Nil for the connection itself.
    let lifetime: TransactionLifetime?

    /// The turnstiles that this task holds over several calls: waiting for one of them would be waiting for itself.
    @TaskLocal static var held: Set<ObjectIdentifier> = []

    /// Runs one call when its turn has come.
    func run<Value: Sendable>(
        _ activity: PostgreSQLError.Activity,
        by deadline: Deadline,
        _ body: @Sendable (inout Handle) throws(PostgreSQLError) -> Value
    ) async throws(PostgreSQLError) -> Value {
        try await take(by: deadline)
        defer { turnstile.leave() }
        return try await connection.perform(activity, by: deadline, body)
    }

    func take(by deadline: Deadline) async throws(PostgreSQLError) {
        if Seat.held.contains(ObjectIdentifier(turnstile)) { throw PostgreSQLError(.insideTransaction) }
        try await turnstile.take(by: deadline)
        guard lifetime?.hasEnded == true else { return }
        turnstile.leave()
        throw PostgreSQLError(.transactionEnded)
    }
}

extension Session {
    /// Runs one statement with its parameters and holds all its rows in memory; `onNotice` as for `execute`.
    @discardableResult
    package func query(
        _ sql: SQL,
        by deadline: Deadline,
        onNotice: (@Sendable (Notice) -> Void)? = nil,
    ) async throws(PostgreSQLError) -> Rows {
        try await seat.run(.statement, by: deadline) { handle throws(PostgreSQLError) in
            handle.deliverNotices(to: onNotice)
            return try handle.query(sql)
        }
    }

    /// Runs a script of any number of statements, in one transaction unless it says otherwise itself; `onNotice` hears
    /// what the server remarks at once, on the connection's thread.
    @discardableResult
    package func execute(
        _ script: String,
        by deadline: Deadline,
        onNotice: (@Sendable (Notice) -> Void)? = nil,
    ) async throws(PostgreSQLError) -> [StatementOutcome] {
        try await seat.run(.statement, by: deadline) { handle throws(PostgreSQLError) in
            handle.deliverNotices(to: onNotice)
            return try handle.execute(script)
        }
    }

    /// Sends many statements without waiting for the answers in between; what each did stands in the order of the
    /// statements.
    ///
    /// The server sends its answers at the end of a group; those of the `awaited` statements, by their numbers, at once.
    package func pipeline(
        _ statements: [SQL],
        _ grouping: PipelineGrouping = .together,
        awaited: Set<Int> = [],
        by deadline: Deadline,
        onAnswer: PipelineListener? = nil,
        onNotice: (@Sendable (Notice) -> Void)? = nil,
    ) async throws(PostgreSQLError) -> [PipelineOutcome] {
        try await seat.run(.statement, by: deadline) { handle throws(PostgreSQLError) in
            handle.deliverNotices(to: onNotice)
            return try handle.pipeline(statements, grouping, awaited: awaited, onAnswer)
        }
    }

    /// Folds the rows of a statement into a value with one row in memory at a time; an error of `step` cancels the
    /// statement.
    ///
    /// `step` runs on the connection's thread.
    package func fold<Value: Sendable>(
        _ sql: SQL,
        into initial: Value,
        by deadline: Deadline,
        _ step: @Sendable (inout Value, Row) throws -> Void,
    ) async throws -> Value {
        let result = try await seat.run(.statement, by: deadline) { handle throws(PostgreSQLError) in
            var value = initial
            var failure: (any Error)?
            do throws(PostgreSQLError) {
                try handle.stream(sql) { row in
                    do { try step(&value, row) } catch { failure = error }
                    return failure == nil
                }
            } catch {
                if failure == nil { throw error }
            }
            return failure.map { Result<Value, any Error>.failure($0) } ?? .success(value)
        }
        return try result.get()
    }

    /// Hands on what a `copy … to stdout` gives, piece by piece; an error of `take` cancels it.
    package func copyOut(
        _ statement: String,
        by deadline: Deadline,
        _ take: @Sendable ([UInt8]) throws -> Void,
    ) async throws {
        let failure = try await seat.run(.copy, by: deadline) { handle throws(PostgreSQLError) -> (any Error)? in
            var failure: (any Error)?
            do throws(PostgreSQLError) {
                try handle.copyOut(statement) { piece in
                    do { try take(piece) } catch { failure = error }
                    return failure == nil
                }
            } catch {
                if failure == nil { throw error }
            }
            return failure
        }
        if let failure { throw failure }
    }

    /// Feeds a `copy … from stdin` with pieces of any size; returns how many rows went in.
    @discardableResult
    package func copyIn(
        _ statement: String,
        by deadline: Deadline,
        _ pieces: some Sequence<[UInt8]> & Sendable,
    ) async throws(PostgreSQLError) -> Int {
        try await seat.run(.copy, by: deadline) { handle throws(PostgreSQLError) in
            var iterator = pieces.makeIterator()
            return try handle.copyIn(statement) { iterator.next() }?.affected ?? 0
        }
    }
}
