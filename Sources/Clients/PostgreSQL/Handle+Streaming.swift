internal import CLibPQ
internal import Deadlines

/// A word from `listen`.
package struct Notification: Sendable, Hashable {
    package let channel: String
    package let payload: String
    package let senderPID: Int32
}

extension Handle {
    /// Hands on row after row as they come, one in memory at a time, until `take` says no, which cancels the rest.
    mutating func stream(_ sql: SQL, _ take: (Row) -> Bool) throws(PostgreSQLError) {
        try send(sql)
        PQsetSingleRowMode(try connection())
        var failure: PostgreSQLError?
        var wanted = true
        while let answer = try nextAnswer() {
            switch answer.status {
            case PGRES_SINGLE_TUPLE:
                if wanted, !take(Row(result: answer, index: 0)) {
                    wanted = false
                    stop(.cancelled)
                }
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                failure = self.failure(.copyNotHere)
                try leaveCopy(answer)
            default: failure = failure ?? self.failure(of: answer, sql.text)
            }
        }
        if let failure { throw failure }
    }

    /// The next notification, or nil when the deadline has passed without one; nothing is cancelled then.
    mutating func nextNotification() throws(PostgreSQLError) -> Notification? {
        let pointer = try connection()
        while true {
            if PQconsumeInput(pointer) == 0 { throw lost() }
            if let word = PQnotifies(pointer) {
                defer { PQfreemem(word) }
                return Notification(
                    channel: String(cString: word.pointee.relname),
                    payload: String(cString: word.pointee.extra),
                    senderPID: word.pointee.be_pid,
                )
            }
            do throws(WaitFailure) {
                _ = try wait(
                    for: .readable,
                    on: PQsocket(pointer),
                    until: call.patience.deadline,
                    unless: call.patience.bell
                )
            } catch {
                if error == .deadlinePassed { return nil }
                throw failure(.cancelled)
            }
        }
    }

    /// Whether the connection still stands, as far as the other end has let us know; it waits for nothing.
    mutating func checkOpen() -> Bool {
        guard let pointer else { return false }
        if PQconsumeInput(pointer) == 0 || PQstatus(pointer) == CONNECTION_BAD { _ = lost() }
        return isOpen && !hasStrayCancel
    }
}
