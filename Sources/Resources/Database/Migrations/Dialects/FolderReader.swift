/// Makes migrations of the files of a folder, all in the manner of one tool.
struct FolderReader {
    private let sources: [SourceText]
    private var files: [MigrationFile] = []
    private var faults: [SourceFault] = []
    private var leftOut: [SourceFault] = []

    init(_ sources: [SourceText]) {
        self.sources = sources
    }

    /// Whether a file of that name may be a migration of some tool, or say something about one.
    static func looksAt(_ name: String) -> Bool {
        guard !name.hasPrefix(".") else { return false }
        return name.hasSuffix(".sql") || name.hasSuffix(".sql.conf") || ProgramName(name) != nil
            || name.hasSuffix(".java") && FlywayName(name) != nil
    }

    consuming func folder(_ shown: String) throws(SourceFaults) -> MigrationFolder {
        let dialect = try dialect()
        switch dialect {
        case .ihctl: readOwn()
        case .dbmate: readDbmate()
        case .goose: readGoose()
        case .golangMigrate: readPairs()
        case .flyway: readFlyway()
        }
        files.sort { ($0.version, $0.path) < ($1.version, $1.path) }
        for (one, other) in zip(files, files.dropFirst()) where one.version == other.version {
            faults.append(SourceFault(other.path, "has the version of \(one.path)", hint: "give one of them another"))
        }
        guard faults.isEmpty else { throw SourceFaults(faults) }
        return MigrationFolder(path: shown, dialect: dialect, files: files, leftOut: leftOut)
    }

    /// The one tool whose files they are; where none shows, they are taken for ihctl's own.
    private func dialect() throws(SourceFaults) -> Dialect {
        var first: (dialect: Dialect, path: String)?
        var strangers: [SourceFault] = []
        for source in migrations {
            guard let dialect = Dialect.of(source) else { continue }
            guard let found = first else {
                first = (dialect, source.path)
                continue
            }
            guard found.dialect != dialect else { continue }
            strangers.append(
                SourceFault(
                    source.path,
                    "is a migration of \(dialect.name), and \(found.path) is one of \(found.dialect.name)",
                    hint: "a folder holds the migrations of one tool: part them, and say --dir"
                )
            )
        }
        guard strangers.isEmpty else { throw SourceFaults(strangers) }
        return first?.dialect ?? .ihctl
    }

    private var migrations: [SourceText] { sources.filter { $0.path.hasSuffix(".sql") } }

    private mutating func readOwn() {
        for source in migrations {
            if let (version, name) = MigrationFile.parts(of: source.fileName) {
                files.append(MigrationFile(version: version, name: name, source, .ihctl))
            } else {
                faults.append(
                    SourceFault(
                        source.path,
                        "a migration is named <version>_<name>.sql, its version in digits",
                        hint: "such as 20260101120000_create_sessions.sql; ihctl migrate new NAME makes one"
                    )
                )
            }
        }
    }

    private mutating func readDbmate() {
        for source in migrations {
            if let found = DigitsName(source.fileName) {
                files.append(MigrationFile(version: found.version, name: found.name, source, .dbmate))
            } else {
                leave(source, "dbmate takes files whose names begin with digits alone")
            }
        }
    }

    private mutating func readGoose() {
        for source in sources {
            if let (version, name) = MigrationFile.parts(of: source.fileName) {
                files.append(MigrationFile(version: version, name: name, source, .goose))
            } else if let program = ProgramName(source.fileName) {
                files.append(MigrationFile(version: program.version, name: program.name, source, .goose))
            } else if source.path.hasSuffix(".sql") {
                leave(source, "goose takes files named <version>_<name>.sql alone")
            }
        }
    }

    private mutating func readPairs() {
        var backs: [Version: SourceText] = [:]
        for source in migrations {
            guard let pair = PairName(source.fileName), pair.direction == .down else { continue }
            if let other = backs.updateValue(source, forKey: pair.version) {
                faults.append(
                    SourceFault(source.path, "has the version of \(other.path)", hint: "give one of them another")
                )
            }
        }
        for source in migrations {
            guard let pair = PairName(source.fileName) else {
                leave(source, "golang-migrate takes files named <version>_<name>.up.sql and .down.sql alone")
                continue
            }
            guard pair.direction == .up else { continue }
            let back = backs.removeValue(forKey: pair.version)
            files.append(MigrationFile(version: pair.version, name: pair.name, source, .golangMigrate, wayBack: back))
        }
        for (_, source) in backs where !files.contains(where: { $0.wayBack?.path == source.path }) {
            faults.append(
                SourceFault(
                    source.path,
                    "has no .up.sql beside it",
                    hint: "an empty file will do where nothing leads there"
                )
            )
        }
    }

    private mutating func readFlyway() {
        var conducts: [String: FlywayConduct] = [:]
        for source in sources where source.path.hasSuffix(".conf") {
            conducts[String(source.path.dropLast(5))] = FlywayConduct(source)
        }
        let named = sources.compactMap { source in FlywayName(source.fileName).map { (source, $0) } }
        var backs: [Version: SourceText] = [:]
        for (source, found) in named where found.kind == .undo { backs[found.version] = source }
        for (source, found) in named where found.kind != .undo {
            let back = found.kind == .repeatable ? nil : backs.removeValue(forKey: found.version)
            files.append(
                MigrationFile(
                    version: found.version,
                    name: found.name,
                    source,
                    .flyway,
                    wayBack: back,
                    conduct: conducts[source.path] ?? FlywayConduct()
                )
            )
        }
        for source in backs.values.sorted(by: { $0.path < $1.path }) {
            leave(source, "it undoes a migration that is not here")
        }
        for source in migrations where FlywayName(source.fileName) == nil {
            switch FlywayStranger(source.fileName) {
            case .callback: leave(source, "Flyway runs it at certain moments, ihctl never")
            case .baseline:
                faults.append(
                    SourceFault(
                        source.path,
                        "a baseline migration, which stands for all before it in a new database",
                        hint: "keep the migrations it stands for, and take it out of the folder"
                    )
                )
            case .other: leave(source, "Flyway does not run it either")
            }
        }
    }

    private mutating func leave(_ source: SourceText, _ reason: String) {
        leftOut.append(SourceFault(source.path, "is no migration: \(reason)"))
    }
}

/// A file in a folder of Flyway's that is no migration as the others are.
private enum FlywayStranger {
    case callback, baseline, other

    init(_ fileName: String) {
        let isMoment = ["before", "after", "createSchema"].contains { fileName.hasPrefix($0) }
        let prefix = fileName.prefix { $0 != "_" }
        let isBaseline = prefix.first == "B" && Version(prefix.dropFirst()) != nil && fileName.contains("__")
        self = isMoment ? .callback : isBaseline ? .baseline : .other
    }
}
