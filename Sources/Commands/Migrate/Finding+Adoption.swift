internal import Migrations
internal import Words

extension Finding {
    /// What stands against taking over another tool's history, or ought to be known about it.
    init(_ problem: Adoption.Problem, _ foreign: ForeignHistory) {
        let tool = foreign.dialect.name
        switch problem {
        case .fault(let fault): self.init(fault, foreign)
        case .noFile(let line, let isNewer):
            self.init(
                isNewer ? "migrate.unknown" : "migrate.missing",
                .error,
                subject: line.title,
                isNewer
                    ? "was applied by \(tool), and is newer than every file here"
                    : "was applied by \(tool), and its file is gone",
                evidence: Finding.evidence(line, foreign),
                remedies: isNewer
                    ? [.hint("this checkout is older than the database: take the newer one")]
                    : [
                        .hint("bring the file back; where it will never come, leave it out of the history:"),
                        .fix("ihctl migrate adopt --leave-missing"),
                    ],
                topic: isNewer ? "migrate.unknown" : "migrate.missing"
            )
        case .program(let line):
            self.init(
                "migrate.adopt-program",
                .warning,
                subject: line.title,
                "was code that \(tool) ran, and is left out: a new database would lack what it did",
                evidence: Finding.evidence(line, foreign),
                remedies: [.hint("write it as SQL with the same version before a new database is made")],
                topic: "migrate.adopt-program"
            )
        case .edited(let file, let line):
            self.init(
                "migrate.edited",
                .error,
                subject: file.title,
                "the file is not what \(tool) applied: its checksum is another",
                evidence: Finding.evidence(line, foreign),
                remedies: [
                    .hint("put the old text back; where the change means nothing, such as a comment:"),
                    .fix("ihctl migrate adopt --accept-edits"),
                ],
                place: Place(file.path),
                topic: "migrate.edited"
            )
        case .outOfOrder(let file):
            self.init(
                "migrate.out-of-order",
                .warning,
                subject: file.title,
                "\(tool) never applied it, and it did newer ones",
                remedies: [
                    .hint("give it a version of today; where its order does not matter, afterwards:"),
                    .fix("ihctl migrate up --allow-out-of-order"),
                ],
                place: Place(file.path),
                topic: "migrate.out-of-order"
            )
        }
    }

    private init(_ fault: ForeignHistory.Fault, _ foreign: ForeignHistory) {
        switch fault {
        case .dirty(let version):
            self.init(
                "migrate.adopt-unsettled",
                .error,
                subject: "\(version)",
                "golang-migrate began it and did not end it: \(foreign.table) is dirty",
                remedies: [
                    .hint("see what of it is there, undo or finish it by hand, and say which version stands:"),
                    .fix("migrate … force VERSION"),
                    .then("ihctl migrate adopt"),
                ],
                topic: "migrate.adopt-unsettled"
            )
        case .failed(let version, let name):
            self.init(
                "migrate.adopt-unsettled",
                .error,
                subject: version.title(name),
                "Flyway did not get through it, as \(foreign.table) says",
                remedies: [
                    .hint("undo by hand what of it is there, and have Flyway forget it:"), .fix("flyway repair"),
                    .then("ihctl migrate adopt"),
                ],
                topic: "migrate.adopt-unsettled"
            )
        }
    }

    private static func evidence(_ line: ForeignHistory.Line, _ foreign: ForeignHistory) -> [Evidence] {
        var evidence: [Evidence] = [.fact("table", foreign.table)]
        if let date = line.appliedAt {
            evidence.append(.fact("applied", readable(date) + (line.appliedBy.map { " by \($0)" } ?? "")))
        }
        return evidence
    }

    init(_ fault: ForeignHistoryFault) {
        let (message, remedies): (String, [Remedy]) =
            switch fault {
            case .absent(let dialect, let name):
                (
                    "there is no table \(name), in which \(dialect.name) tells what it applied",
                    [
                        .hint("where it has another name: ihctl migrate adopt --table SCHEMA.NAME"),
                        .hint("where \(dialect.name) never ran on this database: ihctl migrate up"),
                    ]
                )
            case .ambiguous(let dialect, let tables):
                (
                    "\(dialect.name) has several tables here: \(tables.joined(separator: ", "))",
                    [.hint("say which:"), .fix("ihctl migrate adopt --table \(tables.first ?? "SCHEMA.NAME")")]
                )
            case .foreign(let dialect, let table):
                ("\(table) is no table of \(dialect.name)'s: its columns are others", [])
            case .unreadable(let table, let version):
                ("\(table) holds \(version), which is no version", [])
            case .nothingToAdopt:
                (
                    "the migrations here are ihctl's own, or there are none: nothing tells which tool's history to adopt",
                    [.hint("say --dir FOLDER, the folder of dbmate, goose, golang-migrate or Flyway")]
                )
            }
        self.init("migrate.adopt-table", .error, message, remedies: remedies, topic: "migrate.adopt-table")
    }

    init(_ unadopted: Unadopted) {
        let foreign = unadopted.foreign
        let told =
            foreign.lines.isEmpty
            ? "tells of migrations" : "tells of \(counted(foreign.lines.count, "migration"))"
        self.init(
            "migrate.unadopted",
            unadopted.severity,
            subject: foreign.table,
            "\(foreign.dialect.name) \(told) it applied to this database, and ihctl's own history is empty",
            remedies: [.hint("take its history over first:"), .fix("ihctl migrate adopt")],
            topic: "migrate.unadopted"
        )
    }

    init(takenBack adoption: Adoption, _ foreign: ForeignHistory) {
        let titles = adoption.items.map(\.file.title)
        self.init(
            "migrate.adopt-again",
            .error,
            subject: titles.count == 1 ? titles[0] : "\(titles[0]) … \(titles[titles.count - 1])",
            "\(foreign.table) was adopted before and tells of these still, ihctl's own history does not",
            evidence: titles.prefix(10).map { .fact("told", $0) },
            remedies: [
                .hint("where ihctl took them back, there is nothing to do: ihctl migrate up applies them"),
                .hint("where \(foreign.dialect.name) applied them since:"), .fix("ihctl migrate adopt --again"),
            ],
            topic: "migrate.adopt-again"
        )
    }

    init(leftOut file: SourceFault) {
        self.init("migrate.left-out", .warning, file.message, place: Place(file.path), topic: "migrate.left-out")
    }
}

/// Another tool's history tells of the files here, and ihctl's own of nothing.
struct Unadopted: Error {
    let foreign: ForeignHistory
    var severity: Finding.Severity = .error
}

extension ForeignHistory.Line {
    fileprivate var title: String { version.title((name ?? "").replacing(" ", with: "_")) }
}
