internal import Glibc

extension YAML {
    /// Texts met lately, so that one that comes again and again, a long key say, is stored once.
    ///
    /// A short text lies within its `String` and costs nothing; a very long one hardly comes twice.
    struct RecentTexts {
        private var texts: [String] = []
        private static let worthwhile = 16...128

        mutating func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
            guard Self.worthwhile.contains(bytes.count) else { return String(decoding: bytes, as: UTF8.self) }
            if texts.isEmpty { texts = [String](repeating: "", count: 256) }
            let slot = Int((Key.fingerprint(of: bytes) &* 0x9E37_79B9_7F4A_7C15) >> 56)
            let isKnown = texts[slot].utf8.withContiguousStorageIfAvailable { known in
                guard known.count == bytes.count, let one = known.baseAddress, let other = bytes.baseAddress else {
                    return false
                }
                return memcmp(one, other, bytes.count) == 0
            }
            if isKnown == true { return texts[slot] }
            let text = String(decoding: bytes, as: UTF8.self)
            texts[slot] = text
            return text
        }
    }
}
