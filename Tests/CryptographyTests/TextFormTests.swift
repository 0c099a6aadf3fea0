import Cryptography
import Testing

@Suite struct TextFormTests {
    // RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base64 goes there and back`(plain: String, encoded: String) {
        #expect(Array(plain.utf8).base64 == encoded)
        #expect([UInt8](base64: encoded) == Array(plain.utf8))
        let bare = Array(plain.utf8).base64(.urlSafe, padded: false)
        #expect(!bare.contains("="))
        #expect([UInt8](base64: bare, alphabet: .urlSafe, padding: .optional) == Array(plain.utf8))
    }

    @Test func `the two alphabets differ in two letters and do not mix`() {
        let bytes: [UInt8] = [0xFB, 0xFF, 0xBF]
        #expect(bytes.base64 == "+/+/")
        #expect(bytes.base64(.urlSafe) == "-_-_")
        #expect([UInt8](base64: "-_-_") == nil)
        #expect([UInt8](base64: "+/+/", alphabet: .urlSafe) == nil)
    }

    @Test(arguments: ["Zg", "Zg=", "Z", "=", "====", "Zg==Zg==", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zmé=", "Zg==="])
    func `what is not quite base64 is refused`(text: String) {
        #expect([UInt8](base64: text) == nil)
    }

    @Test func `every pair of bytes survives`() {
        for high in stride(from: 0, through: 255, by: 5) {
            for low in 0...255 {
                let bytes = [UInt8(high), UInt8(low)]
                #expect([UInt8](base64: bytes.base64) == bytes)
                #expect([UInt8](hexadecimal: bytes.hexadecimal) == bytes)
            }
        }
    }

    @Test func `hex is read in either case and refused when odd or foreign`() {
        #expect([UInt8](hexadecimal: "00fFA9") == [0, 255, 169])
        #expect([UInt8](hexadecimal: "0") == nil)
        #expect([UInt8](hexadecimal: "0g") == nil)
        #expect([UInt8](hexadecimal: "+1") == nil)
    }

    @Test func `a Fernet key is 32 bytes in base64`() throws {
        #expect(FernetKey.fault(in: try FernetKey.random()) == nil)
        // The key of the Fernet specification's test vectors.
        #expect(FernetKey.fault(in: "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=") == nil)
        #expect(FernetKey.fault(in: "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4") == .notBase64)
        #expect(FernetKey.fault(in: "c2hvcnQ=") == .wrongLength(5))
        #expect(FernetKey.fault(in: "") == .wrongLength(0))
        #expect(FernetKey.fault(in: "change-me") == .notBase64)
    }
}
