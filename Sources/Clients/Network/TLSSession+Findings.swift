internal import COpenSSL
internal import Cryptography

extension TLSSession {
    func facts(isVerified: Bool) -> TLSFacts {
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &length)
        let chosen = UnsafeBufferPointer(start: name, count: Int(length))
        return TLSFacts(
            version: SSL_get_version(ssl).map { String(cString: $0) } ?? "",
            cipher: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) } ?? "",
            chain: chain,
            isVerified: isVerified,
            wantsClientCertificate: wasAsked.pointee,
            applicationProtocol: length > 0 ? String(decoding: chosen, as: UTF8.self) : nil,
        )
    }

    private var chain: [Certificate] {
        guard let stack = SSL_get_peer_cert_chain(ssl) else { return [] }
        return (0..<OPENSSL_sk_num(stack)).compactMap { index in
            let certificate = OPENSSL_sk_value(stack, index).map { OpaquePointer($0) }
            let count = Int(i2d_X509(certificate, nil))
            guard count > 0 else { return nil }
            let der = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                var cursor = buffer.baseAddress
                filled = max(0, Int(i2d_X509(certificate, &cursor)))
            }
            return try? Certificate(der: der)
        }
    }

    /// What is wrong with the server's certificate, or nil; read after the handshake.
    func verdict(_ expectation: TLSExpectation) -> TLSFailure? {
        guard expectation.verification != .none else { return nil }
        let code = SSL_get_verify_result(ssl)
        switch Int32(code) {
        case X509_V_OK:
            // OpenSSL says OK as well where there was nothing to verify.
            return chain.isEmpty ? .untrusted(code: code, reason: "no certificate") : nil
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return .selfSigned
        case X509_V_ERR_CERT_HAS_EXPIRED: return .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: return .notYetValid
        case X509_V_ERR_CERT_REVOKED: return .revoked
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            let names = chain.first.map { $0.dnsNames + $0.ipAddresses } ?? []
            let presented = names.isEmpty ? [chain.first?.commonName].compactMap(\.self) : names
            return .nameMismatch(wanted: expectation.serverName, presented: presented)
        default:
            let reason = X509_verify_cert_error_string(code).map { String(cString: $0) } ?? ""
            return .untrusted(code: code, reason: reason)
        }
    }

    /// What the oldest error in this thread's queue means.
    func failure() -> TLSFailure {
        let cause = TLSFailure.lastOfOpenSSL()
        guard case .handshake(let code, _) = cause else { return cause }
        let alert = Int32(code) - SSL_AD_REASON_OFFSET
        let refusals = [SSL_AD_HANDSHAKE_FAILURE, SSL_AD_BAD_CERTIFICATE, SSL3_AD_NO_CERTIFICATE]
        switch Int32(code) {
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_WRONG_SSL_VERSION, SSL_R_WRONG_VERSION_NUMBER,
            SSL_R_NO_PROTOCOLS_AVAILABLE, SSL_R_VERSION_TOO_LOW:
            return .version
        case _ where alert == SSL_AD_PROTOCOL_VERSION: return .version
        case _ where alert == SSL_AD_CERTIFICATE_REQUIRED: return .clientCertificateWanted
        case _ where wasAsked.pointee && !hasOwnCertificate && refusals.contains(alert):
            return .clientCertificateWanted
        default: return cause
        }
    }
}
