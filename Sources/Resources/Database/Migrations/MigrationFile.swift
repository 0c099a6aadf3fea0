internal import Cryptography
internal import FoundationEssentials

/// A migration as it lies in its folder: named and hashed, not yet read as SQL.
package struct MigrationFile: Sendable {
    package let version: Version
    package let name: String
    /// As it is told to people: the folder as it was given, and the file.
    package let path: String
    package let bytes: [UInt8]
    package let dialect: Dialect
    /// What leads back, where the dialect keeps it in a file of its own.
    package let wayBack: SourceText?
    /// What stands beside the file about it; Flyway alone has that.
    let conduct: FlywayConduct
    /// That of the text; over both where there are two files.
    package let checksum: String

    package init(
        version: Version,
        name: String,
        path: String,
        bytes: [UInt8],
        dialect: Dialect = .ihctl,
        wayBack: SourceText? = nil,
    ) {
        self.init(
            version: version,
            name: name,
            SourceText(path: path, bytes: bytes),
            dialect,
            wayBack: wayBack,
            conduct: FlywayConduct()
        )
    }

    init(
        version: Version,
        name: String,
        _ source: SourceText,
        _ dialect: Dialect,
        wayBack: SourceText? = nil,
        conduct: FlywayConduct = FlywayConduct(),
    ) {
        self.version = version
        self.name = name
        path = source.path
        bytes = source.bytes
        self.dialect = dialect
        self.wayBack = wayBack
        self.conduct = conduct
        checksum = wayBack.map { MigrationFile.checksum(source.checksum, $0.checksum) } ?? source.checksum
    }

    /// What people call it, such as `20260101120000_create_sessions`.
    package var title: String { version.title(name) }

    /// Not SQL but code, which its own tool alone can run.
    var isProgram: Bool { !path.hasSuffix(".sql") }

    private static func checksum(_ first: String, _ second: String) -> String {
        DigestAlgorithm.sha256.digest(of: Array("\(first)\n\(second)\n".utf8)).hexadecimal
    }

    package static func checksum(of bytes: [UInt8]) -> String {
        let carriageReturn = UInt8(ascii: "\r")
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard bytes.contains(carriageReturn) || bytes.starts(with: mark) else {
            return DigestAlgorithm.sha256.digest(of: bytes).hexadecimal
        }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        let body = bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0)
        for index in body.indices {
            let isBeforeLineFeed = index + 1 < body.endIndex && body[index + 1] == UInt8(ascii: "\n")
            if body[index] == carriageReturn, isBeforeLineFeed { continue }
            text.append(body[index])
        }
        return DigestAlgorithm.sha256.digest(of: text).hexadecimal
    }

    /// `20260101120000_create_sessions.sql` taken apart; nil for another shape.
    static func parts(of fileName: String) -> (version: Version, name: String)? {
        guard fileName.hasSuffix(".sql") else { return nil }
        let stem = fileName.utf8.dropLast(4)
        guard let bar = stem.firstIndex(of: UInt8(ascii: "_")), !stem[..<bar].contains(UInt8(ascii: ".")),
            let version = Version(fileName[..<bar])
        else { return nil }
        let name = fileName[stem.index(after: bar)..<stem.endIndex]
        return name.isEmpty ? nil : (version, String(name))
    }
}
