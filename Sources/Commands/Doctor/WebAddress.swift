internal import Network

/// Where a URL of the web leads: host and port, and whether over TLS.
struct WebAddress {
    let endpoint: Endpoint
    let isSecure: Bool

    init?(_ url: String) {
        guard let split = SplitURL(url) else { return nil }
        let scheme = split.scheme.lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        isSecure = scheme == "https"
        guard let endpoint = split.endpoint(defaultPort: isSecure ? 443 : 80) else { return nil }
        self.endpoint = endpoint
    }
}
