internal import COpenSSL
internal import Cryptography
internal import Network

/// OpenSSL's numbers as a rung.
extension Handshake {
    /// `nil` where the handshake did not fail by anything TLS says: the connection broke, or the name is another.
    func failure(wanted: String, under options: TLSOptions) -> TLSFailure? {
        if options.isVerified, verifyCode != X509_V_OK { return chainFailure(wanted) }
        if let alert = fatalAlertReceived { return alertFailure(alert, sentIdentity: options.identity != nil) }
        guard errorCode != 0 else { return nil }
        guard openssl_library(errorCode) == ERR_LIB_SSL else { return .handshake(code: errorCode, reason: errorReason) }
        switch openssl_reason(errorCode) {
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_PACKET_LENGTH_TOO_LONG, SSL_R_BAD_RECORD_TYPE: return .notTLS
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_PROTOCOLS_AVAILABLE: return .version
        case SSL_R_UNEXPECTED_EOF_WHILE_READING: return nil
        default: return .handshake(code: errorCode, reason: errorReason)
        }
    }

    private func chainFailure(_ wanted: String) -> TLSFailure {
        switch verifyCode {
        case X509_V_ERR_CERT_HAS_EXPIRED: .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
        case X509_V_ERR_CERT_REVOKED: .revoked
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: .selfSigned
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            .nameMismatch(wanted: wanted, presented: presentedNames)
        default: .untrusted(code: Int(verifyCode), reason: Handshake.verifyReason(verifyCode))
        }
    }

    /// The alerts of RFC 8446 §6.2; TLS 1.2 has none of its own for a missing client certificate.
    private func alertFailure(_ alert: Int32, sentIdentity: Bool) -> TLSFailure {
        switch alert {
        case SSL_AD_PROTOCOL_VERSION: .version
        case SSL3_AD_HANDSHAKE_FAILURE where wantsClientCertificate && !sentIdentity: .clientCertificateWanted
        case SSL_AD_CERTIFICATE_REQUIRED: .clientCertificateWanted
        default: .handshake(code: UInt(alert), reason: Handshake.alertReason(alert))
        }
    }

    /// The names of the server's own certificate.
    var presentedNames: [String] {
        guard let own = certificates.first else { return [] }
        return own.dnsNames + own.ipAddresses
    }
}
