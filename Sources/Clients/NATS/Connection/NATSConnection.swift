package import Deadlines
internal import JSON
internal import Network

/// A connection to one NATS server: never reconnects by itself, safe for any number of tasks at once, closed with its last owner.
package final class NATSConnection: Sendable {
    /// What the server said of itself when we came.
    package let info: ServerInfo
    package let server: ServerURL
    /// The number under which the server's monitoring lists us.
    package let clientID: UInt64?
    package let isSecure: Bool
    let engine: Engine
    private let flusher: Flusher

    private init(_ library: LibraryConnection, _ target: ConnectTarget, info: ServerInfo) {
        self.info = info
        server = target.server
        clientID = library.clientID
        isSecure = library.isSecure
        let options = target.options
        engine = Engine(library: library, inboxPrefix: options.inboxPrefix, pingInterval: options.pingInterval)
        flusher = Flusher(engine)
        engine.start()
    }

    deinit {
        engine.close()
    }

    /// Tries the servers in turn; of several failures the one that got furthest is told.
    package static func open(_ options: NATSOptions, by deadline: Deadline) async throws(NATSError) -> NATSConnection {
        guard !options.servers.isEmpty else { throw .invalidOptions("no NATS server is named") }
        guard isPublishable(options.inboxPrefix) else { throw .invalidOptions("inbox prefix: not a subject") }
        var told: NATSError?
        for (index, server) in options.servers.enumerated() {
            // A server that hangs may not eat the time of those after it.
            let share = Deadline.after(deadline.remaining / (options.servers.count - index)).sooner(of: deadline)
            do throws(NATSError) {
                return try await open(server, options, by: share)
            } catch {
                if error == .cancelled { throw error }
                if told.map({ $0.rung < error.rung }) ?? true { told = error }
            }
        }
        throw told ?? .timeout
    }

    private static func open(
        _ server: ServerURL,
        _ options: NATSOptions,
        by deadline: Deadline,
    ) async throws(NATSError) -> NATSConnection {
        let greeting = try await greet(server.endpoint, by: deadline)
        let target = ConnectTarget(server: server, address: greeting.address, info: greeting.info, options: options)
        if target.isSecure {
            guard target.info.offersTLS else { throw .transport(.tls(.notTLS)) }
            if target.info.verifiesClients, options.tls.certificate == nil {
                throw .transport(.tls(.clientCertificateWanted))
            }
        }
        let library: LibraryConnection
        do throws(NATSError) {
            library = try await ConnectAttempt(target, by: deadline).run()
        } catch {
            throw await explained(error, target, by: deadline)
        }
        var info = greeting.info
        if library.serverID != info.serverID {
            // A balancer gave us another server than the one that greeted: ask until it is the same, a few times.
            for _ in 0..<5 where library.serverID != info.serverID {
                info = try await greet(server.endpoint, by: deadline).info
            }
        }
        return NATSConnection(library, target, info: info)
    }

    /// The failure with what a second look at the server adds to it.
    private static func explained(_ error: NATSError, _ target: ConnectTarget, by deadline: Deadline) async -> NATSError
    {
        switch error {
        case .transport(.closed) where target.presentsCertificate, .transport(.reset) where target.presentsCertificate:
            // With TLS 1.3 the refusal of a client's certificate comes only after the handshake, and libnats does not read it.
            .transport(.tls(.handshake(code: 0, reason: "the server hung up on the client's certificate")))
        case .transport(.closed), .transport(.reset): await complaint(at: target.address, by: deadline) ?? error
        case .transport(.tls):
            await handshakeFailure(of: target, by: deadline).map { .transport(.tls($0)) } ?? error
        default: error
        }
    }

    /// Sends a message on its way; `flush` tells when the server has it.
    ///
    /// Waits only where much is under way already, as with a server that does not read.
    package func publish(
        _ subject: String,
        _ payload: [UInt8] = [],
        headers: NATSHeaders = [:],
        reply: String? = nil,
        by deadline: Deadline,
    ) async throws(NATSError) {
        let message = try Outgoing(subject: subject, headers: headers, payload: payload, reply: reply)
        if let end = engine.pending.ended { throw end }
        guard message.size <= info.maxPayload else { throw .maxPayload(limit: info.maxPayload, size: message.size) }
        if engine.publishAtEase(message) { return }
        _ = try await engine.pending.wait(for: subject, by: deadline) { token in
            engine.post(.publish(message, token: token))
        }
    }

    /// The first reply.
    ///
    /// `.noResponders` comes at once where nobody listens, `.permission` where the server refuses the subject. Wildcards stand only in a subject that
    /// is not to be taken literally.
    package func request(
        _ subject: String,
        _ payload: [UInt8] = [],
        headers: NATSHeaders = [:],
        isLiteral: Bool = true,
        by deadline: Deadline,
    ) async throws(NATSError) -> NATSMessage {
        let message = try Outgoing(subject: subject, headers: headers, payload: payload, isLiteral: isLiteral)
        let reply = try await engine.pending.wait(for: subject, by: deadline) { token in
            engine.post(.request(message, token: token))
        }
        if reply.status == 503, reply.payload.isEmpty { throw .noResponders(subject: subject) }
        return reply
    }

    /// Messages of a subject, wildcards allowed; at most `messages` and `bytes` wait for the reader, what comes on top is dropped and told.
    package func subscribe(
        _ subject: String,
        queueGroup: String? = nil,
        messages: Int = 65_536,
        bytes: Int = 64 << 20,
    ) throws(NATSError) -> NATSSubscription {
        guard isSubscribable(subject), queueGroup.map(isSubscribable) ?? true else { throw .invalidSubject(subject) }
        if let end = engine.pending.ended { throw end }
        let limits = MessageBuffer.Limits(messages: messages, bytes: bytes)
        let subscription = NATSSubscription(subject: subject, queueGroup: queueGroup, limits: limits, on: self)
        engine.post(.subscribe(subject: subject, queueGroup: queueGroup, subscription.buffer))
        return subscription
    }

    /// Returns when the server has seen everything that went before.
    package func flush(by deadline: Deadline) async throws(NATSError) {
        try await flusher.flush(by: deadline)
    }

    /// How long a PING takes to come back.
    package func roundTrip(by deadline: Deadline) async throws(NATSError) -> Duration {
        let start = ContinuousClock.now
        try await flush(by: deadline)
        return ContinuousClock.now - start
    }

    /// A new subject under which only we listen, for replies to messages published with `reply:`.
    package func newInbox() -> String { "\(engine.inbox)x.\(UInt64.random(in: 0 ..< .max))" }

    /// Ends what is under way at once; what was handed over before is still sent where the server reads.
    package func close() { engine.close() }

    /// Why the connection ended; nil while it stands.
    package var end: NATSError? { engine.pending.ended }
    /// The server has said that it is about to shut down.
    package var isLameDuck: Bool { info.isLameDuck || engine.wire.isLameDuck }
    /// Every refusal of permission the server has told so far.
    package var refusals: [NATSError] { engine.refusals }
}
