internal import CLibCurl
internal import Glibc
internal import Network

/// The proxy that the environment's variables name for a URL, as libcurl reads them.
///
/// curl tells of a proxy only by the connection that it made: where none came about, nobody else says whether one was on the way.
struct EnvironmentProxy: Sendable, Hashable {
    /// With its scheme, its user and its password: never to be shown.
    private let url: String

    /// Nil where the host is reached directly.
    init?(for url: String, variable: (String) -> String? = EnvironmentProxy.own) {
        guard let parts = try? URLParts(url) else { return nil }
        let scheme = parts.scheme.lowercased()
        // HTTP_PROXY in capitals does not count: a web server's client could have set it.
        let names = ["\(scheme)_proxy"] + (scheme == "http" ? [] : ["\(scheme.uppercased())_PROXY"])
        let candidates = names + ["all_proxy", "ALL_PROXY"]
        guard let proxy = candidates.compactMap({ EnvironmentProxy.filled(variable($0)) }).first else {
            return nil
        }
        let exceptions = EnvironmentProxy.filled(variable("no_proxy")) ?? EnvironmentProxy.filled(variable("NO_PROXY"))
        guard !ProxyExceptions(exceptions ?? "").cover(parts.endpoint.host) else { return nil }
        self.url = proxy
    }

    /// A proxy without a scheme is one of HTTP.
    var host: String {
        let whole = url.contains("://") ? url : "http://\(url)"
        guard let handle = curl_url() else { return "" }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_set(handle, CURLUPART_URL, whole, flags) == CURLUE_OK,
            curl_url_get(handle, CURLUPART_HOST, &text, 0) == CURLUE_OK, let text
        else { return "" }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// An empty variable is none.
    private static func filled(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    static func own(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// The hosts of `no_proxy`: names with all below them, addresses, networks, or `*` for everything.
struct ProxyExceptions: Sendable, Hashable {
    private let entries: [String]

    init(_ text: String) {
        entries = text.split { $0 == "," || $0 == " " || $0 == "\t" }.map { $0.lowercased() }
    }

    func cover(_ host: String) -> Bool {
        let bare = (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
        // The star stands alone; among others it is a name of nobody.
        if entries == ["*"] { return true }
        let address = AddressBytes(bare)
        return entries.contains { entry in
            if let address { return address.isWithin(entry) }
            var name = entry[...]
            if name.hasPrefix(".") { name = name.dropFirst() }
            if name.hasSuffix(".") { name = name.dropLast() }
            return !name.isEmpty && (bare == name || bare.hasSuffix(".\(name)"))
        }
    }
}

/// An address of either family, byte by byte.
private struct AddressBytes {
    let bytes: [UInt8]

    init?(_ text: some StringProtocol) {
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : String(text)
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, bare, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, bare, &six) == 1 {
            bytes = withUnsafeBytes(of: &six) { Array($0) }
        } else {
            return nil
        }
    }

    /// `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
    func isWithin(_ entry: String) -> Bool {
        let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let network = AddressBytes(first), network.bytes.count == bytes.count else {
            return false
        }
        let width = bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : width, (0...width).contains(bits) else { return false }
        let whole = bits / 8
        guard bytes.prefix(whole) == network.bytes.prefix(whole) else { return false }
        guard bits % 8 > 0 else { return true }
        let mask = UInt8.max << UInt8(8 - bits % 8)
        return bytes[whole] & mask == network.bytes[whole] & mask
    }
}
