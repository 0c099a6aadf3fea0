internal import Glibc

/// The kind of a failure in one word, the same for every client: what `ihctl explain` knows it by.
extension TransportFailure {
    package var failureClass: String {
        switch self {
        case .nameUnknown: "dns"
        case .nameUnresolved, .nameTimedOut: "dns_no_answer"
        case .refused: "refused"
        case .connectTimedOut: "connect_timeout"
        case .unreachable: "unreachable"
        // Of this machine: it says nothing of the other end.
        case .system: "internal"
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

extension TransportFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nameUnknown(let host): "there is no host named \(host)"
        case .nameUnresolved(let host, let reason): "no resolver says whether \(host) exists: \(reason)"
        case .nameTimedOut(let host): "no resolver answered in time where \(host) is"
        case .refused: "connection refused"
        case .connectTimedOut: "no answer to the attempt to connect"
        case .unreachable(let code): "no way leads to the address: \(String(cString: strerror(code)).lowercased())"
        case .reset: "the other end tore the connection down"
        case .closed: "the other end closed the connection"
        case .noReply: "connected, and no answer came in time"
        case .tls(let failure): "TLS: \(failure)"
        case .interrupted: "interrupted"
        case .system(let code): String(cString: strerror(code)).lowercased()
        }
    }
}

extension TLSFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notTLS: "the other end does not speak it on this port"
        case .version: "no version in common"
        case .handshake(_, let reason): "the handshake failed: \(reason)"
        case .untrusted(_, let reason): "the certificate is not trusted: \(reason)"
        case .selfSigned: "the certificate is signed by itself"
        case .nameMismatch(let wanted, let presented):
            "the certificate is for \(presented.isEmpty ? "no name" : presented.joined(separator: ", ")), not for \(wanted)"
        case .expired: "the certificate has expired"
        case .notYetValid: "the certificate is not valid yet"
        case .revoked: "the certificate was revoked"
        case .clientCertificateWanted: "the server asks for a client's certificate"
        case .badFile(let path, let reason): "\(path) cannot be used: \(reason)"
        }
    }
}
