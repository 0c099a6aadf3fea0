extension Dialect {
    /// A file that a new migration begins with.
    package struct NewFile: Sendable, Hashable {
        package var name: String
        package var text: String
    }

    /// The files of a new migration, its sections empty.
    package func newFiles(version: String, name: String) -> [NewFile] {
        switch self {
        case .ihctl, .dbmate, .goose:
            [NewFile(name: "\(version)_\(name).sql", text: "\(marker(.up) ?? "")\n\n\n\(marker(.down) ?? "")\n\n")]
        case .golangMigrate:
            ["up", "down"].map { NewFile(name: "\(version)_\(name).\($0).sql", text: "") }
        case .flyway: [NewFile(name: "V\(version)__\(name).sql", text: "")]
        }
    }

    /// The number that follows in a folder which counts its migrations; nil where their versions are times, and in ihctl's own.
    package func number(after newest: Version?) -> String? {
        guard self != .ihctl, let newest, newest.description.count != 14 else { return nil }
        let digits = newest.description.split(separator: ".").last ?? ""
        guard let number = UInt64(digits), number < .max else { return nil }
        let next = String(number + 1)
        let padding = String(repeating: "0", count: max(0, digits.count - next.count))
        return newest.description.dropLast(digits.count) + padding + next
    }
}
