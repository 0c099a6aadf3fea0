internal import Cryptography
internal import Words

extension SecretWish.Purpose {
    /// A new one, of more randomness than anybody can guess; nil for what is not made here.
    func make() throws -> Secret? {
        switch self {
        // 48 bytes: HS256 wants at least 32.
        case .tokenKey: Secret(try randomBytes(48).base64(.urlSafe))
        case .encryptionKey: Secret(try FernetKey.random())
        case .databaseURL(let url): Secret(url.spelled(password: try randomBytes(24).hexadecimal))
        case .incompleteDatabaseURL, .foreign: nil
        }
    }

    /// What will stand there, in words.
    var madeOf: String {
        switch self {
        case .tokenKey: "48 random bytes"
        case .encryptionKey: "a Fernet key"
        case .databaseURL: "a URL with a random password"
        case .incompleteDatabaseURL, .foreign: "given by a person"
        }
    }
}
