internal import COpenSSL

/// A private key as PEM text, and what it is; it does not print itself.
package struct PrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    package let pem: String
    package let kind: KeyKind

    package init(pem: String) throws(CryptographyError) {
        let handle = try KeyHandle(pem: pem)
        self.pem = pem
        kind = handle.kind
    }

    /// Whether the certificate is made for this key.
    package func belongs(to certificate: Certificate) -> Bool {
        defer { ERR_clear_error() }
        guard let key = try? KeyHandle(pem: pem), let other = try? CertificateHandle(der: certificate.der) else {
            return false
        }
        return X509_check_private_key(other.pointer, key.pointer) == 1
    }

    package var description: String { "private key (\(kind))" }
    package var customMirror: Mirror { Mirror(self, children: ["kind": kind]) }
}

/// An `EVP_PKEY` of OpenSSL's, freed with its owner.
struct KeyHandle: ~Copyable {
    let pointer: OpaquePointer

    init(pem: String) throws(CryptographyError) {
        let source = Memory(Array(pem.utf8))
        guard let parsed = PEM_read_bio_PrivateKey(source.bio, nil, noPassphrase, nil) else {
            throw .lastOfOpenSSL(pem.contains("ENCRYPTED") ? .passphraseWanted : .notAPrivateKey)
        }
        pointer = parsed
    }

    init(making wanted: NewKey) throws(CryptographyError) {
        let made =
            switch wanted {
            case .p256: openssl_make_p256_key()
            case .rsa(let bits): openssl_make_rsa_key(UInt32(bits))
            }
        guard let made else { throw .lastOfOpenSSL(.cannotSign) }
        pointer = made
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    var kind: KeyKind { Cryptography.kind(ofKey: pointer) }

    /// PKCS #8, without a passphrase.
    var pem: String {
        let target = Memory()
        PEM_write_bio_PrivateKey(target.bio, pointer, nil, nil, 0, nil, nil)
        return target.text
    }
}

/// Which key to make; P-256 takes a millisecond, RSA up to a second.
package enum NewKey: Sendable, Hashable {
    case p256
    case rsa(bits: Int)
}
