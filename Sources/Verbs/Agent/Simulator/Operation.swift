/// What a request asks of a provider.
package enum Operation: Sendable, Hashable {
    case models
    case model(String)
    /// What is known of the key: its limit and what is left of it.
    case key
    case chat

    package var name: OperationName {
        switch self {
        case .models: .models
        case .model: .model
        case .key: .key
        case .chat: .chat
        }
    }
}

package enum OperationName: String, Sendable, Hashable, CaseIterable {
    case models, model, key, chat
}
