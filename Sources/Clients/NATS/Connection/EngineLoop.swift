internal import CLibNATS
internal import Deadlines
internal import Network

/// The thread of one connection: takes orders, writes, reads, and hands messages to those who wait.
struct EngineLoop {
    private let engine: Engine
    private let library: LibraryConnection
    private var subscriptions: [ObjectIdentifier: (LibrarySubscription, MessageBuffer)] = [:]
    /// Orders that wait until the server has read some of what is on its way.
    private var backlog: ArraySlice<Engine.Order> = []
    private var lastHeard = ContinuousClock.now
    private var lastPing = ContinuousClock.now
    /// Credentials that were good and are no longer.
    private var refused: NATSError?

    /// Bytes under way beyond which orders wait: libnats would keep them all in memory.
    private static let unsentLimit = 4 << 20

    init(engine: Engine, library: LibraryConnection) {
        self.engine = engine
        self.library = library
    }

    /// Runs until the connection ends.
    mutating func run() {
        library.wire.loopBegins()
        let replies = subscribeToReplies()
        var status = replies == nil ? NATS_CONNECTION_CLOSED : NATS_OK
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
        engine.pending.end(with: reason)
        for (_, buffer) in subscriptions.values { buffer.end(with: reason) }
        subscriptions = [:]
        refuseLateSubscribers(reason)
        withExtendedLifetime(replies) {}
        writeTheRest()
    }

    /// What was handed over before the end still goes out, where the server reads it soon.
    private func writeTheRest() {
        let grace = Deadline.after(.milliseconds(200))
        while library.wire.wantsToWrite, !library.isClosed {
            natsConnection_ProcessWriteEvent(library.pointer)
            let descriptor = library.wire.descriptor
            guard library.wire.wantsToWrite, descriptor >= 0 else { return }
            guard (try? wait(for: .writable, on: descriptor, until: grace)) != nil else { return }
        }
    }

    private mutating func carryOutOrders() {
        var eased = 0
        while let order = backlog.first, library.unsent < EngineLoop.unsentLimit {
            backlog.removeFirst()
            if case .publish(let message, nil) = order { eased += message.size }
            carryOut(order)
        }
        if backlog.isEmpty { backlog = [] }
        if eased > 0 { engine.hasPublished(bytes: eased) }
    }

    private mutating func carryOut(_ order: Engine.Order) {
        switch order {
        case .publish(let message, let token):
            if let token, !engine.pending.isWaiting(token) { return }
            let error = failure(of: library.publish(message, reply: message.reply), message)
            guard let token else { return }
            if let error {
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
            do throws(NATSError) {
                let subscription = try LibrarySubscription(library, subject, queueGroup, limits: buffer.limits) {
                    buffer.append($0, dropped: $1)
                }
                subscriptions[ObjectIdentifier(buffer)] = (subscription, buffer)
            } catch {
                buffer.end(with: error)
            }
        case .unsubscribe(let buffer):
            subscriptions[ObjectIdentifier(buffer)] = nil
        case .call(let body): body()
        }
    }

    private func failure(of status: natsStatus, _ message: Outgoing) -> NATSError? {
        switch status {
        case NATS_OK: nil
        case NATS_MAX_PAYLOAD: .maxPayload(limit: library.maxPayload, size: message.size)
        case NATS_INVALID_SUBJECT: .invalidSubject(message.subject)
        default: libraryFailure(status, lastErrorText())
        }
    }

    private func subscribeToReplies() -> LibrarySubscription? {
        let pending = engine.pending
        let prefix = engine.inbox.utf8.count + 1
        // No more replies come than requests are made, so this is far above what an honest server sends.
        let limits = MessageBuffer.Limits(messages: 1 << 20, bytes: 1 << 30)
        return try? LibrarySubscription(library, "\(engine.inbox).*", nil, limits: limits) { message, _ in
            guard let token = UInt64(message.subject.dropFirst(prefix)) else { return }
            pending.settle(token, .success(message))
        }
    }

    /// Waits for the socket or the bell and takes in what has come.
    private mutating func waitAndRead() -> natsStatus {
        let descriptor = library.wire.descriptor
        guard descriptor >= 0 else { return NATS_CONNECTION_CLOSED }
        let wanted: Readiness = library.wire.wantsToWrite ? [.readable, .writable] : .readable
        do throws(WaitFailure) {
            let nextPing = Deadline(max(lastHeard, lastPing) + engine.pingInterval)
            let ready = try wait(for: wanted, on: descriptor, until: nextPing, unless: library.wire.bell)
            if ready != .writable { read() }
        } catch {
            switch error {
            case .deadlinePassed: return pingOrGiveUp()
            case .interrupted:
                library.wire.bell.silence()
                heedComplaints()
                // Callers who ring without a pause may not keep us from reading.
                let ready = try? wait(for: .readable, on: descriptor, until: Deadline(.now))
                if ready != nil { read() }
            case .system: return NATS_SYS_ERROR
            }
        }
        return NATS_OK
    }

    private mutating func read() {
        lastHeard = ContinuousClock.now
        natsConnection_ProcessReadEvent(library.pointer)
        // The server hangs up after this, and then libnats remembers only that.
        if library.lastStatus == NATS_CONNECTION_AUTH_FAILED {
            refused = libraryFailure(NATS_CONNECTION_AUTH_FAILED, library.lastError.text)
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
                for (subscription, buffer) in subscriptions.values where subscription.subject == subject {
                    buffer.end(with: refusal)
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
        if let refused { return refused }
        let (cause, text) = library.lastError
        return libraryFailure(cause == NATS_OK ? NATS_CONNECTION_CLOSED : cause, text)
    }

    private mutating func refuseLateSubscribers(_ reason: NATSError) {
        for order in backlog + engine.endMailbox() {
            if case .subscribe(_, _, let buffer) = order { buffer.end(with: reason) }
        }
    }
}
