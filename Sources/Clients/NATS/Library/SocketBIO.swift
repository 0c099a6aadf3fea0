internal import COpenSSL
internal import Glibc

/// The way between OpenSSL and a socket for libnats's event loop mode, in which nothing may wait.
///
/// Where a read comes back with nothing (half a record, or one that was only about TLS itself, as TLS 1.3 sends after each handshake) libnats
/// waits for the socket without limit when OpenSSL says "want read", and likewise for writes. It does not when OpenSSL says anything else and
/// `errno` is `EAGAIN`: so this one asks for a retry of the special kind.
enum SocketBIO {
    /// Puts a TLS session whose handshake is over onto this way; the session owns it from then on.
    static func install(on session: OpaquePointer, descriptor: Int32) {
        guard let method, let bio = BIO_new(method) else { return }
        BIO_set_data(bio, UnsafeMutableRawPointer(bitPattern: UInt(descriptor) + 1))
        BIO_set_init(bio, 1)
        SSL_set_bio(session, bio, bio)
        // A write that is tried again comes from a buffer that has grown and moved meanwhile.
        let mode = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
        SSL_ctrl(session, SSL_CTRL_MODE, Int(mode), nil)
    }

    /// Made once and never changed after.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without waiting")
        BIO_meth_set_read(method) { bio, bytes, count in
            SocketBIO.transfer(bio) { recv($0, bytes, Int(count), 0) }
        }
        BIO_meth_set_write(method) { bio, bytes, count in
            SocketBIO.transfer(bio) { send($0, bytes, Int(count), Int32(MSG_NOSIGNAL)) }
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return method
    }()

    private static func transfer(_ bio: OpaquePointer?, _ body: (Int32) -> Int) -> Int32 {
        BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_IO_SPECIAL | BIO_FLAGS_SHOULD_RETRY)
        let descriptor = Int32(UInt(bitPattern: BIO_get_data(bio))) - 1
        var count = body(descriptor)
        while count < 0, errno == EINTR { count = body(descriptor) }
        if count > 0 {
            // If OpenSSL now finds fault with the bytes, libnats shall not take that for "nothing there".
            errno = EPROTO
            return Int32(count)
        }
        if count < 0, errno == EAGAIN {
            BIO_set_flags(bio, BIO_FLAGS_IO_SPECIAL | BIO_FLAGS_SHOULD_RETRY)
            BIO_set_retry_reason(bio, BIO_RR_CONNECT)
            errno = EAGAIN
            return -1
        }
        if count == 0 { errno = ECONNRESET }
        return Int32(count)
    }
}
