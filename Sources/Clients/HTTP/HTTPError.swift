package import Cryptography
package import Network

/// Why there is no answer: the rung that broke and what was known by then, no secret among it.
package struct HTTPError: Error, Sendable, Hashable {
    package var kind: Kind
    /// What was going on when it broke.
    package var phase: HTTPPhase
    /// The URL's host and port.
    package var endpoint: Endpoint?
    /// Where a status line had come before it broke.
    package var status: Int?
    /// What the server presented, also where it is not trusted.
    package var certificates: [Certificate]

    package init(
        _ kind: Kind,
        phase: HTTPPhase = .waiting,
        endpoint: Endpoint? = nil,
        status: Int? = nil,
        certificates: [Certificate] = [],
    ) {
        self.kind = kind
        self.phase = phase
        self.endpoint = endpoint
        self.status = status
        self.certificates = certificates
    }

    package enum Kind: Error, Sendable, Hashable {
        case transport(TransportFailure)
        case proxy(ProxyFailure)
        case `protocol`(ProtocolFailure)
        /// The deadline passed while all went well: before the start, or with bytes flowing. A silent peer is `.transport(.noReply)`.
        case deadlinePassed(phase: HTTPPhase)
        case cancelled
        /// The client was shut down.
        case shutDown
        case tooManyRedirects(limit: Int)
        /// To another scheme than https, or to no web address at all.
        case redirectRefused
        case bodyTooLarge(limit: Int)
        case badURL(BadURL)
        case badRequest(BadRequest)
        /// The body to send could not be read to its end.
        case bodySource(BodySourceFailure)
        /// This libcurl was built without it.
        case unsupported(String)
        /// Any other code of libcurl, with the words it has for it.
        case library(code: Int, reason: String)
    }

    package enum BadURL: Error, Sendable, Hashable {
        /// Neither http nor https.
        case scheme
        case noHost
        case port
        /// A byte that must be percent-encoded, by its place.
        case byte(offset: Int)
        case malformed
    }

    package enum BadRequest: Error, Sendable, Hashable {
        case method
        case headerName(String)
        /// A line break or NUL in the value of this header.
        case headerValue(name: String)
    }

    package enum BodySourceFailure: Error, Sendable, Hashable {
        case file(path: String, errno: Int32)
        /// The file is shorter than what was promised.
        case tooShort
        /// The sequence of chunks threw.
        case sequence
        /// The server wants the body again, and it can be had only once.
        case cannotRewind
    }

    package enum ProtocolFailure: Sendable, Hashable {
        /// Something answers, and it is no HTTP.
        case notHTTP
        /// HTTP broken within: chunks, compression, frames; libcurl's code.
        case malformed(code: Int)
        case headersTooLarge(limit: Int)
    }

    package enum ProxyFailure: Sendable, Hashable {
        case transport(TransportFailure)
        /// The proxy answered the CONNECT with this status.
        case refused(status: Int)
        /// Code of the SOCKS or CONNECT handshake, a `CURLPX_…`.
        case handshake(code: Int)
    }
}

/// Where in its life a transfer is.
package enum HTTPPhase: String, Sendable, Hashable, CaseIterable {
    /// Not begun, or waiting for a free connection.
    case waiting
    case nameLookup
    case connect
    case tls
    case sending
    /// All sent, no byte of an answer yet.
    case awaitingReply
    case receiving
}
