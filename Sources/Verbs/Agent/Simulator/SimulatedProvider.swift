/// The providers a simulator plays, each under a path of its own, so that one port serves all.
package enum SimulatedProvider: String, Sendable, Hashable, CaseIterable {
    case openrouter, anthropic, openai, custom

    /// What stands before the provider's own paths: the endpoint that a platform file names.
    package var prefix: [String] {
        switch self {
        case .openrouter: ["openrouter", "api", "v1"]
        case .anthropic: ["anthropic"]
        case .openai: ["openai", "v1"]
        case .custom: ["custom"]
        }
    }

    package var endpointPath: String { "/" + prefix.joined(separator: "/") }

    /// The key that is right where none is given: it opens nothing else.
    package var standardKey: String {
        switch self {
        case .openrouter: "sk-or-v1-simulated" + String(repeating: "0", count: 55)
        case .anthropic: "sk-ant-api03-simulated" + String(repeating: "0", count: 84) + "AA"
        case .openai: "sk-proj-simulated" + String(repeating: "0", count: 55)
        case .custom: "simulated-custom-key-" + String(repeating: "0", count: 20)
        }
    }

    package var standardModels: [String] {
        switch self {
        case .openrouter: ["groq/llama-4-scout", "anthropic/claude-4.5-sonnet", "openai/gpt-4o-mini"]
        case .anthropic: ["claude-4.5-sonnet", "claude-3-5-sonnet"]
        case .openai: ["gpt-4o", "gpt-4o-mini"]
        case .custom: ["default", "premium", "ultra"]
        }
    }

    var form: any ProviderForm {
        switch self {
        case .openrouter: OpenRouterForm()
        case .anthropic: AnthropicForm()
        case .openai: OpenAIForm()
        case .custom: CustomForm()
        }
    }
}
