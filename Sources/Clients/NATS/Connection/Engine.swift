internal import Deadlines
internal import Dispatch

/// One connection's works: a thread that alone speaks to libnats, and the mailbox through which all others speak to it.
///
/// Callers never wait inside libnats: they leave an order, ring, and wait in `PendingRequests`, which keeps deadlines and cancellations also
/// while the thread is stuck in a write to a server that does not read.
final class Engine: Sendable {
    enum Order: Sendable {
        /// Settles the token once the message is with libnats.
        case publish(Outgoing, token: UInt64)
        /// The token is settled by the reply.
        case request(Outgoing, token: UInt64)
        case subscribe(subject: String, queueGroup: String?, MessageBuffer)
        case unsubscribe(MessageBuffer)
    }

    private struct Mailbox {
        var orders: [Order] = []
        var isClosing = false
        var hasEnded = false
    }

    let library: LibraryConnection
    let pending = PendingRequests()
    /// Replies come to `inbox.<token>`.
    let inbox: String
    let pingInterval: Duration
    private let mailbox = Locked(Mailbox())
    private let refusalRecord = Locked<[NATSError]>([])

    var wire: Wire { library.wire }

    init(library: LibraryConnection, inboxPrefix: String, pingInterval: Duration) {
        self.library = library
        self.pingInterval = pingInterval
        inbox = "\(inboxPrefix).\(Engine.randomName())"
    }

    /// Starts the thread; it ends with the connection and holds this object until then.
    func start() {
        DispatchQueue(label: "nats.connection").async { [self] in
            var loop = EngineLoop(engine: self)
            loop.run()
        }
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
        _ = Alarm(at: .after(.milliseconds(200))) { [wire] in wire.cut() }
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
