internal import COpenSSL
internal import Cryptography
internal import Deadlines
internal import Glibc

/// An `SSL_CTX` made for one expectation.
struct TLSContext: ~Copyable {
    let pointer: OpaquePointer

    private init() throws(TransportFailure) {
        ERR_clear_error()
        guard let made = SSL_CTX_new(TLS_client_method()) else { throw .tls(.lastOfOpenSSL()) }
        pointer = made
    }

    static func made(for expectation: TLSExpectation) throws(TransportFailure) -> TLSContext {
        let context = try TLSContext()
        SSL_CTX_set_default_passwd_cb(context.pointer, noPassphrase)
        let minimum =
            switch expectation.minimumVersion {
            case .v1_2: TLS1_2_VERSION
            case .v1_3: TLS1_3_VERSION
            }
        SSL_CTX_ctrl(context.pointer, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(minimum), nil)
        // Verified all the same: the result is read after the handshake, when the chain is there to tell about.
        SSL_CTX_set_verify(context.pointer, SSL_VERIFY_NONE, nil)
        if expectation.verification != .none { try context.trust(expectation.trust) }
        if let own = expectation.clientCertificate { try context.present(own) }
        return context
    }

    deinit {
        SSL_CTX_free(pointer)
    }

    private func trust(_ trust: TLSExpectation.Trust) throws(TransportFailure) {
        switch trust {
        case .system:
            // The file honours SSL_CERT_FILE; reading it takes some 15 ms, so it is read once.
            guard let store = systemStore.withLock({ $0.shared() }) else { throw .tls(.lastOfOpenSSL()) }
            SSL_CTX_set_cert_store(pointer, store)
        case .file(let path):
            guard SSL_CTX_load_verify_file(pointer, path) == 1 else { throw .tls(.badFile(path)) }
        case .pem(let text):
            guard let certificates = try? Certificate.chain(pem: text) else {
                throw .tls(.badFile(path: "PEM", reason: "no certificate in it"))
            }
            for certificate in certificates {
                let parsed = certificate.der.withUnsafeBufferPointer { buffer in
                    var cursor = buffer.baseAddress
                    return d2i_X509(nil, &cursor, buffer.count)
                }
                X509_STORE_add_cert(SSL_CTX_get_cert_store(pointer), parsed)
                X509_free(parsed)
            }
        }
    }

    private func present(_ own: TLSExpectation.ClientCertificate) throws(TransportFailure) {
        guard SSL_CTX_use_certificate_chain_file(pointer, own.chainFile) == 1 else {
            throw .tls(.badFile(own.chainFile))
        }
        guard SSL_CTX_use_PrivateKey_file(pointer, own.keyFile, SSL_FILETYPE_PEM) == 1,
            SSL_CTX_check_private_key(pointer) == 1
        else { throw .tls(.badFile(own.keyFile)) }
    }
}

/// The system's authorities, read at the first use.
private struct SystemStore: ~Copyable {
    private var store: OpaquePointer?

    /// A reference of the caller's own.
    mutating func shared() -> OpaquePointer? {
        if store == nil {
            guard let fresh = X509_STORE_new() else { return nil }
            X509_STORE_set_default_paths(fresh)
            store = fresh
        }
        X509_STORE_up_ref(store)
        return store
    }
}

private let systemStore = Locked(SystemStore())

/// OpenSSL would ask the terminal.
private func noPassphrase(
    _: UnsafeMutablePointer<CChar>?,
    _: Int32,
    _: Int32,
    _: UnsafeMutableRawPointer?,
) -> Int32 { -1 }

extension TLSFailure {
    /// The oldest error in this thread's queue is the cause, later ones only tell whom it passed.
    static func badFile(_ path: String) -> TLSFailure {
        if access(path, R_OK) != 0 {
            let code = errno
            ERR_clear_error()
            return .badFile(path: path, reason: String(cString: strerror(code)))
        }
        guard case .handshake(_, let reason) = lastOfOpenSSL() else { return .badFile(path: path, reason: "") }
        return .badFile(path: path, reason: reason)
    }

    static func lastOfOpenSSL() -> TLSFailure {
        let code = ERR_get_error()
        ERR_clear_error()
        let reason = ERR_reason_error_string(code).map { String(cString: $0) } ?? "unknown"
        return .handshake(code: UInt(openssl_reason(code)), reason: reason)
    }
}
