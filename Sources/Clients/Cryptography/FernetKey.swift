/// The key format of Python's `cryptography.fernet`: 32 random bytes as padded base64.
package enum FernetKey {
    package enum Fault: Sendable, Hashable {
        case notBase64
        case wrongLength(Int)
    }

    /// What keeps a text from being a key, nil for a good one; either alphabet is taken, as Python's reader does.
    package static func fault(in text: some StringProtocol) -> Fault? {
        let bytes = [UInt8](base64: text, alphabet: .urlSafe) ?? [UInt8](base64: text, alphabet: .standard)
        guard let bytes else { return .notBase64 }
        return bytes.count == 32 ? nil : .wrongLength(bytes.count)
    }

    package static func random() throws(CryptographyError) -> String {
        try randomBytes(32).base64(.urlSafe)
    }
}
