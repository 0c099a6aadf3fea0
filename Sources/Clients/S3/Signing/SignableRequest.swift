/// What SigV4 signs of a request.
package struct SignableRequest: Sendable {
    package struct Pair: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum Payload: Sendable, Hashable {
        case none
        /// SHA-256 of the body, lower-case hex.
        case hash(String)
        /// The body is not vouched for; for presigned URLs and over TLS only.
        case unsigned

        var text: String {
            switch self {
            case .none: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            case .hash(let hash): hash
            case .unsigned: "UNSIGNED-PAYLOAD"
            }
        }
    }

    package var method: String
    /// As the Host header has it: with the port where it is not the scheme's own.
    package var host: String
    /// Percent-encoded once, and sent as it is.
    package var path: String
    /// Plain, not yet encoded.
    package var query: [Pair]
    package var headers: [Pair]
    package var payload: Payload

    package init(
        method: String,
        host: String,
        path: String,
        query: [Pair] = [],
        headers: [Pair] = [],
        payload: Payload = .none,
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.headers = headers
        self.payload = payload
    }

    /// Encoded and sorted; the URL carries this very text.
    package var canonicalQuery: String {
        let encoded = query.map { pair in
            (name: PercentEncoding.component.encode(pair.name), value: PercentEncoding.component.encode(pair.value))
        }
        let sorted = encoded.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// Lower-case names in order, each with its values joined by commas and white space thinned out.
    var canonicalHeaders: [(name: String, value: String)] {
        var values: [String: [String]] = ["host": [host]]
        for header in headers {
            values[header.name.lowercased(), default: []].append(thinned(header.value))
        }
        return values.map { (name: $0.key, value: $0.value.joined(separator: ",")) }.sorted { $0.name < $1.name }
    }

    var signedHeaders: String { canonicalHeaders.map(\.name).joined(separator: ";") }

    package var canonicalRequest: String {
        let headers = canonicalHeaders
        var lines = [method, path, canonicalQuery]
        lines += headers.map { "\($0.name):\($0.value)" }
        lines += ["", headers.map(\.name).joined(separator: ";"), payload.text]
        return lines.joined(separator: "\n")
    }
}

private func thinned(_ value: String) -> String {
    value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
}
