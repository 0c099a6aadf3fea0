/// In whose manner a folder's migrations are written; each is read as the tool itself reads it.
package enum Dialect: String, Sendable, Hashable, CaseIterable {
    case ihctl, dbmate, goose
    case golangMigrate = "golang-migrate"
    case flyway

    /// As people call the tool.
    package var name: String { self == .flyway ? "Flyway" : rawValue }

    /// What stands above a section; nil where files have none.
    package func marker(_ direction: Direction) -> String? {
        switch self {
        case .ihctl: "-- ihctl:\(direction.rawValue)"
        case .dbmate: "-- migrate:\(direction.rawValue)"
        case .goose: direction == .up ? "-- +goose Up" : "-- +goose Down"
        case .golangMigrate, .flyway: nil
        }
    }

    /// What a migration lacks that cannot be taken back.
    package func missingWayBack(of file: MigrationFile) -> String {
        switch self {
        case .ihctl, .dbmate, .goose: "has no \(marker(.down) ?? "") section"
        case .golangMigrate: "has no \(file.version)_\(file.name).down.sql beside it"
        case .flyway:
            file.version.isRepeatable
                ? "is a repeatable migration, which has no way back"
                : "has no U\(file.version)__\(file.name).sql beside it"
        }
    }

    /// What to write where a statement wants no transaction around it.
    func wayOutOfTransaction(_ direction: Direction) -> String {
        switch self {
        case .ihctl: "write -- ihctl:\(direction.rawValue) transaction=false, best in a migration of its own"
        case .dbmate: "write -- migrate:\(direction.rawValue) transaction:false, best in a migration of its own"
        case .goose: "write -- +goose NO TRANSACTION, best in a migration of its own"
        case .golangMigrate, .flyway: "take begin and commit away; the file then runs statement by statement"
        }
    }

    /// Whether a statement that wants no transaction decides for its whole file.
    var followsStatements: Bool { self == .golangMigrate || self == .flyway }
}
