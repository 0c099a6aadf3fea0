/// The kinds of faults that checks tell apart: a closed set, free of secrets, for machines that must decide what to do.
///
/// Each is a topic of `ihctl explain`.
package enum FailureClass: String, Sendable, Hashable, CaseIterable {
    // What was said.
    /// The platform file, a reference or a secret is missing or malformed.
    case config
    /// A sample's text stands where a value should.
    case placeholder

    // The way there.
    case dns
    case dnsNoAnswer = "dns_no_answer"
    case refused
    case connectTimeout = "connect_timeout"
    case unreachable
    case reset
    case closed
    case noReply = "no_reply"
    /// A proxy stands in the way, and it is the one that failed.
    case proxy
    case tlsVersion = "tls_version"
    case tlsHandshake = "tls_handshake"
    case tlsUntrusted = "tls_untrusted"
    case tlsSelfSigned = "tls_self_signed"
    case tlsHostname = "tls_hostname"
    case tlsExpired = "tls_expired"
    /// It holds today and not for long.
    case tlsExpiring = "tls_expiring"
    case tlsNotYetValid = "tls_not_yet_valid"
    case tlsRevoked = "tls_revoked"
    case tlsClientCertificate = "tls_client_certificate"
    case tlsFile = "tls_file"
    /// Spoken in plain text where TLS is demanded, or the other way round.
    case tlsMissing = "tls_missing"
    case protocolMismatch = "protocol_mismatch"
    /// The service answered, and not as it should.
    case brokenAnswer = "broken_answer"

    // What is allowed.
    case auth
    case permission
    /// More is allowed than should be.
    case exposed

    // What is there.
    case missing
    case drift
    /// It is older than what is needed.
    case outdated
    /// It will go, or has gone, out of service.
    case deprecated
    case unsupported
    case ineffective
    case invalid
    /// Something in the data contradicts itself: what was read is not what was written.
    case corrupt

    // What it can bear.
    case readOnly = "read_only"
    case capacity
    case quota
    case billing
    case rateLimited = "rate_limited"
    case overloaded
    case starting
    /// It says of itself, or its watcher says of it, that it is not well.
    case unhealthy
    case quorum
    case redundancy
    case lag
    case stuck
    /// Somebody holds what somebody else waits for.
    case locked
    case clock
    case latency

    /// Of ihctl itself or of the machine it runs on: what was to be looked at was not, so that the check is unknown.
    case `internal`
}
