import Cryptography
import FoundationEssentials
import TestSupport
import Testing

@Suite struct CertificateTests {
    /// Made once by `openssl req -x509`: RSA 1024, names and addresses, an address of mail among the alternatives.
    static let pem = """
        -----BEGIN CERTIFICATE-----
        MIICpDCCAg2gAwIBAgIEAKGywzANBgkqhkiG9w0BAQsFADBCMQswCQYDVQQGEwJG
        UjEbMBkGA1UECgwSSW5zZWwgSMOkZmVuLCBHbWJIMRYwFAYDVQQDDA1zdG9yZS5l
        eGFtcGxlMB4XDTI2MTEyMDE3NDUyNFoXDTI2MTEyMTE3NDUyNFowQjELMAkGA1UE
        BhMCRlIxGzAZBgNVBAoMEkluc2VsIEjDpGZlbiwgR21iSDEWMBQGA1UEAwwNc3Rv
        cmUuZXhhbXBsZTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAzb3ITzhImHOM
        z5OOuuy64I0r30RGkgdXMsc/FwFuTA+pSHqWfgnTiawxR/46dMrYvQhEVpUwI0ym
        93XBkAETvuHeGj2xDnFIv0sN7IKJiMST2YYKQFuvKrcGyyf6ecId5Kl89LjdAmHo
        9VRGMP8zYzGOsOct3NKx8fvitCz+cr0CAwEAAaOBpjCBozAdBgNVHQ4EFgQU85sX
        UgPvWjF/TQyaE5+l2U7aGScwHwYDVR0jBBgwFoAU85sXUgPvWjF/TQyaE5+l2U7a
        GScwDwYDVR0TAQH/BAUwAwEB/zBQBgNVHREESTBHgg1zdG9yZS5leGFtcGxlgg8q
        LnN0b3JlLmV4YW1wbGWHBMAAAgeHECABDbgAAAAAAAAAAAAAAAeBDWFAZXhhbXBs
        ZS5jb20wDQYJKoZIhvcNAQELBQADgYEAWtqv3Nva+oy4E+27OEZ8bwQyrEVbNzbM
        XMaja9pW0V4ema9NlikcYtgzyWYdlj9mlde24pSsGHVtYvYmnYfW216DSMmPBobo
        Cx4GL6elUq73Tr7PzqJ5IXv+yJJt2kbqPG8o9sGL9/+eKwqrylfHy2ce1XleHz6C
        iLHPXe2KLQ8=
        -----END CERTIFICATE-----
        """

    @Test func `the facts are those that openssl prints`() throws {
        let certificate = try Certificate(pem: Self.pem)
        #expect(certificate.subject == #"CN=store.example,O=Insel Häfen\, GmbH,C=FR"#)
        #expect(certificate.issuer == certificate.subject)
        #expect(certificate.commonName == "store.example")
        #expect(certificate.dnsNames == ["store.example", "*.store.example"])
        #expect(certificate.ipAddresses == ["192.0.2.7", "2001:db8::7"])
        #expect(certificate.notBefore.ISO8601Format() == "2026-11-20T17:45:24Z")
        #expect(certificate.notAfter.ISO8601Format() == "2026-11-21T17:45:24Z")
        #expect(certificate.serial == "a1b2c3")
        #expect(certificate.fingerprint == "271f0116f60a238a880687ab8e7616dbe5c5e1d672910f5255e23342b6d72b2f")
        #expect(certificate.key == .rsa(bits: 1024))
        #expect(certificate.isSelfSigned)
        #expect(certificate.isAuthority)
        #expect(certificate.pem == Self.pem + "\n")
        #expect(try Certificate(der: certificate.der) == certificate)
    }

    @Test(arguments: [
        ("store.example", true), ("STORE.example", true), ("store.example.", true), ("a.store.example", true),
        ("a.b.store.example", false), ("example", false), ("", false), (".", false), ("192.0.2.7", true),
        ("192.0.2.8", false), ("2001:db8::7", true), ("[2001:DB8:0::7]", true), ("[::1]", false),
        ("store.example\0.evil", false), ("*.store.example", false), ("a@example.com", false),
    ])
    func `host names match as clients match them`(name: String, wanted: Bool) throws {
        #expect(try Certificate(pem: Self.pem).matches(hostName: name) == wanted)
    }

    @Test func `validity has two ends`() throws {
        let certificate = try Certificate(pem: Self.pem)
        #expect(certificate.isValid(at: certificate.notBefore))
        #expect(!certificate.isValid(at: certificate.notBefore.addingTimeInterval(-1)))
        #expect(!certificate.isValid(at: certificate.notAfter.addingTimeInterval(1)))
    }

    @Test func `a chain is read in its order, past what is none`() throws {
        let authority = try CertificateAuthority(name: "A")
        let text = "some words\n" + Self.pem + "\n" + authority.identity.key.pem + authority.identity.certificate.pem
        let chain = try Certificate.chain(pem: text)
        #expect(chain.map(\.commonName) == ["store.example", "A"])
    }

    @Test func `what is no certificate is an error`() throws {
        let der = try Certificate(pem: Self.pem).der
        for pem in [
            "", "hello", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", String(Self.pem.prefix(300)),
        ] {
            let error = #expect(throws: CryptographyError.self) { try Certificate(pem: pem) }
            #expect(error?.kind == .notACertificate)
        }
        for bytes in [[], [0x30], Array(der.dropLast()), der + [0], [UInt8](repeating: 0x30, count: 5_000)] {
            let error = #expect(throws: CryptographyError.self) { try Certificate(der: bytes) }
            #expect(error?.kind == .notACertificate)
        }
    }

    @Test func `no damaged certificate crashes the reader`() throws {
        let der = try Certificate(pem: Self.pem).der
        var generator = SystemRandomNumberGenerator()
        var read = 0
        for _ in 0..<3_000 {
            var bytes = der
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let certificate = try? Certificate(der: bytes) else { continue }
            _ = certificate.matches(hostName: "store.example")
            read += 1
        }
        #expect(read > 0)
    }
}
