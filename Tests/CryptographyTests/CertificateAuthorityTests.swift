import Cryptography
import FoundationEssentials
import TestSupport
import Testing

@Suite struct CertificateAuthorityTests {
    @Test func `openssl trusts a server's certificate through its authority`() throws {
        let scratch = Scratch("certificates")
        let authority = try CertificateAuthority(name: "Island Hopper development")
        let server = try authority.issue(for: ["localhost", "*.local.test", "127.0.0.1", "::1"])
        let trusted = try scratch.write(authority.identity.certificate.pem, to: "ca.pem")
        let file = try scratch.write(server.certificate.pem, to: "server.pem")
        for name in [["-verify_hostname", "localhost"], ["-verify_ip", "::1"], ["-purpose", "sslserver"]] {
            let outcome = try run(["openssl", "verify", "-x509_strict", "-CAfile", trusted] + name + [file])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let other = try scratch.write(CertificateAuthority(name: "x").identity.certificate.pem, to: "other.pem")
        #expect(try run(["openssl", "verify", "-CAfile", other, file]).status != 0)

        #expect(server.certificate.dnsNames == ["localhost", "*.local.test"])
        #expect(server.certificate.ipAddresses == ["127.0.0.1", "::1"])
        #expect(server.certificate.issuer == "CN=Island Hopper development")
        #expect(server.certificate.key == .ellipticCurve(name: "prime256v1", bits: 256))
        #expect(!server.certificate.isSelfSigned && !server.certificate.isAuthority)
        #expect(authority.identity.certificate.isSelfSigned && authority.identity.certificate.isAuthority)
        #expect(server.certificate.isValid(at: Date()))
        #expect(server.certificate.serial.count == 32)
    }

    @Test func `a key belongs to its own certificate only`() throws {
        let authority = try CertificateAuthority(name: "a")
        let one = try authority.issue(for: ["one"])
        let other = try authority.issue(for: ["other"], key: .rsa(bits: 2048))
        #expect(one.key.belongs(to: one.certificate))
        #expect(!one.key.belongs(to: other.certificate))
        #expect(other.key.kind == .rsa(bits: 2048))
    }

    @Test func `an expired or coming certificate can be made for tests`() throws {
        let authority = try CertificateAuthority(name: "a")
        let start = Date(timeIntervalSince1970: 1_500_000_000)
        let expired = try authority.issue(for: ["x"], validFrom: start, until: start.addingTimeInterval(60))
        #expect(expired.certificate.notBefore == start)
        #expect(!expired.certificate.isValid(at: Date()))
    }

    @Test(arguments: [[], [""], ["a,IP:1.2.3.4"], ["a b"], ["300.1.1.1"], [String(repeating: "a", count: 65)]])
    func `names that are none are errors`(names: [String]) throws {
        let authority = try CertificateAuthority(name: "a")
        let error = #expect(throws: CryptographyError.self) { try authority.issue(for: names) }
        #expect(error?.kind == .cannotSign)
    }

    @Test func `keys that are none, locked or damaged are told apart`() throws {
        let scratch = Scratch("keys")
        let locked = scratch.file("locked.pem")
        let made = try run([
            "openssl", "genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:x", "-out", locked,
        ])
        #expect(made.status == 0)
        let error = #expect(throws: CryptographyError.self) { try PrivateKey(pem: scratch.read("locked.pem")) }
        #expect(error?.kind == .passphraseWanted)
        let none = #expect(throws: CryptographyError.self) { try PrivateKey(pem: "nothing") }
        #expect(none?.kind == .notAPrivateKey)
        #expect(none?.code != 0)
        #expect(none?.reason.isEmpty == false)
    }

    @Test func `a key does not print itself`() throws {
        let key = try CertificateAuthority(name: "a").identity.key
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] { #expect(!text.contains("PRIVATE")) }
    }
}
