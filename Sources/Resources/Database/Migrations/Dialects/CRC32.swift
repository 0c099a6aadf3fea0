/// The checksum that Flyway keeps of a file: over its bytes without line ends and byte order mark.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320 }
    }

    static func ofLines(_ bytes: [UInt8]) -> Int32 {
        let body = bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        var value = UInt32.max
        for byte in body where byte != 0x0A && byte != 0x0D {
            value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8
        }
        return Int32(bitPattern: ~value)
    }
}
