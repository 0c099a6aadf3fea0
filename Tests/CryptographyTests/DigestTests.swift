import Cryptography
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        // RFC 1321 §A.5, FIPS 180-4's examples.
        (DigestAlgorithm.md5, "", "d41d8cd98f00b204e9800998ecf8427e"),
        (.md5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        (.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `known messages have their known digests`(algorithm: DigestAlgorithm, text: String, wanted: String) {
        #expect(algorithm.digest(of: text).hexadecimal == wanted)
    }

    @Test(arguments: [
        // RFC 4231, cases 1, 2 and 6, RFC 2202 case 2.
        (
            DigestAlgorithm.sha256, [UInt8](repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            .sha256, Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            .sha256, [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (.sha256, [], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        (.md5, Array("Jefe".utf8), "what do ya want for nothing?", "750c783e6ab0b503eaa86e310a5db738"),
        (.sha1, Array("Jefe".utf8), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
    ])
    func `known messages have their known codes`(algorithm: DigestAlgorithm, key: [UInt8], text: String, wanted: String)
    {
        #expect(algorithm.authenticationCode(of: text, key: key).hexadecimal == wanted)
    }

    @Test func `an empty key is not the key of the call before`() {
        let before = DigestAlgorithm.sha256.authenticationCode(of: "x", key: Array("secret".utf8))
        #expect(DigestAlgorithm.sha256.authenticationCode(of: "x", key: [UInt8]()) != before)
    }

    @Test func `a million letters in uneven pieces give the digest of the whole`() {
        let running = RunningDigest(.sha256)
        var left = 1_000_000
        var size = 1
        while left > 0 {
            let count = min(size, left)
            running.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
            left -= count
            size = size * 3 + 1
        }
        #expect(
            running.finish().hexadecimal == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }

    @Test func `equality in constant time is equality`() {
        #expect(equalInConstantTime([1, 2, 3] as [UInt8], [1, 2, 3] as [UInt8]))
        #expect(!equalInConstantTime([1, 2, 3] as [UInt8], [1, 2, 4] as [UInt8]))
        #expect(!equalInConstantTime([1, 2, 3] as [UInt8], [1, 2] as [UInt8]))
        #expect(equalInConstantTime([] as [UInt8], [] as [UInt8]))
    }

    @Test func `random bytes come in the wanted number and never twice`() throws {
        #expect(try randomBytes(0).isEmpty)
        let draws = try (0..<64).map { _ in try randomBytes(16) }
        #expect(draws.allSatisfy { $0.count == 16 })
        #expect(Set(draws).count == 64)
    }
}
