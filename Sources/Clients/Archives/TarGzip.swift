package import FoundationEssentials

/// A `.tar.gz`, file by file; the same files at the same time are the same bytes.
package struct TarGzip: ~Copyable {
    private let stream = GzipStream()
    private let modified: Int
    private var written: [UInt8] = []

    /// `modified` is what every file of it says of itself.
    package init(modified: Date) {
        self.modified = Int(modified.timeIntervalSince1970)
    }

    /// `name` is a path within the archive.
    package mutating func add(_ name: String, _ content: [UInt8]) {
        written += stream.compress(TarEntry(name, content, modified: modified).bytes, isLast: false)
    }

    package consuming func finish() -> [UInt8] {
        written + stream.compress(TarEntry.end, isLast: true)
    }
}
