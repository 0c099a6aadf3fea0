extension Dialect {
    /// Whose migration a file is, by its name or else by the first marker in it; nil where nothing tells.
    static func of(_ source: SourceText) -> Dialect? {
        if FlywayName(source.fileName) != nil { return .flyway }
        if let marked = ofMarkers(in: source.bytes) { return marked }
        return PairName(source.fileName) == nil ? nil : .golangMigrate
    }

    private static let markers: [(StaticString, Dialect)] = [
        ("ihctl:up", .ihctl), ("ihctl:down", .ihctl), ("migrate:up", .dbmate), ("migrate:down", .dbmate),
        ("+goose", .goose),
    ]

    /// Looks at the lines that begin with a comment, up to the first marker.
    private static func ofMarkers(in bytes: [UInt8]) -> Dialect? {
        bytes.withUnsafeBufferPointer { bytes in
            var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            while offset < bytes.count {
                offset = pastBlanks(bytes, offset)
                if offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "-"), bytes[offset + 1] == UInt8(ascii: "-")
                {
                    offset = pastBlanks(bytes, offset + 2)
                    if let dialect = dialect(of: bytes[offset...]) { return dialect }
                }
                while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
                offset += 1
            }
            return nil
        }
    }

    private static func pastBlanks(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var offset = start
        while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
        return offset
    }

    private static func dialect(of comment: Slice<UnsafeBufferPointer<UInt8>>) -> Dialect? {
        markers.first { word, _ in
            comment.starts(with: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        }?.1
    }
}

/// A file as it lies in a folder.
package struct SourceText: Sendable {
    /// As it is told to people.
    package let path: String
    package let bytes: [UInt8]
    /// SHA-256 over the text with line feeds alone, so that a checkout under Windows is the same text.
    package let checksum: String

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        checksum = MigrationFile.checksum(of: bytes)
    }

    var fileName: String {
        let start = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) }
        return start.map { String(path[$0...]) } ?? path
    }
}
