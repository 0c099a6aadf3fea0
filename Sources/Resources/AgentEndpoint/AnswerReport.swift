internal import Deadlines
internal import HTTP
internal import JSON
internal import Platform
internal import WebLadder
internal import Words

/// What came of one question to an agent.
struct AnswerReport {
    private let response: HTTPResponse
    private let allowed: Performance

    init(_ response: HTTPResponse, allowed: Performance) {
        self.response = response
        self.allowed = allowed
    }

    func diagnosis(at target: Address) -> Diagnosis {
        let kind = AgentEndpointChecks.answer
        let took = response.timings.total
        let slow = allowed.responseTimeMax.duration
        let measure = Measure(
            "answer",
            took,
            warning: slow / .seconds(1),
            critical: allowed.responseTimeP95.duration / .seconds(1)
        )
        if let fault = fault(kind, at: target) { return .found(fault, measures: [measure]) }
        guard took > slow else { return .healthy("answered in \(took.readable)", measures: [measure]) }
        return .found(
            Finding(
                kind,
                .warning,
                at: target,
                .latency,
                "The agent took \(took.readable) for an answer, and \(allowed.responseTimeMax.spelled) is slow already.",
                evidence: [
                    .fact("first byte", (response.timings.firstByte ?? took).readable),
                    .fact("performance.response_time_max", allowed.responseTimeMax.spelled),
                ],
                remedies: [.hint("One slow answer proves little: ihctl profile run tells where the time goes.")]
            ),
            measures: [measure]
        )
    }

    private func fault(_ kind: CheckKind, at target: Address) -> Finding? {
        let body = response.json ?? .null
        let (failure, message, hint): (FailureClass, String, String)
        switch response.status {
        case 200 where body["error"].isNull && !(body["response"].string ?? "").isEmpty: return nil
        case 200..<300:
            (failure, message, hint) = (
                .brokenAnswer, "The agent answers a question with no response in it.",
                "Its own log says what it did with the question; look at the providers' checks too."
            )
        case 401:
            (failure, message, hint) = (
                .auth, "The agent wants to know who asks, and takes no question without a key.",
                "Leave the check out where the agent asks for keys: doctor.skip in the platform file, with the reason."
            )
        case 403:
            (failure, message, hint) = (
                .permission, "The agent lets nobody ask from here.",
                "Look at the ingress's rules and the agent's roles."
            )
        case 404, 405:
            (failure, message, hint) = (
                .missing, "The agent has no POST /chat.", "Let the agent answer there: a message in, a response out."
            )
        case 429:
            (failure, message, hint) = (
                .rateLimited, "The agent has had too many questions.", "Wait as long as it says."
            )
        case 502, 503, 504:
            (failure, message, hint) = (
                .overloaded, "The agent cannot answer now: status \(response.status).",
                "Look at the providers' checks and at the agent's log."
            )
        default:
            (failure, message, hint) = (
                .brokenAnswer, "The agent fails at a question: status \(response.status).",
                "Its log has the reason."
            )
        }
        var evidence = response.evidence
        if let said = body["error"].string ?? body["error"]["message"].string ?? body["detail"].string {
            evidence.append(.verbatim(String(said.prefix(400))))
        }
        return Finding(
            kind,
            failure == .rateLimited ? .warning : .error,
            at: target,
            failure,
            message,
            evidence: evidence,
            remedies: [.hint(hint)]
        )
    }
}
