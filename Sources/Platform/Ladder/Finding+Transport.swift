package import Cryptography
internal import FoundationEssentials
internal import Glibc
package import Network
package import Words

extension FailureClass {
    /// The clients know no floor above them and say it in a word.
    package init(_ failure: TransportFailure) {
        self = FailureClass(rawValue: failure.failureClass) ?? .unreachable
    }
}

extension Finding {
    /// The way to a service ends at one of its lower rungs: name, connection, TLS, an answer.
    ///
    /// `tls`, or the chain alone, is what the server showed of itself, where it came so far.
    package init(
        _ kind: CheckKind,
        _ severity: Severity? = nil,
        at target: Words.Address,
        _ failure: TransportFailure,
        of service: String,
        at endpoint: Endpoint,
        tls: TLSFacts? = nil,
        chain: [Certificate] = [],
        evidence: [Evidence] = [],
        from vantage: Vantage = .here,
    ) {
        let way = BrokenWay(
            failure: failure,
            service: service,
            endpoint: endpoint,
            chain: tls?.chain ?? chain,
            vantage: vantage
        )
        self.init(
            kind,
            severity,
            at: target,
            FailureClass(failure),
            way.message.prefix(1).uppercased() + way.message.dropFirst(),
            evidence: way.evidence + evidence,
            remedies: way.remedies,
            data: [
                "host": .string(endpoint.host), "port": .integer(endpoint.port), "seen_from": .string("\(vantage)"),
            ]
        )
    }
}

/// A way to a service that broke off, in words.
private struct BrokenWay {
    let failure: TransportFailure
    let service: String
    let endpoint: Endpoint
    let chain: [Certificate]
    let vantage: Vantage

    var message: String {
        switch failure {
        case .nameUnknown(let host): "\(service) is not found: there is no host named \(host)."
        case .nameUnresolved(let host, _), .nameTimedOut(let host): "No resolver says where \(host) is."
        case .refused: "Nothing listens on \(endpoint): the host is up, \(service) is not."
        case .connectTimedOut: "Nobody answers at \(endpoint)."
        case .unreachable: "No way leads to \(endpoint) from here."
        case .reset: "\(service) at \(endpoint) tore the connection down."
        case .closed: "\(service) at \(endpoint) closed the connection where an answer was due."
        case .noReply: "\(endpoint) takes connections, and \(service) says nothing."
        case .interrupted: "The look at \(service) was cut short."
        case .system(let code):
            "This machine cannot ask \(service) at \(endpoint): \(String(cString: strerror(code)).lowercased())."
        case .tls(let failure): message(of: failure)
        }
    }

    private func message(of failure: TLSFailure) -> String {
        switch failure {
        case .notTLS: "\(service) at \(endpoint) does not speak TLS on this port."
        case .version: "\(service) at \(endpoint) speaks no TLS version that is still safe."
        case .handshake: "The TLS handshake with \(service) at \(endpoint) failed."
        case .untrusted: "The certificate of \(service) at \(endpoint) is signed by nobody who is trusted here."
        case .selfSigned: "The certificate of \(service) at \(endpoint) is signed by itself."
        case .nameMismatch(let wanted, _): "The certificate of \(service) is not made for \(wanted)."
        case .expired: "The certificate of \(service) at \(endpoint) has expired."
        case .notYetValid: "The certificate of \(service) at \(endpoint) is not valid yet."
        case .revoked: "The certificate of \(service) at \(endpoint) was revoked."
        case .clientCertificateWanted: "\(service) at \(endpoint) wants a client's certificate."
        case .badFile(let path, _): "\(path) cannot be used for TLS."
        }
    }

