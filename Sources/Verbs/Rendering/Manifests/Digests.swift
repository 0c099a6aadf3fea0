internal import Cryptography

enum Digests {
    static func sha256(of text: String) -> String { DigestAlgorithm.sha256.digest(of: text).hexadecimal }
    static func sha256(of bytes: [UInt8]) -> String { DigestAlgorithm.sha256.digest(of: bytes).hexadecimal }
}
