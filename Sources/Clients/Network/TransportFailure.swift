/// Which rung below the protocol broke: the same words for every client.
package enum TransportFailure: Error, Sendable, Hashable {
    /// DNS says that there is no such name.
    case nameUnknown(host: String)
    /// No answer about the name: a resolver is down or says "try again".
    case nameUnresolved(host: String, reason: String)
    case nameTimedOut(host: String)
    case refused
    /// Packets get no answer: a firewall, a wrong address, a host that is down.
    case connectTimedOut
    case unreachable(errno: Int32)
    /// The connection stood and was torn down by the other end.
    case reset
    /// The other end closed in an orderly way where an answer was due.
    case closed
    /// The connection stands and nothing comes.
    case noReply
    case tls(TLSFailure)
    case interrupted
    case system(errno: Int32)
}

/// What broke in the TLS handshake.
package enum TLSFailure: Sendable, Hashable {
    /// The other end does not speak TLS on this port.
    case notTLS
    /// No protocol version in common.
    case version
    /// No cipher in common, or another alert of the handshake; OpenSSL's code and its name.
    case handshake(code: UInt, reason: String)
    /// The chain ends at nobody we trust; the code is an `X509_V_ERR_…`.
    case untrusted(code: Int, reason: String)
    case selfSigned
    case nameMismatch(wanted: String, presented: [String])
    case expired
    case notYetValid
    case revoked
    /// The server asks for a client's certificate.
    case clientCertificateWanted
    /// A file of ours (CA, certificate, key) cannot be used.
    case badFile(path: String, reason: String)
}
