internal import COpenSSL
internal import Deadlines
internal import Glibc

/// One end of a TLS conversation: OpenSSL between two buffers in memory, so that only `TCPStream` ever touches the socket.
///
/// `@unchecked Sendable`: it may move between threads; its owner makes one call at a time, as for every stream here.
struct TLSSession: ~Copyable, @unchecked Sendable {
    let ssl: OpaquePointer
    /// Owned by `ssl`.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    /// Set by OpenSSL's call-back when the server asks for a client's certificate.
    let wasAsked: UnsafeMutablePointer<Bool>
    let hasOwnCertificate: Bool

    init(_ expectation: TLSExpectation) throws(TransportFailure) {
        let context = try TLSContext.made(for: expectation)
        guard let ssl = SSL_new(context.pointer), let incoming = BIO_new(BIO_s_mem()),
            let outgoing = BIO_new(BIO_s_mem())
        else { throw .tls(.lastOfOpenSSL()) }
        self.ssl = ssl
        self.incoming = incoming
        self.outgoing = outgoing
        hasOwnCertificate = expectation.clientCertificate != nil
        wasAsked = .allocate(capacity: 1)
        wasAsked.initialize(to: false)
        SSL_set_bio(ssl, incoming, outgoing)
        SSL_set_connect_state(ssl)
        SSL_set_cert_cb(
            ssl,
            { _, flag in
                flag?.assumingMemoryBound(to: Bool.self).pointee = true
                return 1
            },
            wasAsked,
        )
        expect(name: expectation.serverName, verified: expectation.verification == .full)
        offer(expectation.applicationProtocols)
    }

    deinit {
        SSL_free(ssl)
        wasAsked.deallocate()
    }

    func handshake(
        over tcp: borrowing TCPStream,
        by deadline: Deadline,
        unless bell: Interruption?,
    ) throws(TransportFailure) {
        var isFirst = true
        while true {
            ERR_clear_error()
            let result = SSL_do_handshake(ssl)
            let condition = SSL_get_error(ssl, result)
            // Taken before anything else may clear it; an alert of ours may still have to go out.
            let failure = condition == SSL_ERROR_SSL ? self.failure() : nil
            try send(over: tcp, by: deadline, unless: bell, tolerant: failure != nil)
            if let failure { throw .tls(failure) }
            switch condition {
            case SSL_ERROR_NONE: return
            case SSL_ERROR_WANT_READ:
                let bytes = try tcp.read(atMost: 16_384, by: deadline, unless: bell)
                guard let first = bytes.first else { throw .closed }
                // The first record is a handshake's or an alert; anything else is another protocol's greeting or complaint.
                if isFirst, first != 0x16, first != 0x15 { throw .tls(.notTLS) }
                isFirst = false
                feed(bytes)
            case SSL_ERROR_WANT_WRITE: continue
            default: throw .closed
            }
        }
    }

