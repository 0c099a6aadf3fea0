/// The kind of a failure in one word, the same for every client: what `ihctl explain` knows it by.
extension TransportFailure {
    package var failureClass: String {
        switch self {
        case .nameUnknown: "dns"
        case .nameUnresolved, .nameTimedOut: "dns_no_answer"
        case .refused: "refused"
        case .connectTimedOut: "connect_timeout"
        case .unreachable, .system: "unreachable"
        case .reset: "reset"
        case .closed: "closed"
        case .noReply, .interrupted: "no_reply"
        case .tls(let failure): failure.failureClass
        }
    }
}

extension TLSFailure {
    package var failureClass: String {
        switch self {
        case .notTLS: "protocol_mismatch"
        case .version: "tls_version"
        case .handshake: "tls_handshake"
        case .untrusted: "tls_untrusted"
        case .selfSigned: "tls_self_signed"
        case .nameMismatch: "tls_hostname"
        case .expired: "tls_expired"
        case .notYetValid: "tls_not_yet_valid"
        case .revoked: "tls_revoked"
        case .clientCertificateWanted: "tls_client_certificate"
        case .badFile: "tls_file"
        }
    }
}
