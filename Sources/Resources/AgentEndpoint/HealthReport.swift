internal import HTTP
internal import JSON
internal import WebLadder
internal import Words

/// What an agent says of its own health.
struct HealthReport {
    private let response: HTTPResponse
    private let body: JSON

    init(_ response: HTTPResponse) {
        self.response = response
        body = response.json ?? .null
    }

    enum State: Sendable, Hashable {
        case healthy, degraded, unhealthy
        case untold
    }

    var state: State {
        let word = (body["status"].string ?? body["state"].string ?? body["health"].string)?.lowercased()
        switch word {
        case "healthy", "ok", "up", "pass": return response.status == 200 ? .healthy : .unhealthy
        case "degraded", "warn", "warning": return .degraded
        case "unhealthy", "down", "fail", "error", "critical": return .unhealthy
        default: return response.status == 200 ? .untold : .unhealthy
        }
    }

    /// The parts of it that it says are not well.
    var parts: [Finding.Evidence] {
        let parts = body["checks"].object ?? body["components"].object ?? body["services"].object ?? [:]
        return parts.sorted { $0.key < $1.key }.compactMap { name, value in
            let word = value.string ?? value["status"].string ?? value.boolean.map { $0 ? "ok" : "failed" }
            guard let word, !["healthy", "ok", "up", "pass", "ready", "connected"].contains(word.lowercased()) else {
                return nil
            }
            return .fact(name, value["error"].string.map { "\(word): \($0)" } ?? word)
        }
    }

    func diagnosis(at target: Address) -> Diagnosis {
        let kind = AgentEndpointChecks.health
        let version = body["version"].string.map { ", version \($0)" } ?? ""
        switch state {
        case .healthy: return .healthy("healthy\(version)")
        case .untold:
            return .found(
                Finding(
                    kind,
                    .note,
                    at: target,
                    .brokenAnswer,
                    "The agent answers, and says no word of its health.",
                    evidence: response.evidence,
                    remedies: [.hint("Let it answer {\"status\": \"healthy\"}, degraded or unhealthy.")]
                ),
                seen: "status 200"
            )
        case .degraded, .unhealthy:
            let isDegraded = state == .degraded
            return .found(
                Finding(
                    kind,
                    isDegraded ? .warning : .error,
                    at: target,
                    .unhealthy,
                    isDegraded ? "The agent says that it is degraded." : "The agent says that it is not healthy.",
                    evidence: response.evidence + parts,
                    remedies: [.hint("The part that it names has checks of its own here; look at them first.")]
                )
            )
        }
    }
}
