package import Deadlines

/// Messages of a subject as they come; the subscription ends with this object, and the connection lives at least as long.
///
/// `for try await message in subscription` ends quietly when the task is cancelled or `close` was called here, and with an error when the
/// connection broke or the server refused the subject. After `.slowConsumer` reading can go on.
package final class NATSSubscription: AsyncSequence, Sendable {
    package typealias Element = NATSMessage
    package typealias Failure = NATSError

    package let subject: String
    package let queueGroup: String?
    let buffer: MessageBuffer
    private let connection: NATSConnection

    init(subject: String, queueGroup: String?, limits: MessageBuffer.Limits, on connection: NATSConnection) {
        self.subject = subject
        self.queueGroup = queueGroup
        buffer = MessageBuffer(limits: limits)
        self.connection = connection
    }

    deinit {
        connection.engine.unsubscribe(buffer)
    }

    /// The next message; `.timeout` where none came by the deadline.
    package func next(by deadline: Deadline) async throws(NATSError) -> NATSMessage {
        while true {
            if let outcome = buffer.take() { return try outcome.get() }
            if deadline.hasPassed { throw .timeout }
            try await buffer.wait(until: deadline)
        }
    }

    /// Messages that are here and wait to be read.
    package var buffered: Int { buffer.count }

    /// Asks for no more messages; those that are here already can still be read.
    package func unsubscribe() {
        connection.engine.unsubscribe(buffer)
        buffer.end(with: .closed)
    }

    package func makeAsyncIterator() -> Iterator { Iterator(subscription: self) }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let subscription: NATSSubscription

        package mutating func next() async throws(NATSError) -> NATSMessage? {
            try await next(isolation: #isolation)
        }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(NATSError) -> NATSMessage? {
            do throws(NATSError) {
                while true {
                    if let outcome = subscription.buffer.take() { return try outcome.get() }
                    try await subscription.buffer.wait(until: nil)
                }
            } catch {
                switch error {
                case .closed, .cancelled: return nil
                default: throw error
                }
            }
        }
    }
}
