internal import Deadlines
internal import HTTP
internal import JSON
internal import WebLadder
internal import Words

/// Asks Prometheus's API: what it says, or what is wrong with it.
struct PrometheusAPI: Sendable {
    let service: WebService
    let target: Words.Address

    /// The `data` of an answer.
    func data(_ path: String, for kind: CheckKind, by deadline: Deadline) async throws(ResourceFailure) -> JSON {
        let response = try await service.reach(path, as: kind, at: target, by: deadline)
        let body = response.json ?? .null
        if response.status == 200, body["status"].string == "success" { return body["data"] }
        var evidence = response.evidence
        if let type = body["errorType"].string { evidence.append(.fact("error", type)) }
        if let words = body["error"].string { evidence.append(.verbatim(String(words.prefix(400)))) }
        let (failure, message): (FailureClass, String) =
            switch response.status {
            case 401: (.auth, "Prometheus's API wants to know who asks.")
            case 403: (.permission, "Prometheus's API may not be asked from here.")
            case 404: (.missing, "What answers as Prometheus does not have \(path.prefix { $0 != "?" }).")
            case 503: (.overloaded, "Prometheus could not answer in its own time.")
            default: (.brokenAnswer, "Prometheus answers with status \(response.status) and nothing that can be used.")
            }
        throw ResourceFailure(
            Finding(
                kind,
                at: target,
                failure,
                message,
                evidence: evidence,
                remedies: [.fix("curl -sS '\(service.shown)\(path)'")]
            ),
            isAnswer: true
        )
    }
}
