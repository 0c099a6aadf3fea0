internal import Glibc

extension YAML {
    /// How a key is written: all of it but its place, and so the same wherever the key comes again.
    ///
    /// Manifests say the same few hundred keys over and over; every entry of a mapping has but a reference to one of these.
    final class Spelling: Sendable {
        let text: String
        let style: ScalarStyle
        /// How many lines it reaches further down, and where it ends there: in columns from its beginning where it stays in its line.
        let lines: UInt32
        let width: UInt32
        let origin: Origin?

        init(_ text: String, _ style: ScalarStyle, lines: UInt32 = 0, width: UInt32 = 0, origin: Origin? = nil) {
            self.text = text
            self.style = style
            self.lines = lines
            self.width = width
            self.origin = origin
        }

        convenience init(_ text: String, _ style: ScalarStyle, extent: Extent, origin: Origin?) {
            let lines = extent.endLine &- extent.line
            let width = lines == 0 ? extent.endColumn &- extent.column : extent.endColumn
            self.init(text, style, lines: lines, width: width, origin: origin)
        }

        var label: Tag? { origin?.tag }

        /// Where a key so written ends.
        func extent(line: UInt32, column: UInt32) -> Extent {
            Extent(line: line, column: column, endLine: line &+ lines, endColumn: lines == 0 ? column &+ width : width)
        }

        /// Whether this is that text, so written, of one line and without a tag.
        func isWritten(_ bytes: UnsafeBufferPointer<UInt8>, _ style: ScalarStyle, width: UInt32) -> Bool {
            guard self.width == width, lines == 0, self.style == style, text.utf8.count == bytes.count else {
                return false
            }
            let isSame = text.utf8.withContiguousStorageIfAvailable { known in
                guard let one = known.baseAddress, let other = bytes.baseAddress else {
                    return known.count == bytes.count
                }
                return memcmp(one, other, bytes.count) == 0
            }
            return isSame == true
        }

        /// Of keys that programs write into mappings.
        static func made(_ text: String) -> Spelling {
            common[text] ?? Spelling(text, .doubleQuoted)
        }

        private static let common: [String: Spelling] = {
            let texts = [
                "metadata", "name", "namespace", "labels", "annotations", "spec", "template", "selector", "matchLabels",
                "image",
                "data",
            ]
            return Dictionary(uniqueKeysWithValues: texts.map { ($0, Spelling($0, .doubleQuoted)) })
        }()
    }

    /// The spellings of a text's keys, each kept once as long as not too many others came between.
    struct Spellings {
        private var slots: [Spelling?] = []
        private static let bits: UInt64 = 10
        /// A longer key hardly comes twice.
        private static let longest = 128

        mutating func spelling(
            of bytes: UnsafeBufferPointer<UInt8>,
            fingerprint: UInt64,
            _ style: ScalarStyle,
            extent: Extent,
            origin: Origin
        ) -> Spelling {
            guard bytes.count <= Self.longest, extent.line == extent.endLine, origin.tag == nil else {
                return Spelling(String(decoding: bytes, as: UTF8.self), style, extent: extent, origin: origin)
            }
            if slots.isEmpty { slots = Array(repeating: nil, count: 1 << Int(Self.bits)) }
            let slot = Int((fingerprint &* 0x9E37_79B9_7F4A_7C15) >> (64 - Self.bits))
            if let known = slots[slot], known.isWritten(bytes, style, width: extent.endColumn &- extent.column) {
                return known
            }
            let new = Spelling(String(decoding: bytes, as: UTF8.self), style, extent: extent, origin: origin)
            slots[slot] = new
            return new
        }
    }
}
