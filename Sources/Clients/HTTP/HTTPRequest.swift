package import Network

/// One request, complete: nothing of it is taken from the environment, from files of the home folder or from earlier answers.
package struct HTTPRequest: Sendable {
    package var method: String
    /// Absolute, percent-encoded, sent byte for byte: dot segments and escapes stay as they are.
    package var url: String
    package var headers: HTTPHeaders
    package var body: Body
    package var timeouts = Timeouts()
    package var redirects = Redirects.none
    package var proxy = HTTPProxy.none
    package var tls = TLSOptions()
    package var version = Version.http1
    /// Connects there instead of to the URL's host; name checks and the Host header stay with the URL.
    package var connectTo: Endpoint?
    package var unixSocket: String?
    /// An answer's body longer than this is an error, `nil` for no cap; a streamed one has no cap of its own.
    package var bodyLimit: Int? = 64 << 20
    /// Asks for compressed answers and unpacks them.
    package var acceptsCompression = false
    /// Never uses a kept connection, and keeps none.
    package var isolated = false

    package init(_ method: String = "GET", _ url: String, headers: HTTPHeaders = [:], body: Body = .none) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// Read as it is sent; `count` bytes from `offset`, to the end of the file where it is nil.
        case file(path: String, offset: Int = 0, count: Int? = nil)
    }

    /// Limits below the deadline; `nil` leaves a phase to the deadline alone.
    package struct Timeouts: Sendable, Hashable {
        /// Name lookup, TCP and TLS together.
        package var connect: Duration?
        /// Nothing sent or received for so long; whole seconds, rounded up.
        package var idle: Duration?

        package init(connect: Duration? = nil, idle: Duration? = nil) {
            self.connect = connect
            self.idle = idle
        }
    }

    package enum Redirects: Sendable, Hashable {
        /// A 3xx is the answer.
        case none
        /// Never from https to http; credentials stay with the first host.
        case follow(limit: Int)
    }

    package enum Version: Sendable, Hashable {
        case http1
        /// HTTP/2 where the server offers it in the TLS handshake, else HTTP/1.1.
        case http2OverTLS
    }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    /// Without path and query, which may carry tokens.
    package var description: String { "\(method) \((try? URLParts(url))?.origin ?? "?")" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The way to the server; `none` also ignores `http_proxy` and its kin.
package enum HTTPProxy: Sendable, Hashable {
    case none
    /// As the variables `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say.
    case environment
    /// `http://`, `https://`, `socks5h://` …; credentials as userinfo of the URL.
    case url(String)
}

extension HTTPProxy: CustomStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .none: "none"
        case .environment: "environment"
        case .url(let url): (try? URLParts(url))?.origin ?? "?"
        }
    }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
