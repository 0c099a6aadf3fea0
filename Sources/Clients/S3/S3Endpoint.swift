/// How a bucket's name gets into the URL.
package enum AddressingStyle: String, Sendable, Hashable, CaseIterable {
    /// `https://host/bucket/key`
    case path
    /// `https://bucket.host/key`
    case virtualHost
}

/// Where a store lives: scheme, host with port, and a path in front of all others.
struct S3Endpoint: Sendable, Hashable {
    let scheme: String
    let host: String
    let prefix: String

    /// `http://127.0.0.1:8333`, `https://s3.fr-par.scw.cloud`; nil for anything with a query, a user or no host.
    init?(_ url: String) {
        guard let colon = url.range(ofScheme: ["http", "https"]) else { return nil }
        scheme = url[..<colon.lowerBound].lowercased()
        let rest = url[colon.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var host = rest[..<slash].lowercased()
        let ownPort = scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(ownPort) { host.removeLast(ownPort.count) }
        var prefix = String(rest[slash...])
        while prefix.hasSuffix("/") { prefix.removeLast() }
        let harmless = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?#@\\\"<>^`{|}".utf8.contains($0) }
        guard harmless, !host.isEmpty, !host.hasPrefix(":") else { return nil }
        self.host = host
        self.prefix = prefix
    }

    /// The host and the encoded path of a bucket's object; a name with dots breaks TLS's wild cards, so there the path is used.
    func location(
        bucket: String?,
        key: String?,
        style: AddressingStyle,
    ) -> (host: String, path: String) {
        guard let bucket else { return (host, prefix + "/") }
        let tail = key.map { "/" + PercentEncoding.path.encode($0) }
        if style == .virtualHost, !(scheme == "https" && bucket.contains(".")) {
            return ("\(bucket).\(host)", prefix + (tail ?? "/"))
        }
        return (host, "\(prefix)/\(PercentEncoding.component.encode(bucket))\(tail ?? "")")
    }
}

extension String {
    fileprivate func range(ofScheme names: [String]) -> Range<Index>? {
        guard let colon = firstIndex(of: ":"), names.contains(self[..<colon].lowercased()),
            self[colon...].hasPrefix("://")
        else { return nil }
        return colon..<index(colon, offsetBy: 3)
    }
}
