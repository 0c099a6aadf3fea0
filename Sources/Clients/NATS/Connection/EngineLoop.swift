internal import CLibNATS
internal import Deadlines
internal import Network

/// The thread of one connection: takes orders, writes, reads, and hands messages to those who wait.
struct EngineLoop {
    private let engine: Engine
    private let library: LibraryConnection
    private var replies: OpaquePointer?
    private var subscriptions: [ObjectIdentifier: Subscription] = [:]
    /// Orders that wait until the server has read some of what is on its way.
    private var backlog: ArraySlice<Engine.Order> = []
    private var lastHeard = ContinuousClock.now
    private var lastPing = ContinuousClock.now

    private struct Subscription {
        let pointer: OpaquePointer
        let subject: String
        let buffer: MessageBuffer
    }

    /// Bytes under way beyond which orders wait: libnats would keep them all in memory.
    private static let unsentLimit = 4 << 20

    init(engine: Engine) {
        self.engine = engine
        library = engine.library
    }

    /// Runs until the connection ends and says why.
    mutating func run() -> NATSError {
        var status = subscribe(to: "\(engine.inbox).*", queueGroup: nil, into: &replies)
        var isClosing = false
        while status == NATS_OK, !isClosing, !library.isClosed {
            let news = engine.takeOrders()
            backlog.append(contentsOf: news.orders)
            isClosing = news.isClosing
            carryOutOrders()
            if library.wire.wantsToWrite { natsConnection_ProcessWriteEvent(library.pointer) }
            if !isClosing { status = waitAndRead() }
        }
        let reason = isClosing ? NATSError.closed : endReason(status)
        heedComplaints()
        for subscription in subscriptions.values {
            subscription.buffer.end(with: reason)
            natsSubscription_Destroy(subscription.pointer)
        }
        refuseLateSubscribers(reason)
        if let replies { natsSubscription_Destroy(replies) }
        if library.wire.wantsToWrite { natsConnection_ProcessWriteEvent(library.pointer) }
        return reason
    }

    private mutating func carryOutOrders() {
        while let order = backlog.first, library.unsent < EngineLoop.unsentLimit {
            backlog.removeFirst()
            carryOut(order)
        }
        if backlog.isEmpty { backlog = [] }
    }

    private mutating func carryOut(_ order: Engine.Order) {
        switch order {
        case .publish(let message, let token):
            guard engine.pending.isWaiting(token) else { return }
            if let error = failure(of: library.publish(message, reply: message.reply), message) {
                engine.pending.settle(token, .failure(error))
            } else {
                engine.pending.settle(token, .success(NATSMessage(subject: message.subject)))
            }
        case .request(let message, let token):
            guard engine.pending.isWaiting(token) else { return }
            if let error = failure(of: library.publish(message, reply: "\(engine.inbox).\(token)"), message) {
                engine.pending.settle(token, .failure(error))
            }
        case .subscribe(let subject, let queueGroup, let buffer):
            var pointer: OpaquePointer?
            let status = subscribe(to: subject, queueGroup: queueGroup, into: &pointer)
            if status == NATS_OK, let pointer {
                let subscription = Subscription(pointer: pointer, subject: subject, buffer: buffer)
                subscriptions[ObjectIdentifier(buffer)] = subscription
            } else {
                buffer.end(with: libraryFailure(status, lastErrorText()))
            }
        case .unsubscribe(let buffer):
            guard let gone = subscriptions.removeValue(forKey: ObjectIdentifier(buffer)) else { return }
            drain(gone)
            natsSubscription_Destroy(gone.pointer)
        }
    }

    private func failure(of status: natsStatus, _ message: Outgoing) -> NATSError? {
        switch status {
        case NATS_OK: nil
        case NATS_MAX_PAYLOAD: .maxPayload(limit: library.maxPayload, size: message.payload.count)
        case NATS_INVALID_SUBJECT: .invalidSubject(message.subject)
        default: libraryFailure(status, lastErrorText())
        }
    }

    private func subscribe(
        to subject: String,
        queueGroup: String?,
        into pointer: inout OpaquePointer?,
    ) -> natsStatus {
        let status =
            if let queueGroup {
                natsConnection_QueueSubscribeSync(&pointer, library.pointer, subject, queueGroup)
            } else {
                natsConnection_SubscribeSync(&pointer, library.pointer, subject)
            }
        guard status == NATS_OK else { return status }
        // Each read empties these queues into buffers with limits of their own.
        return natsSubscription_SetPendingLimits(pointer, -1, -1)
    }

