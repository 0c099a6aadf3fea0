extension YAML.Printer {
    /// Whether a text reads back as itself without quotes, in block context, by any reader.
    static func isPlain(_ text: String) -> Bool {
        var text = text
        let isSafe = text.withUTF8 { bytes in
            hasPlainEnds(bytes) && hasPlainInside(bytes) && YAML.CoreSchema.value(of: bytes) == .text
        }
        return isSafe && YAML.OldReading(of: text) == nil
    }

    private static func hasPlainEnds(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        guard last != 0x20, last != UInt8(ascii: ":") else { return false }
        switch first {
        case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"),
            UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"),
            UInt8(ascii: ">"),
            UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
            return false
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            return bytes.count > 1 && bytes[1] != 0x20 && !bytes.starts(with: "---".utf8)
        case UInt8(ascii: "."): return !bytes.starts(with: "...".utf8)
        default: return true
        }
    }

    private static func hasPlainInside(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var isASCII = true
        var before: UInt8 = 0
        for byte in bytes {
            guard byte >= 0x20, byte != 0x7F else { return false }
            if byte == 0x20, before == UInt8(ascii: ":") { return false }
            if byte == UInt8(ascii: "#"), before == 0x20 { return false }
            if byte >= 0x80 { isASCII = false }
            before = byte
        }
        return isASCII || String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy(isPrintable)
    }
}
