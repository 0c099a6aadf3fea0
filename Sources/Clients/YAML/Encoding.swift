extension YAML {
    /// What is looked at before libyaml reads a text: size, byte order mark, encoding, directives.
    enum Encoding {
        /// Where the text begins behind a UTF-8 byte order mark; libyaml would count the mark as a column.
        static func startOfText(in bytes: [UInt8], file: String?, limits: Limits) throws(YAMLError) -> Int {
            let beginning = Place(file: file, line: 1, column: 1)
            guard bytes.count <= limits.bytes else {
                throw YAMLError(.tooLarge(bytes: bytes.count, limit: limits.bytes), at: Place(file: file))
            }
            if let name = otherEncoding(of: bytes) { throw YAMLError(.otherEncoding(name), at: beginning) }
            try refuseManyDirectives(in: bytes, file: file)
            return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        }

        private static func otherEncoding(of bytes: [UInt8]) -> String? {
            let first = Array(bytes.prefix(4))
            if first.starts(with: [0xFF, 0xFE, 0, 0]) || first.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
            if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
            guard first.count > 1 else { return nil }
            let isWide = (first[0] == 0) != (first[1] == 0)
            return isWide && bytes.count.isMultiple(of: 2) ? "UTF-16" : nil
        }

        private static let directiveLimit = 100

        /// libyaml compares every %TAG directive with all before it: a megabyte of them would take minutes.
        private static func refuseManyDirectives(in bytes: [UInt8], file: String?) throws(YAMLError) {
            guard bytes.first == UInt8(ascii: "%") || bytes.contains(UInt8(ascii: "%")) else { return }
            var count = 0
            var line = 1
            var rest = bytes[...]
            while true {
                if rest.starts(with: "%TAG".utf8) {
                    count += 1
                    guard count <= directiveLimit else {
                        throw YAMLError(
                            .tooManyDirectives(limit: directiveLimit),
                            at: Place(file: file, line: line, column: 1)
                        )
                    }
                }
                guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return }
                rest = rest[(end + 1)...]
                line += 1
            }
        }
    }
}
