internal import CLibNATS
internal import Deadlines

/// A subscription of libnats; it ends with this object.
///
/// Messages come by callback and not by `natsSubscription_NextMsg`, which swallows "no responders" and with it the subject that says whose it is.
final class LibrarySubscription {
    typealias Sink = @Sendable (_ message: NATSMessage, _ dropped: Int) -> Void

    let subject: String
    private let pointer: OpaquePointer
    private let number: CallbackNumber

    private static let sinks = CallbackRegistry<Delivery>()

    init(
        _ library: LibraryConnection,
        _ subject: String,
        _ queueGroup: String?,
        limits: MessageBuffer.Limits,
        sink: @escaping Sink,
    ) throws(NATSError) {
        self.subject = subject
        number = LibrarySubscription.sinks.add(Delivery(sink: sink))
        let handler: natsMsgHandler = { _, subscription, message, closure in
            guard let message else { return }
            LibrarySubscription.sinks[closure]?.take(message, of: subscription)
            natsMsg_Destroy(message)
        }
        var created: OpaquePointer?
        let status =
            if let queueGroup {
                natsConnection_QueueSubscribe(&created, library.pointer, subject, queueGroup, handler, number.closure)
            } else {
                natsConnection_Subscribe(&created, library.pointer, subject, handler, number.closure)
            }
        guard status == NATS_OK, let created else {
            LibrarySubscription.sinks.remove(number)
            throw libraryFailure(status, lastErrorText())
        }
        pointer = created
        // What piles up between the socket and the thread that hands it out.
        let bytes = Int32(clamping: limits.bytes)
        natsSubscription_SetPendingLimits(pointer, Int32(clamping: limits.messages), bytes)
    }

    deinit {
        LibrarySubscription.sinks.remove(number)
        natsSubscription_Destroy(pointer)
    }
}

/// Hands messages on, with the number libnats itself has dropped since the last.
private final class Delivery: Sendable {
    private let sink: LibrarySubscription.Sink
    private let droppedBefore = Locked<Int64>(0)

    init(sink: @escaping LibrarySubscription.Sink) {
        self.sink = sink
    }

    func take(_ message: OpaquePointer, of subscription: OpaquePointer?) {
        var dropped: Int64 = 0
        natsSubscription_GetDropped(subscription, &dropped)
        let newly = droppedBefore.withLock { before in
            defer { before = max(before, dropped) }
            return max(0, dropped - before)
        }
        sink(NATSMessage(copying: message), Int(newly))
    }
}
