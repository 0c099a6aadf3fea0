internal import Glibc

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
            let (count, last) = bytes.withUnsafeBytes { bytes in
                var (count, last) = (0, 0)
                var start = 0
                while count <= directiveLimit, let sign = bytes.offset(of: UInt8(ascii: "%"), from: start) {
                    start = sign + 1
                    let beginsLine =
                        sign == 0 || bytes[sign - 1] == UInt8(ascii: "\n") || bytes[sign - 1] == UInt8(ascii: "\r")
                    guard beginsLine, bytes[start...].starts(with: "TAG".utf8) else { continue }
                    (count, last) = (count + 1, sign)
                }
                return (count, last)
            }
            guard count > directiveLimit else { return }
            let line = bytes[..<last].count { $0 == UInt8(ascii: "\n") } + 1
            throw YAMLError(.tooManyDirectives(limit: directiveLimit), at: Place(file: file, line: line, column: 1))
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func offset(of byte: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start < count else { return nil }
        return memchr(base + start, Int32(byte), count - start).map { UnsafeRawPointer($0) - base }
    }
}
