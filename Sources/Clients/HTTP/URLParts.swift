internal import CLibCurl
internal import Network

/// What errors and connection overrides need of a URL; the URL itself goes to curl byte for byte.
struct URLParts: Sendable, Hashable {
    let scheme: String
    let endpoint: Endpoint

    var origin: String { "\(scheme)://\(endpoint)" }

    init(_ url: String) throws(HTTPError.BadURL) {
        try checkForm(ofURL: url)
        guard let handle = curl_url() else { throw .malformed }
        defer { curl_url_cleanup(handle) }
        let code = curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_PATH_AS_IS))
        guard code == CURLUE_OK else {
            switch code {
            case CURLUE_NO_HOST, CURLUE_BAD_HOSTNAME: throw .noHost
            case CURLUE_BAD_PORT_NUMBER: throw .port
            default: throw .malformed
            }
        }
        guard let scheme = part(CURLUPART_SCHEME, of: handle), var host = part(CURLUPART_HOST, of: handle),
            let port = part(CURLUPART_PORT, of: handle).flatMap({ Int($0) })
        else { throw .malformed }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        self.scheme = scheme
        endpoint = Endpoint(host: host, port: port)
    }
}

private func part(_ what: CURLUPart, of handle: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, what, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
}

/// The cheap half of the check, made before every request: a web scheme, the start of a host, and no byte that a URL cannot hold, so
/// that nothing can be smuggled into the request line.
func checkForm(ofURL url: String) throws(HTTPError.BadURL) {
    var url = url
    let flaw = url.withUTF8 { bytes -> HTTPError.BadURL? in
        let start = begins(bytes, with: "http://") ? 7 : begins(bytes, with: "https://") ? 8 : 0
        guard start > 0 else { return .scheme }
        if let offset = bytes.firstIndex(where: { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "\\") }) {
            return .byte(offset: offset)
        }
        // curl would read on in the path for a host.
        return bytes.count == start || bytes[start] == UInt8(ascii: "/") ? .noHost : nil
    }
    if let flaw { throw flaw }
}

private func begins(_ bytes: UnsafeBufferPointer<UInt8>, with scheme: StaticString) -> Bool {
    guard bytes.count >= scheme.utf8CodeUnitCount else { return false }
    for index in 0..<scheme.utf8CodeUnitCount {
        let byte = bytes[index]
        let lowered = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        if lowered != scheme.utf8Start[index] { return false }
    }
    return true
}
