internal import Cryptography
internal import Platform
internal import Words

/// What is wrong with a secret that is there; never any of its letters.
enum SecretWeakness: Sendable, Hashable {
    case placeholder
    case short(bytes: Int, wanted: Int)
    case monotonous
    case noFernetKey
    case noPassword
    case weakPassword

    init?(of secret: Secret, for purpose: SecretWish.Purpose) {
        let value = secret.reveal()
        let found: SecretWeakness? =
            if Self.isPlaceholder(value) {
                .placeholder
            } else {
                switch purpose {
                case .tokenKey: Self.ofKey(value)
                case .encryptionKey: FernetKey.fault(in: value) == nil ? nil : .noFernetKey
                case .databaseURL, .incompleteDatabaseURL: Self.ofURL(value)
                case .foreign: nil
                }
            }
        guard let found else { return nil }
        self = found
    }

    var words: String {
        switch self {
        case .placeholder: "a placeholder stands where the secret should"
        case .short(let bytes, let wanted): "it has \(bytes) bytes, and HS256 wants \(wanted) at least"
        case .monotonous: "it is made of very few different letters, and can be guessed"
        case .noFernetKey: "it is no Fernet key: 32 bytes in url-safe base64"
        case .noPassword: "the URL holds no password"
        case .weakPassword: "the URL's password is short or well known, and can be guessed"
        }
    }

    /// Whether what needs it does not work with it, or only not safely.
    var isFatal: Bool { self == .noFernetKey || self == .placeholder }

    private static func ofKey(_ value: String) -> SecretWeakness? {
        if value.utf8.count < 32 { return .short(bytes: value.utf8.count, wanted: 32) }
        return Set(value.utf8).count < 10 ? .monotonous : nil
    }

    private static func ofURL(_ value: String) -> SecretWeakness? {
        let passwords = URLCredentials.secrets(in: value).map { $0.reveal() }
        guard let password = passwords.last else { return .noPassword }
        if isPlaceholder(password) { return .placeholder }
        return password.utf8.count < 12 || Set(password.utf8).count < 6 ? .weakPassword : nil
    }

    private static let placeholders: Set<String> = [
        "changeme", "changeit", "replaceme", "password", "passwd", "secret", "mysecret", "supersecret", "secretkey",
        "yoursecretkey", "yourapikey", "todo", "tbd", "fixme", "example", "placeholder", "dummy", "test", "admin",
        "default", "none", "null", "undefined", "xxx",
    ]

    /// Words that templates and tutorials leave behind.
    static func isPlaceholder(_ value: String) -> Bool {
        let text = value.lowercased()
        let letters = text.filter { $0.isASCII && $0.isLetter }
        if placeholders.contains(letters), letters.count + 4 >= text.count { return true }
        if text.hasPrefix("<") && text.hasSuffix(">") || text.hasPrefix("${") && text.hasSuffix("}") { return true }
        if letters.count > 2, letters.allSatisfy({ $0 == "x" }) { return true }
        // `sk-ant-xxxxxxxx`, `sk-ant-...`: how a sample shows where a key goes.
        if text.contains("xxxxxx") || text.hasSuffix("...") || text.hasSuffix("…") { return true }
        return ["changeme", "replaceme", "yourkeyhere", "yoursecret", "yourapikey"].contains { letters.hasPrefix($0) }
    }
}
