/// What stands in a text for another byte or character: `%2F`, `\u00e9`, `\/`.
enum EncodedByte {
    typealias Text = UnsafeBufferPointer<UInt8>

    /// The bytes that are meant, and where their spelling ends; nil where a byte stands for itself.
    static func read(at index: Int, in text: Text) -> (told: [UInt8], end: Int)? {
        switch text[index] {
        case UInt8(ascii: "%"):
            guard let value = hexadecimal(at: index + 1, digits: 2, in: text) else { return nil }
            return ([UInt8(truncatingIfNeeded: value)], index + 3)
        case UInt8(ascii: "\\") where index + 1 < text.count:
            if text[index + 1] == UInt8(ascii: "u") { return character(at: index, in: text) }
            guard let byte = escapes[text[index + 1]] else { return nil }
            return ([byte], index + 2)
        default: return nil
        }
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
        UInt8(ascii: "t"): 0x09, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    ]

    /// `\uXXXX`, or two of them for a character beyond the first plane.
    private static func character(at index: Int, in text: Text) -> (told: [UInt8], end: Int)? {
        guard let first = hexadecimal(at: index + 2, digits: 4, in: text) else { return nil }
        if let scalar = Unicode.Scalar(first) { return (Array(String(Character(scalar)).utf8), index + 6) }
        guard (0xD800..<0xDC00).contains(first), index + 7 < text.count, text[index + 6] == UInt8(ascii: "\\"),
            text[index + 7] == UInt8(ascii: "u"), let second = hexadecimal(at: index + 8, digits: 4, in: text),
            (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else {
            return nil
        }
        return (Array(String(Character(scalar)).utf8), index + 12)
    }

    private static func hexadecimal(at index: Int, digits: Int, in text: Text) -> UInt32? {
        guard index + digits <= text.count else { return nil }
        var value: UInt32 = 0
        for byte in text[index..<(index + digits)] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32((byte | 0x20) - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }
}
