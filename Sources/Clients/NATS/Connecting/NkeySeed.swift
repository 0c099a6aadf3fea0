internal import COpenSSL

/// The seed of an nkey (`SU…`): base32 of two bytes of prefix, an Ed25519 seed and a checksum.
struct NkeySeed {
    private let kind: UInt8
    private let bytes: [UInt8]

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    private static let seedPrefix: UInt8 = 18 << 3

    init?(_ text: String) {
        guard let raw = decode(Array(text.utf8), alphabet: NkeySeed.alphabet, bitsPerLetter: 5), raw.count == 36 else {
            return nil
        }
        let sum = UInt16(raw[34]) | UInt16(raw[35]) << 8
        guard raw[0] & 0xF8 == NkeySeed.seedPrefix, checksum(raw[..<34]) == sum else { return nil }
        kind = (raw[0] & 7) << 5 | (raw[1] & 0xF8) >> 3
        bytes = Array(raw[2..<34])
    }

    /// `U…` for a user, which the server knows.
    var publicKey: String? {
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else { return nil }
        defer { EVP_PKEY_free(key) }
        var publicBytes = [UInt8](repeating: 0, count: 32)
        var count = publicBytes.count
        guard EVP_PKEY_get_raw_public_key(key, &publicBytes, &count) == 1, count == 32 else { return nil }
        var raw = [kind] + publicBytes
        let sum = checksum(raw[...])
        raw += [UInt8(sum & 0xFF), UInt8(sum >> 8)]
        return encode(raw)
    }

    private func encode(_ raw: [UInt8]) -> String {
        var letters: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in raw {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                letters.append(NkeySeed.alphabet[Int(bits >> UInt32(count)) & 31])
            }
        }
        if count > 0 { letters.append(NkeySeed.alphabet[Int(bits << UInt32(5 - count)) & 31]) }
        return String(decoding: letters, as: UTF8.self)
    }
}

/// CRC-16 as XMODEM has it, which nkeys end with.
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    var sum: UInt16 = 0
    for byte in bytes {
        sum ^= UInt16(byte) << 8
        for _ in 0..<8 { sum = sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
    }
    return sum
}

/// The bytes that letters of a 2^n alphabet stand for; nil where a letter is foreign.
func decode(_ letters: [UInt8], alphabet: [UInt8], bitsPerLetter: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for letter in letters {
        guard let value = alphabet.firstIndex(of: letter) else { return nil }
        bits = bits << UInt32(bitsPerLetter) | UInt32(value)
        count += bitsPerLetter
        if count >= 8 {
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
    }
    return bytes
}
