internal import Glibc
package import JSON

/// A user's JWT and seed, from a file as `nsc` writes them.
package struct CredentialsFile: Sendable {
    let token: String
    let seed: String
    /// What the JWT says of the user; nothing of it is secret.
    package let claims: JSON

    package init(path: String) throws(NATSError) {
        let lines = try contents(of: path).split(separator: "\n").map { $0.trimmed }
        guard let token = CredentialsFile.line(after: "NATS USER JWT", in: lines) else {
            throw .badCredentials(path: path, reason: "it holds no user JWT")
        }
        guard let seed = CredentialsFile.line(after: "USER NKEY SEED", in: lines), NkeySeed(seed) != nil else {
            throw .badCredentials(path: path, reason: "it holds no seed, or a malformed one")
        }
        let parts = token.split(separator: ".")
        guard parts.count == 3, let payload = base64URL(parts[1]), let claims = try? JSON(parsing: payload) else {
            throw .badCredentials(path: path, reason: "its user JWT is malformed")
        }
        self.token = token
        self.seed = seed
        self.claims = claims
    }

    package var userName: String? { claims["name"].string }
    /// The user's public key, as the server's monitoring shows it.
    package var subject: String? { claims["sub"].string }
    /// The account's public key, or a signing key of the account's.
    package var issuer: String? { claims["nats"]["issuer_account"].string ?? claims["iss"].string }
    /// Seconds since 1970; nil where the JWT never expires.
    package var expiry: Int? { claims["exp"].integer.flatMap { $0 == 0 ? nil : $0 } }

    private static func line(after title: String, in lines: [Substring]) -> String? {
        guard let begin = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN \(title)") }) else { return nil }
        return lines[(begin + 1)...].first { !$0.isEmpty && !$0.hasPrefix("-") }.map(String.init)
    }
}

/// The text of a small file of ours.
func contents(of path: String) throws(NATSError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .badCredentials(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw .badCredentials(path: path, reason: String(cString: strerror(errno))) }
    guard count < bytes.count, let text = String(validating: bytes[..<count], as: UTF8.self) else {
        throw .badCredentials(path: path, reason: "it is no such file")
    }
    return text
}

private func base64URL(_ text: Substring) -> [UInt8]? {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    return decode(text.utf8.filter { $0 != UInt8(ascii: "=") }, alphabet: letters, bitsPerLetter: 6)
}
