package import HTTP
internal import Ladder
internal import Network
package import Words

extension Finding {
    /// No whole answer came: which rung broke, from the name to the last byte.
    package init(
        _ kind: CheckKind,
        _ severity: Severity? = nil,
        at target: Words.Address,
        _ error: HTTPError,
        of service: WebService,
    ) {
        let endpoint = error.endpoint ?? service.endpoint ?? Endpoint(host: service.url, port: 0)
        if let failure = error.brokenRung {
            self.init(
                kind,
                severity,
                at: target,
                failure,
                of: service.name,
                at: endpoint,
                chain: error.certificates
            )
            message = message.asSentence
            return
        }
        let words = UnansweredRequest(error: error, service: service.name, endpoint: endpoint)
        self.init(
            kind,
            severity,
            at: target,
            words.failureClass,
            words.message.asSentence,
            evidence: words.evidence,
            remedies: words.remedies,
            data: ["host": .string(endpoint.host), "port": .integer(endpoint.port)]
        )
    }
}

extension String {
    /// A service may be named as inside a sentence, `the provider here`.
    package var asSentence: String { prefix(1).uppercased() + dropFirst() }
}

extension HTTPError {
    /// The rungs that every protocol has.
    fileprivate var brokenRung: TransportFailure? {
        switch kind {
        case .transport(let failure): failure
        case .deadlinePassed(.nameLookup): .nameTimedOut(host: endpoint?.host ?? "")
        case .deadlinePassed(.connect): .connectTimedOut
        case .deadlinePassed(.tls), .deadlinePassed(.awaitingReply), .deadlinePassed(.sending): .noReply
        default: nil
        }
    }
}

/// A request without an answer, for a reason of HTTP's own, in words.
private struct UnansweredRequest {
    let error: HTTPError
    let service: String
    let endpoint: Endpoint

    var failureClass: FailureClass {
        switch error.kind {
        case .transport(let failure): FailureClass(failure)
        case .proxy: .proxy
        case .protocol(.notHTTP), .tooManyRedirects, .redirectRefused: .protocolMismatch
        case .protocol, .bodyTooLarge: .brokenAnswer
        case .deadlinePassed: .noReply
        case .badURL, .badRequest: .config
        case .cancelled, .shutDown, .bodySource, .unsupported, .library: .internal
        }
    }

    var message: String {
        switch error.kind {
        case .transport(let failure): "\(service) at \(endpoint): \(failure.failureClass)."
        case .proxy(.transport): "The proxy on the way to \(service) is out of reach."
        case .proxy(.refused(407)): "The proxy on the way to \(service) wants to know who asks."
        case .proxy(.refused(let status)): "The proxy refuses the way to \(service) with status \(status)."
        case .proxy(.handshake): "The proxy on the way to \(service) does not speak as a proxy."
        case .protocol(.notHTTP): "Something answers at \(endpoint), and it does not speak HTTP."
        case .protocol: "\(service) at \(endpoint) answers in broken HTTP."
        case .deadlinePassed: "\(service) at \(endpoint) began to answer and did not come to the end."
        case .tooManyRedirects, .redirectRefused: "\(service) at \(endpoint) sends its caller elsewhere."
        case .bodyTooLarge(let limit): "\(service) answers with more than \(limit >> 20) MiB."
        case .badURL: "The URL of \(service) cannot be used."
        case .badRequest(.headerValue), .badRequest(.headerName):
            "The key of \(service) holds a character that no header can carry."
        case .badRequest, .bodySource, .unsupported, .library: "The request to \(service) could not be made."
        case .cancelled, .shutDown: "The look at \(service) was cut short."
        }
    }

    var evidence: [Finding.Evidence] {
        var evidence: [Finding.Evidence] = [.fact("endpoint", "\(endpoint)"), .fact("phase", error.phase.rawValue)]
        switch error.kind {
        case .proxy(.transport(let failure)): evidence.append(.fact("the proxy", failure.failureClass))
        case .library(let code, let reason): evidence.append(.fact("libcurl", "\(reason) (\(code))"))
        case .protocol(.malformed(let code)): evidence.append(.fact("libcurl", "\(code)"))
        default: break
        }
        if let status = error.status { evidence.append(.fact("HTTP", "\(status)")) }
        evidence.append(.fact("seen from", "\(Vantage.here)"))
        return evidence
    }

    var remedies: [Finding.Remedy] {
        switch error.kind {
        case .proxy:
            [
                .fix("env | grep -i _proxy | sed 's/=.*@/=…@/'"),
                .hint("Mend the proxy, unset the variable, or name \(endpoint.host) in NO_PROXY."),
            ]
        case .protocol(.notHTTP):
            [
                .hint(
                    "Another service listens on this port, or it wants TLS: look at the port and the scheme of the URL."
                )
            ]
        case .badURL, .badRequest: [.fix("ihctl config validate")]
        case .deadlinePassed: [.hint("A service that is only slow answers with a longer --timeout.")]
        case .tooManyRedirects, .redirectRefused: [.hint("Name the address it sends to, or look who answers there.")]
        default: []
        }
    }
}