    /// Waits for the socket or the bell and takes in what has come.
    private mutating func waitAndRead() -> natsStatus {
        let descriptor = library.wire.descriptor
        guard descriptor >= 0 else { return NATS_CONNECTION_CLOSED }
        let wanted: Readiness = library.wire.wantsToWrite ? [.readable, .writable] : .readable
        do throws(WaitFailure) {
            let nextPing = Deadline(max(lastHeard, lastPing) + engine.pingInterval)
            let ready = try wait(for: wanted, on: descriptor, until: nextPing, unless: library.wire.bell)
            if ready != .writable { read(from: descriptor) }
        } catch {
            switch error {
            case .deadlinePassed: return pingOrGiveUp()
            case .interrupted:
                library.wire.bell.silence()
                heedComplaints()
                // Callers who ring without a pause may not keep us from reading.
                let ready = try? wait(for: .readable, on: descriptor, until: Deadline(.now))
                if ready != nil { read(from: descriptor) }
            case .system: return NATS_SYS_ERROR
            }
        }
        return NATS_OK
    }

    private mutating func read(from descriptor: Int32) {
        guard !library.isSecure || TLSRecord.isWhole(on: descriptor) else { return }
        lastHeard = ContinuousClock.now
        natsConnection_ProcessReadEvent(library.pointer)
        if let replies { deliverReplies(from: replies) }
        for subscription in subscriptions.values { drain(subscription) }
    }

    private func deliverReplies(from replies: OpaquePointer) {
        let prefix = engine.inbox.utf8.count + 1
        takeAll(from: replies) { message in
            guard let token = UInt64(message.subject.dropFirst(prefix)) else { return }
            engine.pending.settle(token, .success(message))
        }
    }

    private func drain(_ subscription: Subscription) {
        takeAll(from: subscription.pointer) { subscription.buffer.append($0) }
    }

    private func takeAll(from pointer: OpaquePointer, _ body: (NATSMessage) -> Void) {
        var count: Int32 = 0
        guard natsSubscription_GetPending(pointer, &count, nil) == NATS_OK else { return }
        for _ in 0..<count {
            var message: OpaquePointer?
            guard natsSubscription_NextMsg(&message, pointer, 0) == NATS_OK, let message else { return }
            body(NATSMessage(copying: message))
            natsMsg_Destroy(message)
        }
    }

    /// An idle connection is asked for a sign of life; one that gave none for two intervals is dead.
    private mutating func pingOrGiveUp() -> natsStatus {
        let now = ContinuousClock.now
        if now - lastHeard >= engine.pingInterval * 2 { return NATS_STALE_CONNECTION }
        lastPing = now
        // Sends a PING and does not wait for its PONG: the loop itself has to read it.
        _ = natsConnection_FlushTimeout(library.pointer, 1)
        return NATS_OK
    }

    private func heedComplaints() {
        for complaint in library.wire.takeComplaints() {
            guard let refusal = permissionRefusal(complaint.text) else { continue }
            engine.record(refusal: refusal)
            guard case .permission(let operation, let subject) = refusal else { continue }
            switch operation {
            case .publish:
                if let token = tokenOfReply(subject) { engine.pending.settle(token, .failure(refusal)) }
                engine.pending.refuse(subject, with: refusal)
            case .subscribe:
                if subject == "\(engine.inbox).*" { engine.pending.end(with: refusal) }
                for subscription in subscriptions.values where subscription.subject == subject {
                    subscription.buffer.end(with: refusal)
                }
            }
        }
    }

    /// A refusal may name the reply subject in place of the one published to.
    private func tokenOfReply(_ subject: String) -> UInt64? {
        guard subject.hasPrefix("\(engine.inbox).") else { return nil }
        return UInt64(subject.dropFirst(engine.inbox.utf8.count + 1))
    }

    private func endReason(_ status: natsStatus) -> NATSError {
        if status == NATS_STALE_CONNECTION { return .transport(.noReply) }
        let (cause, text) = library.lastError
        return libraryFailure(cause == NATS_OK ? NATS_CONNECTION_CLOSED : cause, text)
    }

    private mutating func refuseLateSubscribers(_ reason: NATSError) {
        for order in backlog + engine.takeOrders().orders {
            if case .subscribe(_, _, let buffer) = order { buffer.end(with: reason) }
        }
    }
}
