internal import CLibNATS
internal import Network

/// What a status of libnats means, where the call that got it says no more.
func libraryFailure(_ status: natsStatus, _ text: String) -> NATSError {
    switch status {
    case NATS_TIMEOUT, NATS_STALE_CONNECTION: .transport(.noReply)
    case NATS_CONNECTION_CLOSED, NATS_CONNECTION_DISCONNECTED, NATS_INVALID_SUBSCRIPTION: .transport(.closed)
    case NATS_IO_ERROR: .transport(.reset)
    case NATS_NO_SERVER: .transport(.reset)
    case NATS_SECURE_CONNECTION_WANTED: .transport(.tls(.notTLS))
    case NATS_SSL_ERROR: .transport(.tls(verificationFailure(text) ?? .handshake(code: 0, reason: text)))
    case NATS_CONNECTION_AUTH_FAILED: .authentication(refusal(text) ?? .refused)
    case NATS_NOT_PERMITTED: permissionRefusal(text) ?? .server(text)
    case NATS_PROTOCOL_ERROR: .protocolMismatch(got: printable(Array(text.utf8)))
    case NATS_ERR: serverError(text)
    default: .library(code: status.rawValue, text: text)
    }
}

/// The server has one word for all errors, `-ERR`, and no code beside it: these texts are its protocol.
private func serverError(_ text: String) -> NATSError {
    if let refusal = refusal(text) { return .authentication(refusal) }
    return text.lowercased().contains("maximum connections exceeded") ? .connectionLimit : .server(text)
}

/// The server's `-ERR '…'` in what it said before it hung up.
func complaintLine(in said: String) -> NATSError? {
    for line in said.split(whereSeparator: \.isNewline) where line.hasPrefix("-ERR") {
        return serverError(String(line.dropFirst(4).trimmed.drop { $0 == "'" }.prefix { $0 != "'" }))
    }
    return nil
}

private func refusal(_ text: String) -> AuthenticationRefusal? {
    switch text.lowercased() {
    case let text where text.contains("user authentication expired"): .userExpired
    case let text where text.contains("user authentication revoked"): .userRevoked
    case let text where text.contains("account authentication expired"): .accountExpired
    case let text where text.contains("authentication timeout"): .timedOut
    case let text where text.contains("authorization violation"): .refused
    default: nil
    }
}

/// Reads `Permissions Violation for Publish to "a.b"` and its kin for subscriptions and reply subjects.
func permissionRefusal(_ text: String) -> NATSError? {
    guard text.lowercased().hasPrefix("permissions violation for ") else { return nil }
    let operation = text.dropFirst("permissions violation for ".count).lowercased()
    let quoted = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    guard quoted.count > 1 else { return nil }
    return .permission(operation.hasPrefix("subscription") ? .subscribe : .publish, subject: String(quoted[1]))
}
