internal import Platform

/// Who gives a secret that nobody here can make.
enum Giver {
    static func words(_ steps: [String], _ platform: Platform) -> String {
        switch (steps.first, steps.last) {
        case ("providers", _): provider(steps.dropFirst().first.flatMap { platform.providers[$0] })
        case ("scaleway", _): key
        case ("storage", _) where isScaleway(platform): key
        case ("storage", _): "whoever runs the object store gives it, with the other half of the key"
        case ("database", "admin_url"):
            "whoever runs PostgreSQL makes a role for it: create role provisioner login createdb createrole password '…';"
        case ("messaging", _): "it stands in the configuration of the NATS server, under authorization"
        case ("cache", _): "whoever runs Redis gives it: redis://:PASSWORD@HOST:6379"
        case (_, "slack"): "a Slack app's incoming webhook: https://api.slack.com/apps"
        case (_, "pagerduty"): "a service's Events API v2 integration in PagerDuty gives it"
        default: "somebody has to get it from where it is given out"
        }
    }

    private static let key = "it is half of an API key of Scaleway: https://console.scaleway.com/iam/api-keys"

    private static func provider(_ provider: Provider?) -> String {
        switch provider?.kind {
        case .openrouter: "an API key of OpenRouter: https://openrouter.ai/keys"
        case .anthropic: "an API key of Anthropic: https://console.anthropic.com/settings/keys"
        case .openai: "an API key of OpenAI, or of whoever speaks like it: https://platform.openai.com/api-keys"
        case .custom, nil: "whoever runs the provider gives an API key"
        }
    }

    private static func isScaleway(_ platform: Platform) -> Bool {
        switch platform.storage?.endpoint.target {
        case .literal(let text), .variable(_, .some(let text)): text.contains(".scw.cloud")
        default: platform.scaleway != nil
        }
    }
}
