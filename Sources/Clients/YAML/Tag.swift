extension YAML {
    /// A tag's name, boxed since nearly no node has one.
    final class Tag: Sendable {
        let name: String

        init(_ name: String) {
            self.name = name
        }

        /// A tag as it is written, of the URI that libyaml made of it.
        convenience init(resolved: UnsafePointer<UInt8>) {
            let uri = String(cString: resolved)
            let core = "tag:yaml.org,2002:"
            if uri.hasPrefix(core), uri.utf8.count > core.utf8.count {
                self.init("!!" + uri.dropFirst(core.count))
            } else {
                let isLocal = uri.hasPrefix("!") && !uri.hasPrefix("!!") && !uri.hasPrefix("!<")
                self.init(isLocal ? uri : "!<\(uri)>")
            }
        }

        /// The name with every character escaped that would end it too early.
        var written: String {
            let (opening, closing) =
                switch name {
                case _ where name.hasPrefix("!<") && name.hasSuffix(">"): ("!<", ">")
                case _ where name.hasPrefix("!!"): ("!!", "")
                case _ where name.hasPrefix("!"): ("!", "")
                default: ("", "")
                }
            let suffix = name.utf8.dropFirst(opening.utf8.count).dropLast(closing.utf8.count)
            // A flow collection around a short tag would end it at its own signs.
            let others = closing.isEmpty ? "" : "!,[]"
            func isFree(_ byte: UInt8) -> Bool { Self.isUnreserved(byte) || others.utf8.contains(byte) }
            guard !suffix.allSatisfy(isFree) else { return name }
            var written = opening
            for byte in suffix {
                if isFree(byte) {
                    written.unicodeScalars.append(UnicodeScalar(byte))
                } else {
                    let digits = String(byte, radix: 16, uppercase: true)
                    written += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
                }
            }
            return written + closing
        }

        private static func isUnreserved(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: "-_;/?:@&=+$.~*'()".utf8.contains(byte)
            }
        }
    }
}
