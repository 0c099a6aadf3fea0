package import Network

/// What can go wrong with a NATS server, by the rung that broke; it never holds a password, a token or a URL with them.
package enum NATSError: Error, Sendable, Hashable {
    /// An option of ours makes no sense: a bad URL, two kinds of credentials at once.
    case invalidOptions(String)
    /// A credentials or seed file of ours cannot be used.
    case badCredentials(path: String, reason: String)
    /// Name, TCP or TLS.
    case transport(TransportFailure)
    /// Something answers there and it is not a NATS server; the first bytes it said, made printable.
    case protocolMismatch(got: String)
    case authentication(AuthenticationRefusal)
    /// The server has as many connections as it may.
    case connectionLimit
    /// The account of this user may not publish to or subscribe to this subject; the server tells it out of band.
    case permission(NATSOperation, subject: String)
    /// Nobody listens on the subject: for `$JS…` JetStream is off, or the domain is unknown or out of reach.
    case noResponders(subject: String)
    /// No answer by the deadline, though the connection stands.
    case timeout
    case maxPayload(limit: Int, size: Int)
    case invalidSubject(String)
    /// The reader was slower than the messages and this many were dropped.
    case slowConsumer(dropped: Int)
    /// JetStream answered that it will not.
    case api(JetStreamFailure)
    /// The reply is not what the protocol promises.
    case malformedReply(String)
    /// A message about a pull or a consumer in place of messages.
    case status(code: Int, description: String)
    /// This side closed the connection.
    case closed
    case cancelled
    /// Another `-ERR` with which the server ended the connection.
    case server(String)
    /// A status of libnats that no case above stands for.
    case library(code: UInt32, text: String)
}

/// What a permission is about.
package enum NATSOperation: String, Sendable, Hashable {
    case publish
    case subscribe
}

/// How the server says no to a user; it tells a wrong password, an unknown user and a missing one alike.
package enum AuthenticationRefusal: Sendable, Hashable {
    case refused
    case timedOut
    case userExpired
    case userRevoked
    case accountExpired
}

extension NATSError {
    /// How far up the ladder the failure lies; of several servers' failures the highest tells most.
    var rung: Int {
        switch self {
        case .transport(.tls): 2
        case .transport(.noReply): 1
        case .transport: 0
        case .protocolMismatch: 1
        case .timeout: 1
        case .authentication, .permission, .connectionLimit: 4
        default: 3
        }
    }

    static func transportOrCancelled(_ failure: TransportFailure) -> NATSError {
        failure == .interrupted ? .cancelled : .transport(failure)
    }
}
