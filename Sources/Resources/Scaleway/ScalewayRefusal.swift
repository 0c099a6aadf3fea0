internal import HTTP
internal import JSON
internal import WebLadder
internal import Words

/// An answer of Scaleway's that is a no, by its status and type.
struct ScalewayRefusal {
    let response: HTTPResponse

    private var body: JSON { response.json ?? .null }

    /// Its errors have a type, and in most cases a message.
    var isScaleways: Bool { body["type"].string != nil || body["message"].string != nil }

    var evidence: [Finding.Evidence] {
        var evidence = response.evidence
        for field in ["type", "reason", "method", "resource"] {
            if let value = body[field].string { evidence.append(.fact(field, value)) }
        }
        for detail in (body["details"].array ?? []).prefix(3) {
            if let resource = detail["resource"].string, let action = detail["action"].string {
                evidence.append(.fact("missing permission", "\(action) on \(resource)"))
            }
        }
        if let message = body["message"].string { evidence.append(.verbatim(String(message.prefix(300)))) }
        return evidence
    }

    /// What every call may be answered with, whatever it asks for.
    func finding(_ kind: CheckKind, at target: Address) -> Finding {
        let (severity, failure, message, hint): (Finding.Severity, FailureClass, String, String)
        switch response.status {
        case 401:
            (severity, failure, message, hint) = (
                .error, .auth, "Scaleway does not know the secret key.",
                body["reason"].string == "expired"
                    ? "The key has expired: make a new one and give both of its parts."
                    : "Look whether access key and secret key are of one pair, and whether the key was deleted or has expired."
            )
        case 403:
            (severity, failure, message, hint) = (
                .error, .permission, "Scaleway knows the key, and it may not do this.",
                "Give its user or application a policy with what the evidence names."
            )
        case 429:
            (severity, failure, message, hint) = (
                .warning, .rateLimited, "Scaleway has had too many requests.", "Look again in a minute."
            )
        default:
            let isDown = response.status >= 500
            (severity, failure, message, hint) = (
                isDown ? .warning : .error, isDown ? .overloaded : .brokenAnswer,
                "Scaleway's API answers with status \(response.status).",
                "Look at status.scaleway.com, and again in a while."
            )
        }
        return Finding(kind, severity, at: target, failure, message, evidence: evidence, remedies: [.hint(hint)])
    }
}
