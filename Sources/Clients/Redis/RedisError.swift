package import Network

/// Why a command got no answer, or which answer it got.
package enum RedisError: Error, Sendable, Hashable {
    /// A rung below the protocol; `noReply` where the server is silent.
    case transport(TransportFailure)
    case server(ServerError)
    /// Bytes that no Redis sends, the first of them made printable.
    case protocolMismatch(preview: String)
    /// Plain text was cut off or answered by a TLS record, and a handshake works there.
    case serverExpectsTLS
    case replyTooLarge(limit: Int)
    /// Redis, but not the kind of reply that belongs to this command.
    case unexpectedReply(to: String)
    /// The key meant for the probe exists: it is somebody's, and was left alone.
    case probeKeyTaken
    /// What was read is not what was written.
    case probeMismatch
}

/// An error as the server tells it.
package struct ServerError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Wrong password, unknown or disabled user, or none given; the code tells which.
        case authentication
        /// A password was given and the server asks for none: whoever reaches it may do everything.
        case passwordNotExpected
        /// The user may not run this command, or not on this key.
        case permission
        /// Reads its data from disk after a start.
        case loading
        /// A replica: it takes no writes.
        case readOnly
        /// Writes are off because the last snapshot failed.
        case misconfigured
        case outOfMemory
        /// A replica whose link to its primary is down.
        case masterDown
        case tooManyClients
        /// Runs a script or a function that does not end.
        case busy
        /// Part of a cluster that is down, or the key is another node's.
        case cluster
        /// There is no database of that number.
        case noSuchDatabase
        /// Open to loopback only, until it gets a password.
        case protectedMode
        case other
    }

    /// The first word, `WRONGPASS`; `ERR` where the server has no better one.
    package let code: String
    /// The rest.
    package let text: String
    package let kind: Kind

    init(line: String, to command: String = "") {
        let end = line.firstIndex(of: " ") ?? line.endIndex
        let first = line[..<end]
        let isCode = !first.isEmpty && first.allSatisfy { $0.isUppercase || $0.isNumber }
        code = isCode ? String(first) : "ERR"
        text = isCode ? String(line[end...].dropFirst()) : line
        kind = ServerError.kind(of: code, text, to: command)
    }

    private static func kind(of code: String, _ text: String, to command: String) -> Kind {
        switch code {
        case "WRONGPASS", "NOAUTH": .authentication
        case "NOPERM": .permission
        case "LOADING": .loading
        case "READONLY": .readOnly
        case "MISCONF": .misconfigured
        case "OOM": .outOfMemory
        case "MASTERDOWN": .masterDown
        case "BUSY": .busy
        case "CLUSTERDOWN", "MOVED", "ASK", "TRYAGAIN", "CROSSSLOT": .cluster
        case "DENIED": .protectedMode
        // These have no code of their own. The first is said to whatever comes first, even AUTH, so it goes first.
        case "ERR" where text.hasPrefix("max number of clients"): .tooManyClients
        case "ERR" where command == "AUTH": .passwordNotExpected
        case "ERR" where command == "SELECT": .noSuchDatabase
        default: .other
        }
    }
}
