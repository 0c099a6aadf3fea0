internal import Deadlines
internal import Dispatch

/// One connection's works: a thread that alone speaks to libnats, and the mailbox through which all others speak to it.
///
/// Callers never wait inside libnats: they leave an order, ring, and wait in `PendingRequests`, which keeps deadlines and cancellations also
/// while the thread is stuck in a write to a server that does not read.
final class Engine: Sendable {
    enum Order: Sendable {
        /// Settles the token, where there is one, once the message is with libnats.
        case publish(Outgoing, token: UInt64?)
        /// The token is settled by the reply.
        case request(Outgoing, token: UInt64)
        case subscribe(subject: String, queueGroup: String?, MessageBuffer)
        case unsubscribe(MessageBuffer)
        /// Once all before it is with libnats.
        case call(@Sendable () -> Void)
    }

    private struct Mailbox {
        var orders: [Order] = []
        /// Bytes of messages to publish that are not with libnats yet.
        var unpublished = 0
        var isClosing = false
        var hasEnded = false
    }

    let wire: Wire
    /// Nil once the connection has ended: the last one to let go destroys it.
    private let held: Locked<LibraryConnection?>
    let pending = PendingRequests()
    /// Replies come to `inbox.<token>`.
    let inbox: String
    let pingInterval: Duration
    private let mailbox = Locked(Mailbox())
    private let refusalRecord = Locked<[NATSError]>([])

    var library: LibraryConnection? { held.withLock { $0 } }

    init(library: LibraryConnection, inboxPrefix: String, pingInterval: Duration) {
        wire = library.wire
        held = Locked(library)
        self.pingInterval = pingInterval
        inbox = "\(inboxPrefix).\(Engine.randomName())"
    }

    /// Starts the thread; it ends with the connection and holds this object until then.
    func start() {
        DispatchQueue(label: "nats.connection").async { [self] in
            guard let library else { return }
            var loop = EngineLoop(engine: self, library: library)
            loop.run()
            held.withLock { $0 = nil }
        }
    }

    /// Bytes that may lie here unseen before publishers have to wait.
    private static let ease = 1 << 20

    /// Takes a message without making its sender wait; false where too much lies here already.
    func publishAtEase(_ message: Outgoing) -> Bool {
        let (isTaken, isFirst) = mailbox.withLock { mailbox in
            guard !mailbox.hasEnded, !mailbox.isClosing, mailbox.unpublished < Engine.ease else {
                return (false, false)
            }
            mailbox.unpublished += message.size
            mailbox.orders.append(.publish(message, token: nil))
            return (true, mailbox.orders.count == 1)
        }
        if isFirst { wire.bell.ring() }
        return isTaken
    }

    func hasPublished(bytes: Int) {
        mailbox.withLock { $0.unpublished -= bytes }
    }

    func post(_ order: Order) {
        let (isFirst, isLate) = mailbox.withLock { mailbox in
            guard !mailbox.hasEnded else { return (false, true) }
            mailbox.orders.append(order)
            return (mailbox.orders.count == 1, false)
        }
        if isFirst { wire.bell.ring() }
        if isLate, case .subscribe(_, _, let buffer) = order { buffer.end(with: pending.ended ?? .closed) }
    }

    /// Takes the last orders; none come after.
    func endMailbox() -> [Order] {
        mailbox.withLock { mailbox in
            mailbox.hasEnded = true
            defer { mailbox.orders = [] }
            return mailbox.orders
        }
    }

    func takeOrders() -> (orders: [Order], isClosing: Bool) {
        mailbox.withLock { mailbox in
            let orders = mailbox.orders
            mailbox.orders.removeAll(keepingCapacity: orders.count <= 1_024)
            return (orders, mailbox.isClosing)
        }
    }

    func unsubscribe(_ buffer: MessageBuffer) {
        post(.unsubscribe(buffer))
    }

    /// Ends what waits at once, and the connection as soon as its thread sees it; a thread stuck in a write is cut loose.
    func close() {
        pending.end(with: .closed)
        let isFirst = mailbox.withLock { mailbox in
            defer { mailbox.isClosing = true }
            return !mailbox.isClosing && !mailbox.hasEnded
        }
        guard isFirst else { return }
        wire.bell.ring()
        // After the loop's own grace for what is still to be written.
        _ = Alarm(at: .after(.milliseconds(500))) { [wire] in wire.cut() }
    }

    /// Refusals of permission the server has told, the latest last; the first hundred are kept.
    var refusals: [NATSError] { refusalRecord.withLock { $0 } }

    func record(refusal: NATSError) {
        refusalRecord.withLock { refusals in
            if refusals.count < 100 { refusals.append(refusal) }
        }
    }

    private static func randomName() -> String {
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var generator = SystemRandomNumberGenerator()
        let name = (0..<22).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }
        return String(decoding: name, as: UTF8.self)
    }
}
