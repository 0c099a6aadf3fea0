internal import COpenSSL
package import FoundationEssentials

/// The digests the platform's protocols use; MD5 and SHA-1 only where a protocol or a peer still asks for them.
package enum DigestAlgorithm: String, Sendable, Hashable, CaseIterable {
    case md5 = "MD5"
    case sha1 = "SHA1"
    case sha256 = "SHA256"

    package var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        }
    }

    package func digest(of bytes: some ContiguousBytes) -> [UInt8] {
        let running = RunningDigest(self)
        running.update(bytes)
        return running.finish()
    }

    package func digest(of text: String) -> [UInt8] {
        digest(of: Array(text.utf8))
    }

    /// The HMAC of a message (RFC 2104).
    package func authenticationCode(of message: some ContiguousBytes, key: some ContiguousBytes) -> [UInt8] {
        var length: UInt32 = 0
        let code = [UInt8](unsafeUninitializedCapacity: byteCount) { output, filled in
            key.withUnsafeBytes { key in
                message.withUnsafeBytes { message in
                    // A null key would mean "the key of the last call", so an empty one lends an address all the same.
                    withUnsafeBytes(of: UInt8(0)) { nothing in
                        let keyStart = key.baseAddress ?? nothing.baseAddress
                        let messageStart = (message.baseAddress ?? nothing.baseAddress)?.assumingMemoryBound(
                            to: UInt8.self
                        )
                        _ = HMAC(
                            method,
                            keyStart,
                            Int32(key.count),
                            messageStart,
                            message.count,
                            output.baseAddress,
                            &length,
                        )
                    }
                }
            }
            filled = Int(length)
        }
        precondition(code.count == byteCount, "OpenSSL offers no HMAC over \(rawValue)")
        return code
    }

    package func authenticationCode(of message: String, key: some ContiguousBytes) -> [UInt8] {
        authenticationCode(of: Array(message.utf8), key: key)
    }

    var method: OpaquePointer? {
        switch self {
        case .md5: EVP_md5()
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        }
    }
}

/// A digest that is fed in pieces.
package struct RunningDigest: ~Copyable {
    private let context: OpaquePointer

    package init(_ algorithm: DigestAlgorithm) {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, algorithm.method, nil) == 1 else {
            preconditionFailure("OpenSSL offers no \(algorithm.rawValue)")
        }
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    package func update(_ bytes: some ContiguousBytes) {
        bytes.withUnsafeBytes { buffer in
            _ = EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
    }

    package consuming func finish() -> [UInt8] {
        var length: UInt32 = 0
        return [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { output, filled in
            EVP_DigestFinal_ex(context, output.baseAddress, &length)
            filled = Int(length)
        }
    }
}
