package import Deadlines
package import HTTP
internal import Ladder
internal import Network
package import Words

extension WebService {
    /// One request that proves the way: name, connection, TLS, an answer.
    ///
    /// Throws what broke, ready to be told.
    package func reach(
        _ path: String,
        as kind: CheckKind,
        at target: Words.Address,
        headers: HTTPHeaders = [:],
        by deadline: Deadline,
    ) async throws(ResourceFailure) -> HTTPResponse {
        do throws(HTTPError) {
            return try await ask(path, headers: headers, by: deadline)
        } catch {
            let unencrypted = await wantsTLS(error, by: deadline) ? withoutTLS(kind, at: target) : nil
            throw ResourceFailure(unencrypted ?? Finding(kind, at: target, error, of: self))
        }
    }

    /// Whether plain text was cut off, or answered in no HTTP, because TLS is spoken on that port.
    private func wantsTLS(_ error: HTTPError, by deadline: Deadline) async -> Bool {
        guard !isEncrypted, let endpoint = error.endpoint ?? endpoint else { return false }
        switch error.kind {
        case .transport(.closed), .transport(.reset), .protocol: break
        default: return false
        }
        let anyone = TLSExpectation(serverName: endpoint.host, verification: .none)
        return await diagnose(endpoint, tls: anyone, by: deadline).tls != nil
    }

    private func withoutTLS(_ kind: CheckKind, at target: Words.Address) -> Finding {
        Finding(
            kind,
            at: target,
            .tlsMissing,
            "\(name) speaks TLS on this port, and its URL does not.".asSentence,
            evidence: [.fact("endpoint", shown)],
            remedies: [.hint("Write https:// into the URL, or give the port that speaks plain text.")],
            data: endpoint.map { ["host": .string($0.host), "port": .integer($0.port)] } ?? [:]
        )
    }

    /// Something answers, and it is not the service that was meant.
    package func stranger(
        _ response: HTTPResponse,
        as kind: CheckKind,
        at target: Words.Address,
        wanted: String,
    ) -> Finding {
        let evidence = response.evidence + [.fact("endpoint", shown)]
        if response.isOverloaded {
            return Finding(
                kind,
                .warning,
                at: target,
                .overloaded,
                "\(name) cannot answer now: status \(response.status).".asSentence,
                evidence: evidence,
                remedies: [.hint("What stands before it answers in its place. Look again in a while.")]
            )
        }
        let message: String
        let hint: String
        switch response.status {
        case 300..<400:
            message = "\(name) is not what answers at this address: the caller is sent elsewhere."
            hint = "A login, a portal or a moved API: open the address it sends to, or mend the URL."
        case 404, 405:
            message = "What answers at this address does not have \(wanted): status \(response.status)."
            hint = "Look at the path of the URL first, then at who listens there."
        default:
            message =
                response.isWebPage
                ? "A web page answers where \(name) should be." : "What answers at this address is not \(name)."
            hint =
                "A gateway, a captive portal or another service answers in its place: look at the URL and what stands before it."
        }
        return Finding(
            kind,
            .error,
            at: target,
            .protocolMismatch,
            message.asSentence,
            evidence: evidence,
            remedies: [.hint(hint), .fix("curl -sS -i '\(shown)' | head -20")]
        )
    }

    /// All is well with the way: what was seen of it, the certificate's days, the clocks.
    package func reached(
        _ response: HTTPResponse,
        as kind: CheckKind,
        at target: Words.Address,
        seen: String? = nil,
    ) -> Diagnosis {
        let tls = response.connection.tlsVersion.map { " over \($0)" } ?? (isEncrypted ? " over TLS" : "")
        var diagnosis = Diagnosis.healthy("\(seen ?? name)\(tls)")
        if let clock = response.clockOffset() { diagnosis.measures.append(clock) }
        if let reply = response.timings.firstByte { diagnosis.measures.append(Measure("reply", reply)) }
        diagnosis.judge(response.certificates, as: kind, at: target)
        return diagnosis
    }
}