    var evidence: [Finding.Evidence] {
        var evidence: [Finding.Evidence] = []
        switch failure {
        case .nameUnresolved(_, let reason) where !reason.isEmpty: evidence.append(.fact("resolver", reason))
        case .unreachable(let code): evidence.append(.fact("system", String(cString: strerror(code)).lowercased()))
        case .tls(.handshake(let code, let reason)): evidence.append(.fact("OpenSSL", "\(reason) (\(code))"))
        case .tls(.untrusted(let code, let reason)): evidence.append(.fact("OpenSSL", "\(reason) (code \(code))"))
        case .tls(.badFile(_, let reason)): evidence.append(.fact("reason", reason))
        default: break
        }
        if let certificate = chain.first {
            evidence += certificate.evidence
            if case .tls(.untrusted) = failure {
                evidence.append(.fact("chain", "\(counted(chain.count, "certificate")) sent"))
            }
        }
        if case .tls(.notYetValid) = failure { evidence.append(.fact("clock here", Date().formatted(.iso8601))) }
        evidence.append(.fact("seen from", "\(vantage)"))
        return evidence
    }

    var remedies: [Finding.Remedy] {
        let host = endpoint.host
        switch failure {
        case .nameUnknown:
            if Vantage.isOfCluster(host), case .host = vantage {
                return [
                    .hint(
                        "A name like \(host) is found inside its cluster or network only: run ihctl there, or forward the port and give that address."
                    ),
                    .fix("getent ahosts \(host)"),
                ]
            }
            return [.hint("Look for a slip in the name first."), .fix("getent ahosts \(host)")]
        case .nameUnresolved, .nameTimedOut:
            return [.fix("cat /etc/resolv.conf"), .fix("getent ahosts \(host)")]
        case .refused:
            return endpoint.isOnLoopback
                ? [.fix("ss -ltnp 'sport = :\(endpoint.port)'"), .hint("Start \(service), or correct the port.")]
                : [
                    .hint(
                        "Start \(service) on \(host), or correct the port; a service that listens on 127.0.0.1 alone refuses every other machine."
                    )
                ]
        case .connectTimedOut:
            return [
                .hint(
                    "Look for a firewall, a network policy or an allow list on the way, then for a host that is down."
                )
            ]
        case .unreachable: return [.fix("ip route get \(host)")]
        case .reset: return [.hint("Look at the log of the nearest proxy or load balancer, then at \(service)'s own.")]
        case .closed: return [.hint("Perhaps it wants TLS, perhaps it is just ending: its own log says why it let go.")]
        case .noReply:
            return [
                .hint("The process hangs, or another protocol listens there: look at its state, its log and its disk.")
            ]
        case .interrupted: return []
        case .system(EMFILE), .system(ENFILE): return [.fix("ulimit -n 4096")]
        case .system: return [.hint("This machine refused: look at its limits (ulimit -n) and its network.")]
        case .tls(let failure): return remedies(of: failure)
        }
    }

    private func remedies(of failure: TLSFailure) -> [Finding.Remedy] {
        let look = Finding.Remedy.fix(
            "openssl s_client -connect \(endpoint) -servername \(endpoint.host) -showcerts </dev/null"
        )
        switch failure {
        case .notTLS: return [.hint("Turn TLS on at the server, or say in the URL that there is none.")]
        case .version: return [.hint("Let the server speak TLS 1.2 or newer.")]
        case .handshake, .revoked: return [look]
        case .untrusted:
            if chain.count == 1 {
                return [
                    .hint(
                        "The server sends its own certificate alone. If its issuer is an intermediate, let the server send the whole chain; if it is a private authority, give its certificate to trust."
                    ),
                    look,
                ]
            }
            return [
                .hint(
                    "Give the authority's certificate to trust (sslrootcert, SSL_CERT_FILE), or have the certificate signed by a known one."
                ), look,
            ]
        case .selfSigned:
            return [.hint("Give that certificate to trust, or have one signed by a known authority."), look]
        case .nameMismatch:
            return [.hint("Use a name that stands in the certificate, or have one made for \(endpoint.host)."), look]
        case .expired: return [.hint("Renew it, and let the server read it again."), look]
        case .notYetValid: return [.hint("Look at this machine's clock first."), .fix("date -u"), look]
        case .clientCertificateWanted: return [.hint("Give a certificate and key that the server trusts.")]
        case .badFile(let path, _): return [.fix("ls -l \(path)")]
        }
    }
}
