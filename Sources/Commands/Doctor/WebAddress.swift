internal import Network

/// Where a URL of the web leads: host and port, and whether over TLS.
struct WebAddress {
    let endpoint: Endpoint
    let isSecure: Bool

    init?(_ url: String) {
        guard let mark = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        isSecure = scheme == "https"
        let authority = url[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let place = authority.split(separator: "@").last.map(String.init) ?? ""
        guard let endpoint = Endpoint(place, defaultPort: isSecure ? 443 : 80) else { return nil }
        self.endpoint = endpoint
    }
}
