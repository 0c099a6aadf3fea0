internal import HTTP
internal import JSON
internal import Platform

/// How one kind of provider is asked without spending a token.
struct ProviderAPI: Sendable, Hashable {
    let kind: Provider.Kind
    /// Many speak OpenAI's API; only its own host has its pages.
    var isOpenAIItself = false

    /// As a sentence names it.
    func name(of id: String) -> String {
        switch kind {
        case .openrouter: "OpenRouter"
        case .anthropic: "Anthropic"
        case .openai, .custom: "the provider \(id)"
        }
    }

    /// Where its keys are made; nil where nobody knows.
    var keysPage: String? {
        switch kind {
        case .openrouter: "https://openrouter.ai/keys"
        case .anthropic: "https://console.anthropic.com/settings/keys"
        case .openai where isOpenAIItself: "https://platform.openai.com/api-keys"
        case .openai, .custom: nil
        }
    }

    /// Where it is paid, and its limits are set.
    var billingPage: String? {
        switch kind {
        case .openrouter: "https://openrouter.ai/credits"
        case .anthropic: "https://console.anthropic.com/settings/billing"
        case .openai where isOpenAIItself: "https://platform.openai.com/settings/organization/billing"
        case .openai, .custom: nil
        }
    }

    /// A question that only the right key opens; OpenRouter shows its models to everybody.
    func keyPath(of url: String) -> String {
        kind == .openrouter ? "/key" : modelsPath(of: url)
    }

    func modelsPath(of url: String) -> String {
        switch kind {
        case .openrouter, .openai, .custom: "/models"
        case .anthropic: "\(version(in: url))/models?limit=1000"
        }
    }

    /// One model by its name, where a list does not hold every name that is taken.
    func modelPath(_ model: String, of url: String) -> String? {
        guard kind == .anthropic, model.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"/?#%".utf8.contains($0) })
        else { return nil }
        return "\(version(in: url))/models/\(model)"
    }

    /// Some write the version into the base URL.
    private func version(in url: String) -> String { url.hasSuffix("/v1") ? "" : "/v1" }

    func headers(key: String) -> HTTPHeaders {
        switch kind {
        case .anthropic: ["x-api-key": key, "anthropic-version": "2023-06-01"]
        case .openrouter, .openai, .custom: ["Authorization": "Bearer \(key)"]
        }
    }

    /// What the answer to a good key holds.
    func isAccepted(_ body: JSON) -> Bool {
        switch kind {
        case .openrouter: body["data"]["label"].string != nil || body["data"]["usage"].number != nil
        case .anthropic: body["data"].array != nil
        case .openai: body["data"].array != nil || body["models"].array != nil
        case .custom: body["models"].array != nil
        }
    }

    /// Whether an answer, of whatever content, is in the provider's own form.
    func isOwn(_ body: JSON) -> Bool {
        if isAccepted(body) { return true }
        let error = body["error"]
        switch kind {
        case .openrouter: return error["code"].integer != nil && error["message"].string != nil
        case .anthropic: return body["type"].string == "error" && error["type"].string != nil
        case .openai:
            return error["message"].string != nil || error.string != nil || body["detail"].string != nil
                || body["object"].string == "error"
        case .custom: return error.object != nil || error.string != nil || body["detail"].string != nil
        }
    }

    var wanted: String {
        switch kind {
        case .openrouter: "OpenRouter's /key"
        case .anthropic: "Anthropic's /v1/models"
        case .openai, .custom: "a list of models at /models"
        }
    }
}
