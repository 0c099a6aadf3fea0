package import Deadlines
package import HTTP
package import Network

/// A service that is spoken to over HTTP: where it is, and how one gets there.
package struct WebService: Sendable {
    /// As a sentence names it: `Prometheus`.
    package let name: String
    /// Without a slash at its end.
    package let url: String
    /// Sent with every request.
    package var headers: HTTPHeaders
    package let client: HTTPClient
    package let way: WebWay

    package init(
        _ name: String,
        at url: String,
        headers: HTTPHeaders = [:],
        by client: HTTPClient,
        way: WebWay = WebWay()
    ) {
        self.name = name
        self.url = String(url.reversed().drop { $0 == "/" }.reversed())
        self.headers = headers
        self.client = client
        self.way = way
    }

    package var isEncrypted: Bool { url.lowercased().hasPrefix("https://") }

    /// The URL as it may be shown: without a user and a password in it.
    package var shown: String {
        guard let split = SplitURL(url) else { return url }
        return "\(split.scheme)://\(split.place)\(split.rest)"
    }

    /// Of the URL; nil where it is none.
    package var endpoint: Endpoint? { SplitURL(url)?.endpoint(defaultPort: isEncrypted ? 443 : 80) }

    /// The whole answer, whatever its status; a path begins with a slash.
    package func ask(
        _ path: String,
        _ method: String = "GET",
        headers more: HTTPHeaders = [:],
        body: HTTPRequest.Body = .none,
        by deadline: Deadline,
    ) async throws(HTTPError) -> HTTPResponse {
        var request = HTTPRequest(method, url + path, headers: headers, body: body)
        for field in more.fields { request.headers[field.name] = field.value }
        if request.headers["accept"] == nil { request.headers["Accept"] = "application/json" }
        request.headers["User-Agent"] = "ihctl"
        request.proxy = way.proxy
        request.tls = way.tls
        request.acceptsCompression = true
        request.bodyLimit = 16 << 20
        return try await client.send(request, by: deadline)
    }
}

/// How one gets to services over HTTP.
package struct WebWay: Sendable {
    package var tls: TLSOptions
    package var proxy: HTTPProxy

    package init(tls: TLSOptions = TLSOptions(), proxy: HTTPProxy = .environment) {
        self.tls = tls
        self.proxy = proxy
    }
}
