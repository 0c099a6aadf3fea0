internal import Platform
internal import Words

/// A secret that the platform file refers to: what it is for, and where it should be found.
struct SecretWish: Sendable {
    /// What somebody who needs it does with it, and so how one is made or who gives it.
    enum Purpose: Sendable, Hashable {
        case tokenKey
        case encryptionKey
        case databaseURL(AgentURL)
        /// The agent's URL where the model does not say enough to make one.
        case incompleteDatabaseURL
        /// Only a person can get it; in words, from where.
        case foreign(from: String)

        var isOurs: Bool {
            switch self {
            case .tokenKey, .encryptionKey, .databaseURL: true
            case .incompleteDatabaseURL, .foreign: false
            }
        }
    }

    /// The setting that refers to it: secrets.jwt_key.
    let path: String
    let reference: Reference
    let purpose: Purpose
    let state: ReferenceState.State

    init(_ found: ReferenceState, in platform: Platform) {
        path = found.path.description
        reference = found.reference
        state = found.state
        purpose = Purpose(found.path.steps, platform)
    }

    /// The variable, the entry or the file.
    var name: String {
        switch reference.target {
        case .variable(let name, _), .secret(let name), .literal(let name): name
        case .file(let path): path
        }
    }

    var address: Address { .secret(name) }

    /// Whether it belongs into the secrets file, which is the one place where secrets can be made.
    var isOfSecretsFile: Bool {
        if case .secret = reference.target { true } else { false }
    }
}

extension SecretWish.Purpose {
    /// By the setting's place in the model.
    fileprivate init(_ steps: [String], _ platform: Platform) {
        switch steps {
        case ["secrets", "jwt_key"]: self = .tokenKey
        case ["secrets", "encryption_key"]: self = .encryptionKey
        case ["database", "url"]:
            self = platform.database.flatMap(AgentURL.init).map { .databaseURL($0) } ?? .incompleteDatabaseURL
        default: self = .foreign(from: Giver.words(steps, platform))
        }
    }
}

/// What an agent's connection URL is made of, beside its password.
struct AgentURL: Sendable, Hashable {
    let user: String
    let host: String
    let port: Int
    let database: String
    let sslMode: String?

    init?(_ declared: Database) {
        guard let user = declared.user, let host = declared.host, let name = declared.name else { return nil }
        self.user = user
        self.host = host
        port = declared.port ?? 5_432
        database = name
        sslMode = declared.sslMode?.rawValue
    }

    /// The password is made of digits and letters, which no URL has to escape; names may be anything.
    func spelled(password: String) -> String {
        let place = host.contains(":") ? "[\(host)]" : host
        let options = sslMode.map { "?sslmode=\($0)" } ?? ""
        return "postgresql://\(escaped(user)):\(password)@\(place):\(port)/\(escaped(database))\(options)"
    }

    private func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte -> String in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-._~".utf8.contains(byte)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}
