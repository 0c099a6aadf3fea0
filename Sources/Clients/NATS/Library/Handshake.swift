internal import COpenSSL
internal import Deadlines
internal import Glibc

/// The TLS session that libnats makes during one connect, so that it can be ended from outside.
///
/// After an error inside TLS every further read fails at once, and libnats, which waits for the first PONG, would try for ever. A session that
/// counts as shut down reads as the end of the stream instead, and that libnats understands. OpenSSL tells of every session made and freed.
final class Handshake: Sendable {
    private let session = Locked<UInt?>(nil)

    /// Which handshake the sessions made on a thread belong to.
    private static let underWay = Locked<[UInt: Handshake]>([:])

    /// Asked of OpenSSL once, before the first session of libnats's.
    private static let index: Int32 = CRYPTO_get_ex_new_index(
        CRYPTO_EX_INDEX_SSL,
        0,
        nil,
        { session, _, _, _, _, _ in Handshake.made(session) },
        nil,
        { session, _, _, _, _, _ in Handshake.freed(session) },
    )

    func watch<Value>(_ body: () throws(NATSError) -> Value) throws(NATSError) -> Value {
        _ = Handshake.index
        let thread = UInt(pthread_self())
        Handshake.underWay.withLock { $0[thread] = self }
        defer {
            Handshake.underWay.withLock { $0[thread] = nil }
            // From here on nobody tells us when it is freed.
            session.withLock { $0 = nil }
        }
        return try body()
    }

    /// Hands the session over to the connection's loop; inside `watch`, when the handshake is done.
    func useSocket(_ descriptor: Int32) {
        session.withLock { session in
            guard let session, let pointer = OpaquePointer(bitPattern: session) else { return }
            SocketBIO.install(on: pointer, descriptor: descriptor)
        }
    }

    func end() {
        session.withLock { session in
            guard let session else { return }
            SSL_set_shutdown(OpaquePointer(bitPattern: session), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
        }
    }

    private static func made(_ pointer: UnsafeMutableRawPointer?) {
        let thread = UInt(pthread_self())
        let address = UInt(bitPattern: pointer)
        underWay.withLock { $0[thread] }?.session.withLock { $0 = address }
    }

    private static func freed(_ pointer: UnsafeMutableRawPointer?) {
        let address = UInt(bitPattern: pointer)
        let handshakes = underWay.withLock { Array($0.values) }
        for handshake in handshakes {
            // The lock holds the freeing back while `end` uses the session.
            handshake.session.withLock { if $0 == address { $0 = nil } }
        }
    }
}