    func read(
        atMost count: Int,
        over tcp: borrowing TCPStream,
        by deadline: Deadline,
        unless bell: Interruption?,
    ) throws(TransportFailure) -> [UInt8] {
        while true {
            ERR_clear_error()
            var condition = SSL_ERROR_NONE
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                let got = SSL_read(ssl, buffer.baseAddress, Int32(clamping: count))
                if got <= 0 { condition = SSL_get_error(ssl, got) }
                filled = max(0, Int(got))
            }
            if !bytes.isEmpty { return bytes }
            if try next(condition, over: tcp, by: deadline, unless: bell) == .ended { return [] }
        }
    }

    func write(
        _ bytes: [UInt8],
        over tcp: borrowing TCPStream,
        by deadline: Deadline,
        unless bell: Interruption?,
    ) throws(TransportFailure) {
        guard !bytes.isEmpty else { return }
        while true {
            ERR_clear_error()
            // A buffer in memory takes all of it at once.
            let result = SSL_write(ssl, bytes, Int32(clamping: bytes.count))
            let condition = result > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl, result)
            if result > 0 { return try send(over: tcp, by: deadline, unless: bell) }
            if try next(condition, over: tcp, by: deadline, unless: bell) == .ended { throw .closed }
        }
    }

    /// In TLS 1.3 a server refuses a missing client certificate after the handshake: listens for that alert, or for any sign that all is well.
    func awaitAcceptance(
        over tcp: borrowing TCPStream,
        by deadline: Deadline,
        unless bell: Interruption?,
    ) throws(TransportFailure) {
        guard wasAsked.pointee, !hasOwnCertificate else { return }
        var byte: UInt8 = 0
        for isLast in [false, true] {
            ERR_clear_error()
            let got = SSL_peek(ssl, &byte, 1)
            let condition = got > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl, got)
            if condition == SSL_ERROR_SSL { throw .tls(failure()) }
            if isLast || condition != SSL_ERROR_WANT_READ { return }
            do throws(TransportFailure) {
                feed(try tcp.read(atMost: 16_384, by: deadline, unless: bell))
            } catch {
                if error == .noReply { return }
                throw error
            }
        }
    }

    private enum Step {
        case again, ended
    }

    private func next(
        _ condition: Int32,
        over tcp: borrowing TCPStream,
        by deadline: Deadline,
        unless bell: Interruption?,
    ) throws(TransportFailure) -> Step {
        let failure = condition == SSL_ERROR_SSL ? self.failure() : nil
        try send(over: tcp, by: deadline, unless: bell, tolerant: failure != nil)
        if let failure { throw .tls(failure) }
        switch condition {
        case SSL_ERROR_ZERO_RETURN: return .ended
        case SSL_ERROR_WANT_READ:
            let bytes = try tcp.read(atMost: 16_384, by: deadline, unless: bell)
            guard !bytes.isEmpty else { throw .closed }
            feed(bytes)
            return .again
        case SSL_ERROR_NONE, SSL_ERROR_WANT_WRITE: return .again
        default: throw .closed
        }
    }

    private func feed(_ bytes: [UInt8]) {
        BIO_write(incoming, bytes, Int32(bytes.count))
    }

    private func send(
        over tcp: borrowing TCPStream,
        by deadline: Deadline,
        unless bell: Interruption?,
        tolerant: Bool = false,
    ) throws(TransportFailure) {
        let pending = BIO_ctrl_pending(outgoing)
        guard pending > 0 else { return }
        let bytes = [UInt8](unsafeUninitializedCapacity: pending) { buffer, filled in
            filled = max(0, Int(BIO_read(outgoing, buffer.baseAddress, Int32(clamping: pending))))
        }
        do throws(TransportFailure) {
            try tcp.write(bytes, by: deadline, unless: bell)
        } catch {
            if !tolerant { throw error }
        }
    }
}

extension TLSSession {
    fileprivate func expect(name: String, verified: Bool) {
        var address = in6_addr()
        let isAddress = inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1
        let host = name.hasSuffix(".") ? String(name.dropLast()) : name
        // An address is no name to ask for (RFC 6066).
        if !isAddress {
            _ = host.withCString { text in
                SSL_ctrl(
                    ssl,
                    SSL_CTRL_SET_TLSEXT_HOSTNAME,
                    Int(TLSEXT_NAMETYPE_host_name),
                    UnsafeMutableRawPointer(mutating: text),
                )
            }
        }
        guard verified, let parameters = SSL_get0_param(ssl) else { return }
        X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        if isAddress {
            X509_VERIFY_PARAM_set1_ip_asc(parameters, name)
        } else {
            X509_VERIFY_PARAM_set1_host(parameters, host, host.utf8.count)
        }
    }

    fileprivate func offer(_ protocols: [String]) {
        let wire = protocols.flatMap { [UInt8(clamping: $0.utf8.count)] + Array($0.utf8.prefix(255)) }
        if !wire.isEmpty { SSL_set_alpn_protos(ssl, wire, UInt32(wire.count)) }
    }
}
