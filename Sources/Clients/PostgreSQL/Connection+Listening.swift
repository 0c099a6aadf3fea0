package import Deadlines

extension Connection {
    package nonisolated func listen(to channel: String, by deadline: Deadline) async throws(PostgreSQLError) {
        try await query("listen \(identifier: channel)", by: deadline)
    }

    /// The next notification, nil where none came by the deadline.
    ///
    /// It keeps the connection busy, so listen on one of its own.
    package nonisolated func nextNotification(by deadline: Deadline) async throws(PostgreSQLError) -> Notification? {
        try await seat.run(.notification, by: deadline) { handle throws(PostgreSQLError) in
            try handle.nextNotification()
        }
    }
}
