/// One file of a tar archive as POSIX writes it (pax): a header of 512 bytes, then the content in blocks of as many.
///
/// <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html>
struct TarEntry {
    private let name: String
    private let content: [UInt8]
    /// Seconds since 1970.
    private let modified: Int

    init(_ name: String, _ content: [UInt8], modified: Int) {
        self.name = name
        self.content = content
        self.modified = max(0, modified)
    }

    private static let block = 512
    /// So long a name the header itself holds.
    private static let shortName = 100

    var bytes: [UInt8] {
        // A name that an old reader would cut or misread stands in a header of its own before it.
        let isPlain = name.utf8.count <= TarEntry.shortName && name.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        let extended = isPlain ? [] : file("PaxHeader", TarEntry.record("path", name), type: "x")
        return extended + file(name, content, type: "0")
    }

    /// Two empty blocks end an archive.
    static let end = [UInt8](repeating: 0, count: 2 * block)

    /// `27 path=a/name of any length\n`: its length counts itself.
    static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count
        while length != rest.utf8.count + String(length).utf8.count {
            length = rest.utf8.count + String(length).utf8.count
        }
        return Array("\(length)\(rest)".utf8)
    }

    private func file(_ name: String, _ content: [UInt8], type: Character) -> [UInt8] {
        let rest = content.count % TarEntry.block
        return header(name, count: content.count, type: type) + content
            + [UInt8](repeating: 0, count: rest == 0 ? 0 : TarEntry.block - rest)
    }

    private func header(_ name: String, count: Int, type: Character) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: TarEntry.block)
        func put(_ text: String, at offset: Int, atMost width: Int) {
            for (index, byte) in text.utf8.prefix(width).enumerated() { header[offset + index] = byte }
        }
        func put(octal number: Int, at offset: Int, digits: Int) {
            let text = String(number, radix: 8)
            put(String(repeating: "0", count: max(0, digits - text.utf8.count)) + text, at: offset, atMost: digits)
        }
        put(name, at: 0, atMost: TarEntry.shortName)
        // For its owner alone, who is whoever unpacks it.
        put(octal: 0o600, at: 100, digits: 7)
        put(octal: 0, at: 108, digits: 7)
        put(octal: 0, at: 116, digits: 7)
        put(octal: count, at: 124, digits: 11)
        put(octal: modified, at: 136, digits: 11)
        // The sum is reckoned with blanks in its own place.
        put("        ", at: 148, atMost: 8)
        put(String(type), at: 156, atMost: 1)
        put("ustar", at: 257, atMost: 5)
        put("00", at: 263, atMost: 2)
        put(octal: 0, at: 329, digits: 7)
        put(octal: 0, at: 337, digits: 7)
        put(octal: header.reduce(0) { $0 + Int($1) }, at: 148, digits: 6)
        header[154] = 0
        return header
    }
}
