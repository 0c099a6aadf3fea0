package import HTTP

/// One request, complete.
package struct ServerRequest: Sendable {
    package let method: String
    package let target: RequestTarget
    package let headers: HTTPHeaders
    package let body: [UInt8]
    /// The client's address in figures.
    package let client: String

    package var path: String { target.path }

    package init(
        _ method: String,
        _ target: RequestTarget,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        client: String = "127.0.0.1",
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.client = client
    }

    /// Whether it comes from this machine.
    package var isLocal: Bool {
        client.hasPrefix("127.") || client == "::1" || client.hasPrefix("::ffff:127.")
    }

    /// The token of `Authorization: Bearer …`.
    package var bearer: String? {
        guard let value = headers["Authorization"] else { return nil }
        let words = value.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1].drop { $0 == " " })
    }
}

/// Without headers, query and body, which may carry keys.
extension ServerRequest: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(method) \(path)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
