package import Deadlines

/// What a protocol says in plain text before TLS begins: PostgreSQL's request for it, NATS's greeting.
///
/// Throws where that does not lead to TLS.
package typealias Preamble = @Sendable (borrowing TCPStream, Deadline, Interruption) throws(TransportFailure) -> Void

/// One step of the way to a server and how it went.
package struct Rung: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case name, connection, preamble, tls
    }

    package let kind: Kind
    package let duration: Duration
    /// Nil where it holds.
    package let failure: TransportFailure?
}

/// The way to a server as far as it goes.
package struct Rungs: Sendable, Hashable {
    package let endpoint: Endpoint
    package fileprivate(set) var steps: [Rung] = []
    package fileprivate(set) var addresses: [Address] = []
    /// The address that answered.
    package fileprivate(set) var connected: Address?
    /// Addresses that did not, also where another did.
    package fileprivate(set) var failedAttempts: [FailedAttempt] = []
    /// Known also where the certificate is the fault.
    package fileprivate(set) var tls: TLSFacts?

    /// The first that does not hold; everything above it is unknown.
    package var broken: Rung? { steps.first { $0.failure != nil } }

    fileprivate init(to endpoint: Endpoint) {
        self.endpoint = endpoint
    }
}

/// Walks name, connection and TLS and tells what each rung said; for when a call has failed and the question is where.
package func diagnose(
    _ endpoint: Endpoint,
    tls expectation: TLSExpectation? = nil,
    preamble: Preamble? = nil,
    by deadline: Deadline,
) async -> Rungs {
    var rungs = Rungs(to: endpoint)
    let start = ContinuousClock.now
    do throws(TransportFailure) {
        rungs.addresses = try await resolve(endpoint.host, port: endpoint.port, by: deadline)
        rungs.note(.name, since: start)
    } catch {
        rungs.note(.name, since: start, error)
        return rungs
    }
    let named = rungs
    return await onOwnThread("diagnose") { bell in
        var rungs = named
        rungs.climb(as: expectation, after: preamble, by: deadline, unless: bell)
        return rungs
    }
}

extension Rungs {
    fileprivate mutating func note(
        _ kind: Rung.Kind,
        since start: ContinuousClock.Instant,
        _ failure: TransportFailure? = nil,
    ) {
        steps.append(Rung(kind: kind, duration: ContinuousClock.now - start, failure: failure))
    }

    /// The rungs above the name; blocks.
    fileprivate mutating func climb(
        as expectation: TLSExpectation?,
        after preamble: Preamble?,
        by deadline: Deadline,
        unless bell: Interruption,
    ) {
        var kind = Rung.Kind.connection
        var start = ContinuousClock.now
        do throws(TransportFailure) {
            let tcp = try connect(by: deadline, unless: bell)
            note(kind, since: start)
            if let preamble {
                (kind, start) = (.preamble, .now)
                try preamble(tcp, deadline, bell)
                note(kind, since: start)
            }
            if let expectation {
                (kind, start) = (.tls, .now)
                try secure(tcp, as: expectation, by: deadline, unless: bell)
                note(kind, since: start)
            }
        } catch {
            note(kind, since: start, error)
        }
    }

    private mutating func connect(by deadline: Deadline, unless bell: Interruption) throws(TransportFailure)
        -> TCPStream
    {
        var race = Race(to: addresses)
        defer { failedAttempts = race.failed }
        let (address, descriptor) = try race.run(by: deadline, unless: bell)
        connected = address
        return TCPStream(descriptor, to: address)
    }

    private mutating func secure(
        _ tcp: borrowing TCPStream,
        as expectation: TLSExpectation,
        by deadline: Deadline,
        unless bell: Interruption,
    ) throws(TransportFailure) {
        let session = try TLSSession(expectation)
        let start = ContinuousClock.now
        try session.handshake(over: tcp, by: deadline, unless: bell)
        let verdict = session.verdict(expectation)
        tls = session.facts(isVerified: verdict == nil && expectation.verification != .none)
        if let verdict { throw .tls(verdict) }
        // Long enough for the answer to come back, which takes about one handshake.
        let patience = max(.milliseconds(300), (ContinuousClock.now - start) * 4)
        try session.awaitAcceptance(over: tcp, by: deadline.sooner(of: .after(patience)), unless: bell)
    }
}
