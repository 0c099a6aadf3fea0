package import Words

/// The secrets inside a URL, so that each is masked where it stands alone: in a server's answer, decoded by a library.
package enum URLCredentials {
    /// Passwords as they stand and percent-decoded; of schemes that carry tokens in the user's place, those too.
    package static func secrets(in text: String) -> [Secret] {
        var found: [String] = []
        for part in text.split(separator: ",") {
            guard let (scheme, rest) = String(part).splitOnce("://") else { continue }
            let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            if let at = authority.lastIndex(of: "@") {
                let user = authority[..<at]
                if let colon = user.firstIndex(of: ":") {
                    found.append(String(user[user.index(after: colon)...]))
                } else if tokenSchemes.contains(scheme.lowercased()) {
                    found.append(String(user))
                }
            }
            found += query(of: rest)
        }
        return found.flatMap { [$0, decoded($0)] }.filter { !$0.isEmpty }.map(Secret.init)
    }

    private static let tokenSchemes: Set<String> = ["http", "https", "nats", "tls", "ws", "wss"]

    /// `?password=…&sslmode=require`: the values behind telling names.
    private static func query(of rest: String) -> [String] {
        guard let mark = rest.firstIndex(of: "?") else { return [] }
        return rest[rest.index(after: mark)...].split(separator: "&").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, TellingName.tells(String(parts[0])) else { return nil }
            return String(parts[1])
        }
    }

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
