package import Deadlines
internal import JSON

extension JetStream {
    /// Up to `count` messages of a pull consumer; fewer where no more are there, or where the deadline comes first.
    ///
    /// With `waiting` the server holds the request until a message comes, else it answers at once.
    package func fetch(
        _ count: Int,
        from consumer: String,
        of stream: String,
        waiting: Duration = .zero,
        by deadline: Deadline,
    ) async throws(NATSError) -> [NATSMessage] {
        let subject = try "\(prefix).CONSUMER.MSG.NEXT.\(token(stream)).\(token(consumer))"
        var request: JSON = ["batch": JSON(count)]
        if waiting > .zero {
            // The server's word that time is up shall be here before our deadline.
            request["expires"] = JSON(nanoseconds: min(waiting, max(.milliseconds(1), deadline.remaining * 9 / 10)))
        } else {
            request["no_wait"] = true
        }
        let inbox = connection.newInbox()
        let answers = try connection.subscribe(inbox)
        defer { answers.unsubscribe() }
        try await connection.publish(subject, request.bytes(), reply: inbox, by: deadline)
        var messages: [NATSMessage] = []
        do throws(NATSError) {
            while messages.count < count {
                let message = try await answers.next(by: deadline)
                guard let status = message.status, message.payload.isEmpty else {
                    messages.append(message)
                    continue
                }
                switch status {
                case 100: continue
                // No messages, or the request ran out: what came until now is the answer.
                case 404, 408: return messages
                case 503: throw .noResponders(subject: subject)
                default: throw .status(code: status, description: message.statusDescription ?? "")
                }
            }
        } catch {
            // Messages that are here count as delivered and may not be lost; what ended the pull will show again.
            if messages.isEmpty || error == .cancelled { throw error }
        }
        return messages
    }

    /// What to tell a consumer about a message it delivered.
    package enum Acknowledgement: String, Sendable {
        case done = "+ACK"
        case again = "-NAK"
        case working = "+WPI"
        /// Never deliver it again.
        case stop = "+TERM"
    }

    /// Tells, and waits until the server has taken it.
    package func acknowledge(
        _ message: NATSMessage,
        _ acknowledgement: Acknowledgement = .done,
        by deadline: Deadline,
    ) async throws(NATSError) {
        guard let reply = message.reply else { throw .invalidSubject("") }
        _ = try await connection.request(reply, Array(acknowledgement.rawValue.utf8), by: deadline)
    }
}

extension NATSMessage {
    /// What a consumer's message says of itself in its reply subject.
    package struct Delivery: Sendable, Hashable {
        package let stream: String
        package let consumer: String
        /// The first delivery is 1.
        package let deliveries: Int
        package let streamSequence: UInt64
        package let consumerSequence: UInt64
        package let pending: UInt64
    }

    /// Nil for a message that no consumer delivered.
    package var delivery: Delivery? {
        guard let reply, reply.hasPrefix("$JS.ACK.") else { return nil }
        var tokens = reply.split(separator: ".").dropFirst(2)
        // Newer servers put domain and account hash first, and a random token last.
        if tokens.count >= 9 { tokens = tokens.dropFirst(2) }
        let parts = Array(tokens)
        guard parts.count >= 7, let deliveries = Int(parts[2]), let stream = UInt64(parts[3]),
            let consumer = UInt64(parts[4]), let pending = UInt64(parts[6])
        else { return nil }
        return Delivery(
            stream: String(parts[0]),
            consumer: String(parts[1]),
            deliveries: deliveries,
            streamSequence: stream,
            consumerSequence: consumer,
            pending: pending,
        )
    }
}
