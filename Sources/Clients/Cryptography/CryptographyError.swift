internal import COpenSSL

/// What a key, a certificate or a sealed box is not; where OpenSSL was asked, its code and the name of its reason.
package struct CryptographyError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case notACertificate
        case notAPrivateKey
        /// The key is locked with a passphrase.
        case passphraseWanted
        case wrongKeyLength(wanted: Int, got: Int)
        case wrongNonceLength(wanted: Int, got: Int)
        /// The box was changed, or sealed with another key.
        case notAuthentic
        case noRandomness
        case cannotSign
    }

    package let kind: Kind
    /// OpenSSL's packed code, 0 where it was not asked.
    package let code: UInt
    package let reason: String

    init(_ kind: Kind, code: UInt = 0, reason: String = "") {
        self.kind = kind
        self.code = code
        self.reason = reason
    }

    /// Takes the newest entry of this thread's error queue and empties the queue, so that no later call trips over it.
    static func lastOfOpenSSL(_ kind: Kind) -> CryptographyError {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        return CryptographyError(kind, code: code, reason: reasonName(ofCode: code))
    }

    /// OpenSSL's name for the reason in a packed code, `certificate verify failed` for example; empty for 0.
    package static func reasonName(ofCode code: UInt) -> String {
        guard code != 0 else { return "" }
        return ERR_reason_error_string(code).map { String(cString: $0) } ?? "code \(code)"
    }
}

extension CryptographyError: CustomStringConvertible {
    package var description: String { reason.isEmpty ? "\(kind)" : "\(kind): \(reason)" }
}
