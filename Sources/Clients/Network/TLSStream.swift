internal import COpenSSL
internal import Cryptography
package import Deadlines
internal import Glibc

/// A TLS connection over a TCP stream, after whatever plain preamble its protocol has; like that it blocks, so own it in an actor on a `HandleExecutor`.
package struct TLSStream: ~Copyable, Sendable {
    private let tcp: TCPStream
    private let session: TLSSession
    package let facts: TLSFacts

    package var address: Address { tcp.address }

    /// Shakes hands; throws unless the connection is what is expected, before a byte of the protocol is sent.
    package init(
        over tcp: consuming TCPStream,
        as expectation: TLSExpectation,
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) {
        let session = try TLSSession(expectation)
        try session.handshake(over: tcp, by: deadline, unless: interruption)
        let verdict = session.verdict(expectation)
        if let verdict { throw .tls(verdict) }
        facts = session.facts(isVerified: expectation.verification != .none)
        self.session = session
        self.tcp = tcp
    }

    /// At least one byte, or an empty array at the orderly end of the stream; throws `closed` where it is cut off.
    package func read(
        atMost count: Int,
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) -> [UInt8] {
        try session.read(atMost: count, over: tcp, by: deadline, unless: interruption)
    }

    package func write(
        _ bytes: [UInt8],
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) {
        try session.write(bytes, over: tcp, by: deadline, unless: interruption)
    }
}

/// Whether a handshake comes to its end there, whoever the server is: why a plain-text client may have been cut off without a word.
package func speaksTLS(
    at address: Address,
    by deadline: Deadline,
    unless interruption: Interruption? = nil,
) -> Bool {
    let anyone = TLSExpectation(serverName: address.numeric, verification: .none)
    do throws(TransportFailure) {
        let tcp = try TCPStream(to: [address], by: deadline, unless: interruption)
        try TLSSession(anyone).handshake(over: tcp, by: deadline, unless: interruption)
        return true
    } catch {
        guard case .tls(let failure) = error else { return false }
        return failure != .notTLS
    }
}
