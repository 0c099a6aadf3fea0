// In words for people, that follow what was asked and a colon.

extension NATSError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidOptions(let reason), .invalidSubject(let reason), .malformedReply(let reason), .server(let reason):
            reason
        case .badCredentials(let path, let reason): "the credentials in \(path) cannot be used: \(reason)"
        case .transport(let failure): "\(failure)"
        case .protocolMismatch: "what answers there is no NATS server"
        case .authentication(let refusal): "\(refusal)"
        case .connectionLimit: "the server has as many connections as it may have"
        case .permission(let operation, let subject): "this user may not \(operation.rawValue) to \(subject)"
        case .noResponders(let subject): "nobody answers on \(subject)"
        case .timeout: "no answer in time"
        case .maxPayload(let limit, let size): "the message has \(size) bytes, and the server takes \(limit)"
        case .slowConsumer(let dropped): "the reader was too slow, and \(dropped) messages were dropped"
        case .api(let failure): "JetStream says: \(failure.description)"
        case .status(let code, let description): "the server answered with status \(code) \(description)"
        case .closed: "the connection is closed"
        case .cancelled: "it was cancelled"
        case .library(_, let text): text
        }
    }
}

extension AuthenticationRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused: "the server refuses this user"
        case .timedOut: "the server waited in vain for this user's credentials"
        case .userExpired: "this user's credentials have expired"
        case .userRevoked: "this user's credentials were revoked"
        case .accountExpired: "this user's account has expired"
        }
    }
}

extension JetStreamFailure {
    /// `10059 (stream not found)`.
    package var told: String { description.isEmpty ? errorCode.told : "\(errorCode.rawValue) (\(description))" }
}

extension JetStreamErrorCode {
    /// The same where there is no answer to quote.
    package var told: String { words.map { "\(rawValue) (\($0))" } ?? "\(rawValue)" }

    private var words: String? {
        switch self {
        case .streamNotFound: "stream not found"
        case .consumerNotFound: "consumer not found"
        case .notEnabled: "JetStream not enabled"
        case .notEnabledForAccount: "JetStream not enabled for account"
        default: nil
        }
    }
}
