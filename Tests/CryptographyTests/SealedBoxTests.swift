import Cryptography
import Testing

@Suite struct SealedBoxTests {
    private static func bytes(_ hex: String) throws -> [UInt8] { try #require([UInt8](hexadecimal: hex)) }

    // The test cases 13, 14 and 16 that came with the specification of GCM.
    @Test(arguments: [
        (
            String(repeating: "00", count: 32), "000000000000000000000000", "", "", "",
            "530f8afbc74536b9a963b4f1c4cb738b"
        ),
        (
            String(repeating: "00", count: 32), "000000000000000000000000", "",
            "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18",
            "d0d1c8a799996bf0265b98b5d48ab919"
        ),
        (
            "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ])
    func `known texts are sealed as known and opened again`(
        key: String,
        nonce: String,
        context: String,
        plain: String,
        cipher: String,
        tag: String,
    ) throws {
        let key = try Self.bytes(key)
        let context = try Self.bytes(context)
        let box = try SealedBox(
            sealing: Self.bytes(plain),
            key: key,
            authenticating: context,
            nonce: Self.bytes(nonce),
        )
        #expect(box.ciphertext.hexadecimal == cipher)
        #expect(box.tag.hexadecimal == tag)
        let reread = try #require(SealedBox(combined: box.combined))
        #expect(try reread.open(key: key, authenticating: context).hexadecimal == plain)
    }

    @Test func `any changed bit is noticed`() throws {
        let key = try randomBytes(32)
        let good = try SealedBox(sealing: Array("secret".utf8), key: key, authenticating: [1]).combined
        for index in good.indices {
            var bad = good
            bad[index] ^= 1
            let box = try #require(SealedBox(combined: bad))
            let error = #expect(throws: CryptographyError.self) { try box.open(key: key, authenticating: [1]) }
            #expect(error?.kind == .notAuthentic)
        }
        let box = try #require(SealedBox(combined: good))
        #expect(throws: CryptographyError.self) { try box.open(key: key, authenticating: [2]) }
        #expect(throws: CryptographyError.self) { try box.open(key: randomBytes(32), authenticating: [1]) }
        #expect(try box.open(key: key, authenticating: [1]) == Array("secret".utf8))
    }

    @Test func `wrong lengths are errors and no crash`() throws {
        let short = #expect(throws: CryptographyError.self) { try SealedBox(sealing: [1], key: [1, 2, 3]) }
        #expect(short?.kind == .wrongKeyLength(wanted: 32, got: 3))
        let nonce = #expect(throws: CryptographyError.self) {
            try SealedBox(sealing: [1], key: randomBytes(32), nonce: [])
        }
        #expect(nonce?.kind == .wrongNonceLength(wanted: 12, got: 0))
        let tag = SealedBox(nonce: try randomBytes(12), ciphertext: [1], tag: [1])
        let truncated = #expect(throws: CryptographyError.self) { try tag.open(key: randomBytes(32)) }
        #expect(truncated?.kind == .notAuthentic)
        #expect(SealedBox(combined: [UInt8](repeating: 0, count: 27)) == nil)
    }

    @Test func `the same text is never sealed to the same bytes`() throws {
        let key = try randomBytes(32)
        let one = try SealedBox(sealing: [1, 2, 3], key: key)
        #expect(try SealedBox(sealing: [1, 2, 3], key: key) != one)
    }
}
