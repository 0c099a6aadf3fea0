package import Cryptography
package import Network

/// The answer's first lines.
package struct HTTPHead: Sendable, Hashable {
    package var status: Int
    /// The words after the status, where the server sent some.
    package var reason: String
    package var headers: HTTPHeaders
}

/// A whole answer.
package struct HTTPResponse: Sendable {
    package var head: HTTPHead
    package var body: [UInt8]
    /// Fields after a chunked body.
    package var trailers: HTTPHeaders
    package var facts: HTTPFacts

    package var status: Int { head.status }
    package var reason: String { head.reason }
    package var headers: HTTPHeaders { head.headers }
    package var timings: HTTPTimings { facts.timings }
    package var connection: HTTPConnection { facts.connection }
    package var certificates: [Certificate] { facts.certificates }

    /// The body as text; bytes that are no UTF-8 show as replacement characters.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(status), \(body.count) bytes" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What is known of a transfer once it is over.
package struct HTTPFacts: Sendable, Hashable {
    package var timings: HTTPTimings
    package var connection: HTTPConnection
    /// As the server presented them, its own first; empty without TLS and on a kept connection.
    package var certificates: [Certificate]
    package var redirects: Int
}

/// How long each phase took by itself; `nil` where a phase did not take place.
package struct HTTPTimings: Sendable, Hashable {
    /// These three are nil on a kept connection.
    package var nameLookup: Duration?
    package var connect: Duration?
    package var tls: Duration?
    /// From the request's start to the first byte of the answer, body upload included.
    package var firstByte: Duration?
    package var download: Duration?
    package var total: Duration
}

/// The connection a transfer used.
package struct HTTPConnection: Sendable, Hashable {
    package var remote: Endpoint?
    package var local: Endpoint?
    /// It stood before this request.
    package var isReused: Bool
    package var httpVersion: HTTPVersion?
    /// Spoken in this transfer's handshake; nil without TLS and on a kept connection.
    package var tlsVersion: String?
    package var cipher: String?
    package var bodyBytesSent: Int
    package var bodyBytesReceived: Int
    package var headerBytesReceived: Int
}

package enum HTTPVersion: String, Sendable, Hashable {
    case http10 = "1.0"
    case http11 = "1.1"
    case http2 = "2"
    case http3 = "3"
}
