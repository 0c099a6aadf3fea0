internal import COpenSSL

/// AES-256-GCM: a nonce, the hidden text and the tag that vouches for both and for what was said beside them.
package struct SealedBox: Sendable, Hashable {
    package static let keyLength = 32
    package static let nonceLength = 12
    package static let tagLength = 16

    package let nonce: [UInt8]
    package let ciphertext: [UInt8]
    package let tag: [UInt8]

    package init(nonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]) {
        self.nonce = nonce
        self.ciphertext = ciphertext
        self.tag = tag
    }

    /// Splits `nonce ‖ ciphertext ‖ tag`; nil where it is too short to be one.
    package init?(combined bytes: [UInt8]) {
        guard bytes.count >= Self.nonceLength + Self.tagLength else { return nil }
        nonce = Array(bytes.prefix(Self.nonceLength))
        ciphertext = Array(bytes.dropFirst(Self.nonceLength).dropLast(Self.tagLength))
        tag = Array(bytes.suffix(Self.tagLength))
    }

    package var combined: [UInt8] { nonce + ciphertext + tag }

    /// Seals under a fresh random nonce; give one only to reproduce a known answer, since one nonce must never seal twice.
    package init(
        sealing plaintext: [UInt8],
        key: [UInt8],
        authenticating context: [UInt8] = [],
        nonce: [UInt8]? = nil,
    ) throws(CryptographyError) {
        let nonce = if let nonce { nonce } else { try randomBytes(Self.nonceLength) }
        let cipher = try Cipher(key: key, nonce: nonce, encrypting: true)
        try cipher.mention(context)
        ciphertext = try cipher.transform(plaintext)
        tag = try cipher.finishSealing()
        self.nonce = nonce
    }

    /// The plain text, or `notAuthentic`.
    package func open(key: [UInt8], authenticating context: [UInt8] = []) throws(CryptographyError) -> [UInt8] {
        guard tag.count == Self.tagLength else { throw CryptographyError(.notAuthentic) }
        let cipher = try Cipher(key: key, nonce: nonce, encrypting: false)
        try cipher.mention(context)
        let plaintext = try cipher.transform(ciphertext)
        try cipher.finishOpening(tag: tag)
        return plaintext
    }
}

private struct Cipher: ~Copyable {
    let context: OpaquePointer

    init(key: [UInt8], nonce: [UInt8], encrypting: Bool) throws(CryptographyError) {
        guard key.count == SealedBox.keyLength else {
            throw CryptographyError(.wrongKeyLength(wanted: SealedBox.keyLength, got: key.count))
        }
        guard nonce.count == SealedBox.nonceLength else {
            throw CryptographyError(.wrongNonceLength(wanted: SealedBox.nonceLength, got: nonce.count))
        }
        guard let context = EVP_CIPHER_CTX_new() else { throw .lastOfOpenSSL(.notAuthentic) }
        guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, encrypting ? 1 : 0) == 1 else {
            EVP_CIPHER_CTX_free(context)
            throw .lastOfOpenSSL(.notAuthentic)
        }
        self.context = context
    }

    deinit {
        EVP_CIPHER_CTX_free(context)
    }

    func mention(_ bytes: [UInt8]) throws(CryptographyError) {
        guard !bytes.isEmpty else { return }
        var length: Int32 = 0
        guard EVP_CipherUpdate(context, nil, &length, bytes, Int32(bytes.count)) == 1 else {
            throw .lastOfOpenSSL(.notAuthentic)
        }
    }

    func transform(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var output = [UInt8](repeating: 0, count: bytes.count)
        var length: Int32 = 0
        guard EVP_CipherUpdate(context, &output, &length, bytes, Int32(bytes.count)) == 1 else {
            throw .lastOfOpenSSL(.notAuthentic)
        }
        return output
    }

    func finishSealing() throws(CryptographyError) -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: 16)
        var length: Int32 = 0
        var tag = [UInt8](repeating: 0, count: SealedBox.tagLength)
        guard EVP_CipherFinal_ex(context, &rest, &length) == 1,
            openssl_gcm_get_tag(context, Int32(tag.count), &tag) == 1
        else { throw .lastOfOpenSSL(.notAuthentic) }
        return tag
    }

    func finishOpening(tag: [UInt8]) throws(CryptographyError) {
        var expected = tag
        var rest = [UInt8](repeating: 0, count: 16)
        var length: Int32 = 0
        guard openssl_gcm_set_tag(context, Int32(expected.count), &expected) == 1,
            EVP_CipherFinal_ex(context, &rest, &length) == 1
        else { throw .lastOfOpenSSL(.notAuthentic) }
    }
}
