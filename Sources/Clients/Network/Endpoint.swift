/// A host name or address, and a port.
package struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// An IPv6 address stands here without brackets.
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        self.host = isBracketed ? String(host.dropFirst().dropLast()) : host
        self.port = port
    }

    /// Reads `host`, `host:port`, `[::1]:port` or a bare IPv6 address; nil where that is none of them.
    package init?(_ text: String, defaultPort: Int? = nil) {
        var host = text[...]
        var port = defaultPort
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard host.contains(":"), rest.isEmpty || rest.hasPrefix(":") else { return nil }
            if rest.hasPrefix(":") { port = Endpoint.port(rest.dropFirst()) }
        } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
            host = text[..<colon]
            port = Endpoint.port(text[text.index(after: colon)...])
        }
        guard let port, !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "@" }) else {
            return nil
        }
        self.init(host: String(host), port: port)
    }

    private static func port(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text) else { return nil }
        return (1...65_535).contains(port) ? port : nil
    }

    /// Whether only this machine is meant by it.
    package var isOnLoopback: Bool { ["localhost", "::1"].contains(host) || host.hasPrefix("127.") }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
