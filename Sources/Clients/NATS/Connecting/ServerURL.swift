package import Network

/// Where a server is, from a URL like `nats://user:password@host:4222`; printing it shows no credentials.
package struct ServerURL: Sendable, Hashable, CustomStringConvertible {
    package var endpoint: Endpoint
    /// From `tls://`, which refuses a server that offers none; with `nats://` the server decides.
    package var wantsTLS: Bool
    let userInformation: NATSCredentials?

    package static let defaultPort = 4_222

    package init(endpoint: Endpoint, wantsTLS: Bool = false) {
        self.endpoint = endpoint
        self.wantsTLS = wantsTLS
        userInformation = nil
    }

    package init(_ text: some StringProtocol) throws(NATSError) {
        var rest = text.trimmed
        var scheme = "nats"
        if let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") {
            scheme = rest[..<colon].lowercased()
            rest = rest[rest.index(colon, offsetBy: 3)...]
        }
        switch scheme {
        case "nats": wantsTLS = false
        case "tls": wantsTLS = true
        case "ws", "wss":
            throw .invalidOptions("\(scheme)://: NATS over WebSocket is not spoken here; give a nats:// or tls:// URL")
        default: throw .invalidOptions("not a scheme of NATS; give a nats:// or tls:// URL")
        }
        if let slash = rest[(rest.lastIndex(of: "@") ?? rest.startIndex)...].firstIndex(of: "/") {
            guard rest.index(after: slash) == rest.endIndex else {
                throw .invalidOptions("a NATS URL has no path")
            }
            rest = rest[..<slash]
        }
        if let at = rest.lastIndex(of: "@") {
            userInformation = try ServerURL.credentials(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            userInformation = nil
        }
        endpoint = try ServerURL.endpoint(rest)
    }

    /// The servers of a comma-separated list.
    package static func list(_ text: some StringProtocol) throws(NATSError) -> [ServerURL] {
        var servers: [ServerURL] = []
        for part in text.split(separator: ",") where !part.trimmed.isEmpty {
            servers.append(try ServerURL(part))
        }
        guard !servers.isEmpty else { throw .invalidOptions("no NATS server is named") }
        return servers
    }

    /// The user that the URL names; a token is none.
    package var userName: String? {
        if case .user(let name, _)? = userInformation { name } else { nil }
    }

    /// Whether the URL says who we are.
    package var hasCredentials: Bool { userInformation != nil }

    package var description: String { "\(wantsTLS ? "tls" : "nats")://\(endpoint)" }

    /// Shows nothing of what it refuses: in a URL without its `@` the password stands where the port should.
    private static func endpoint(_ text: Substring) throws(NATSError) -> Endpoint {
        var host = text
        var port = defaultPort
        let afterAddress = text.firstIndex(of: "]") ?? text.startIndex
        if let colon = text[afterAddress...].lastIndex(of: ":") {
            host = text[..<colon]
            let digits = text[text.index(after: colon)...]
            guard let number = Int(digits), (1...65_535).contains(number) else {
                throw .invalidOptions("the port is not a number from 1 to 65535")
            }
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let printable = host.allSatisfy { $0.isASCII && !$0.isWhitespace && !"/[]@\"".contains($0) }
        guard !host.isEmpty, printable else { throw .invalidOptions("the URL holds no host name or address") }
        return Endpoint(host: String(host), port: port)
    }

    private static func credentials(_ text: Substring) throws(NATSError) -> NATSCredentials? {
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let user = parts[0].percentDecoded, let password = (parts.count > 1 ? parts[1] : "").percentDecoded else {
            throw .invalidOptions("the user part of the URL holds a malformed percent escape")
        }
        return parts.count > 1 ? .user(user, password: password) : .token(user)
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: Substring {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
