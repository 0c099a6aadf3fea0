internal import Network

/// What is wrong with a Redis URL; none of it repeats a part that may hold the password.
package enum RedisURLError: Error, Sendable, Hashable {
    /// Neither `redis` nor `rediss`.
    case scheme(String)
    /// Redis behind a socket file: this client speaks TCP only.
    case unixSocket
    case hostMissing
    case port
    /// The path is no database number.
    case database(String)
    /// Options after `?`, of which Redis URLs have none that all clients agree on.
    case query
    /// A user without a password cannot log in.
    case passwordMissing
    /// `%` without two hexadecimal digits, or what they give is no UTF-8.
    case percentEncoding
    /// An `@`, `/`, `?` or `#` in the password is not percent-encoded, so that the host cannot be told from it.
    case passwordNotEncoded
}

extension RedisTarget {
    /// Reads `redis[s]://[[user]:password@]host[:port][/database]`; TLS is verified in full against the system's authorities until told otherwise.
    package init(url: String) throws(RedisURLError) {
        let (scheme, rest) = try split(scheme: url)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        let tail = rest[end...]
        guard !tail.contains("@") else { throw .passwordNotEncoded }
        guard !tail.contains("?"), !tail.contains("#") else { throw .query }

        var place = authority
        var (user, password): (String?, String?) = (nil, nil)
        if let at = authority.firstIndex(of: "@") {
            guard at == authority.lastIndex(of: "@") else { throw .passwordNotEncoded }
            place = authority[authority.index(after: at)...]
            let credentials = authority[..<at]
            guard let colon = credentials.firstIndex(of: ":") else { throw .passwordMissing }
            user = try decoded(credentials[..<colon])
            password = try decoded(credentials[credentials.index(after: colon)...])
            if user?.isEmpty == true { user = nil }
            if password?.isEmpty == true { throw .passwordMissing }
        }
        guard !place.isEmpty, !place.hasPrefix(":") else { throw .hostMissing }
        guard let endpoint = Endpoint(String(place), defaultPort: 6_379) else { throw .port }
        self.init(
            endpoint,
            user: user,
            password: password,
            database: try number(ofDatabase: tail),
            tls: scheme == "rediss" ? TLSExpectation(serverName: endpoint.host) : nil,
        )
    }
}

private func split(scheme url: String) throws(RedisURLError) -> (String, Substring) {
    guard let colon = url.firstIndex(of: ":") else { throw .scheme("") }
    let scheme = url[..<colon].lowercased()
    if ["unix", "redis+unix", "redis+socket"].contains(scheme) { throw .unixSocket }
    guard ["redis", "rediss"].contains(scheme) else {
        // Whatever stands before the first colon of something else may be anything: only a word is repeated.
        throw .scheme(scheme.allSatisfy { $0.isLetter || $0 == "+" } ? scheme : "")
    }
    let rest = url[url.index(after: colon)...]
    guard rest.hasPrefix("//") else { throw .hostMissing }
    return (scheme, rest.dropFirst(2))
}

private func number(ofDatabase path: Substring) throws(RedisURLError) -> Int {
    let text = path.drop { $0 == "/" }
    if text.isEmpty { return 0 }
    guard path.hasPrefix("/"), text.allSatisfy(\.isNumber), let number = Int(text) else {
        throw .database(String(text))
    }
    return number
}

private func decoded(_ text: Substring) throws(RedisURLError) -> String {
    guard let text = text.percentDecoded else { throw .percentEncoding }
    return text
}
