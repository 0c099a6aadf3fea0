internal import Cryptography
internal import Deadlines
internal import HTTP
internal import Ladder
internal import Network
internal import Platform
internal import WebLadder
internal import Words

/// The ways to people are looked at and never used: nobody is called by a check.
extension TelemetryHealth {
    func lookAtSlack(by deadline: Deadline) async throws -> Diagnosis {
        let kind = TelemetryChecks.channels
        let target = address / "slack"
        let url = try resolver.secret(declared.slack, at: ["telemetry", "slack"], for: kind, of: target).reveal()
        guard url.lowercased().hasPrefix("https://"), let host = WebService("Slack", at: url, by: client).endpoint
        else {
            return .found(
                malformed(
                    "telemetry.slack is no https URL.",
                    "Copy the webhook's URL anew from Slack's page.",
                    at: target
                )
            )
        }
        if host.host == "hooks.slack.com" {
            let path = url.dropFirst("https://hooks.slack.com".count).split(separator: "/")
            // A service's webhook, or that of a workflow.
            let isWhole =
                path.first == "services" && path.count == 4 || path.first == "workflows" && path.count >= 4
                || path.first == "triggers" && path.count >= 4
            guard isWhole else {
                return .found(
                    malformed(
                        "telemetry.slack is no whole webhook: parts of its path are missing.",
                        "It has three parts behind /services/: copy it anew from Slack's page.",
                        at: target
                    )
                )
            }
        }
        return try await handshake(
            WebService("Slack", at: "https://\(host)", by: client, way: way),
            at: target,
            by: deadline
        )
    }

    func lookAtPagerDuty(by deadline: Deadline) async throws -> Diagnosis {
        let kind = TelemetryChecks.channels
        let target = address / "pagerduty"
        let key = try resolver.secret(declared.pagerDuty, at: ["telemetry", "pagerduty"], for: kind, of: target)
            .reveal()
        let isWellFormed = key.count == 32 && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard isWellFormed else {
            return .found(
                malformed(
                    "telemetry.pagerduty is no integration key: it has \(key.count) characters, and 32 letters and digits are wanted.",
                    "Copy the integration key of the service anew; an API key of the account is another thing.",
                    at: target
                )
            )
        }
        let service = WebService("PagerDuty", at: pagerDuty, by: client, way: way)
        return try await handshake(service, at: target, by: deadline)
    }

    private func handshake(_ service: WebService, at target: Words.Address, by deadline: Deadline) async throws
        -> Diagnosis
    {
        let kind = TelemetryChecks.channels
        do throws(HTTPError) {
            var request = HTTPRequest("HEAD", service.url + "/")
            request.tls = way.tls
            request.proxy = way.proxy
            let report = try await client.certificates(for: request, by: deadline)
            if let failure = report.failure {
                throw HTTPError(.transport(.tls(failure)), endpoint: service.endpoint, certificates: report.chain)
            }
            var diagnosis = Diagnosis.healthy("\(service.name) can be reached")
            diagnosis.judge(report.chain, as: kind, at: target)
            return diagnosis
        } catch {
            return .found(Finding(kind, at: target, error, of: service))
        }
    }

    private func malformed(_ message: String, _ hint: String, at target: Words.Address) -> Finding {
        Finding(TelemetryChecks.channels, .error, at: target, .config, message, remedies: [.hint(hint)])
    }
}
