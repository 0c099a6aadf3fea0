internal import COpenSSL
package import FoundationEssentials

/// The facts of one X.509 certificate, as plain values.
package struct Certificate: Sendable, Hashable {
    package let der: [UInt8]
    /// RFC 2253, `CN=localhost,O=Island Hopper`.
    package let subject: String
    package let issuer: String
    package let commonName: String?
    package let dnsNames: [String]
    /// In their usual text form.
    package let ipAddresses: [String]
    package let notBefore: Date
    package let notAfter: Date
    /// Lower-case hex, no leading zeros beyond whole bytes.
    package let serial: String
    /// SHA-256 of the DER form, lower-case hex.
    package let fingerprint: String
    package let key: KeyKind
    /// Signed by its own key.
    package let isSelfSigned: Bool
    package let isAuthority: Bool

    package init(der: [UInt8]) throws(CryptographyError) {
        try self.init(CertificateHandle(der: der))
    }

    /// The first certificate of a PEM text.
    package init(pem: String) throws(CryptographyError) {
        guard let first = try Certificate.chain(pem: pem).first else { throw CryptographyError(.notACertificate) }
        self = first
    }

    /// Every certificate of a PEM text in its order; what is no certificate is passed over, and one at least must be there.
    package static func chain(pem: String) throws(CryptographyError) -> [Certificate] {
        let source = Memory(Array(pem.utf8))
        var certificates: [Certificate] = []
        while let handle = try CertificateHandle(nextIn: source) {
            certificates.append(try Certificate(handle))
        }
        guard !certificates.isEmpty else { throw CryptographyError(.notACertificate) }
        return certificates
    }

    package func isValid(at date: Date) -> Bool {
        notBefore <= date && date <= notAfter
    }

    /// Whether a client that asked for this name (or address) should accept the certificate; wild cards as RFC 6125 has them.
    package func matches(hostName: String) -> Bool {
        var name = hostName[...]
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        if name.hasSuffix(".") { name = name.dropLast() }
        guard !name.isEmpty, !name.contains("*"), !name.utf8.contains(0),
            let handle = try? CertificateHandle(der: der)
        else { return false }
        return handle.matches(String(name))
    }

    package var pem: String {
        guard let handle = try? CertificateHandle(der: der) else { return "" }
        return handle.pem
    }

    private init(_ handle: borrowing CertificateHandle) throws(CryptographyError) {
        guard let notBefore = handle.notBefore, let notAfter = handle.notAfter else {
            throw CryptographyError(.notACertificate, reason: "validity is no date")
        }
        der = handle.der
        subject = handle.subject
        issuer = handle.issuer
        commonName = handle.commonName
        (dnsNames, ipAddresses) = handle.alternativeNames
        self.notBefore = notBefore
        self.notAfter = notAfter
        serial = handle.serial
        fingerprint = DigestAlgorithm.sha256.digest(of: handle.der).hexadecimal
        key = handle.keyKind
        isSelfSigned = handle.isSelfSigned
        isAuthority = handle.isAuthority
    }
}

/// A public key's algorithm and size.
package enum KeyKind: Sendable, Hashable {
    case rsa(bits: Int)
    case ellipticCurve(name: String, bits: Int)
    case ed25519
    case other(name: String, bits: Int)
}
