internal import CommandLineKit
internal import Doctor
internal import Platform
internal import Words

/// `ihctl doctor --list`: every check there is, by component, and of what in this environment each is.
struct DoctorList {
    fileprivate struct Entry {
        let kind: CheckKind
        /// Nil where there is no platform file to say so.
        let appointments: [Doctor.Appointment]?
    }

    private let entries: [Entry]
    /// Nil where there is no platform file.
    private let loaded: LoadedPlatform?

    init(_ ward: Ward) {
        loaded = ward.loaded
        let appointments = Dictionary(grouping: ward.appointments, by: \.kind.id)
        entries = CheckCatalogue.all.compactMap { kind in
            let own = appointments[kind.id] ?? []
            let isMeant = ward.selection.only.isEmpty || ward.selection.only.contains(where: kind.isMeant)
            return own.isEmpty && !isMeant ? nil : Entry(kind: kind, appointments: own)
        }
    }

    /// Where there is no platform file: the catalogue, or those of it that are meant.
    init(meant words: [String]) throws {
        if let stray = words.first(where: { word in !CheckCatalogue.all.contains { $0.isMeant(by: word) } }) {
            throw UsageError(
                "no check is called \(JSONValue.quoted(stray))",
                hint: "ihctl doctor --list names them all"
            )
        }
        loaded = nil
        entries = CheckCatalogue.all.filter { kind in words.isEmpty || words.contains(where: kind.isMeant) }
            .map { Entry(kind: $0, appointments: nil) }
    }

    func report(_ context: Context) -> Report {
        context.report("doctor.list", of: loaded, data: ["checks": .array(entries.map(\.json))], body: body)
    }

    private var body: [Block] {
        entries.grouped(by: \.kind.component).enumerated().flatMap { number, component -> [Block] in
            let columns = [Block.Column("", keepsWidth: true), Block.Column("")]
            let rows = component.members.map { [Line($0.kind.id, .name), $0.words] }
            return (number > 0 ? [.blank] : []) + [
                .heading(component.key), .table(Block.Table(columns: columns, rows: rows)),
            ]
        }
    }
}

extension DoctorList.Entry {
    /// What holds, then in a line each what it is of.
    fileprivate var words: Line {
        let tags = kind.tags.isEmpty ? "" : "  [\(kind.tags.joined(separator: ", "))]"
        let title = Line(kind.title) + Line(tags, .dim)
        guard let appointments else { return title }
        if appointments.isEmpty { return title + Line("\n· nothing of the kind here", .dim) }
        return appointments.reduce(title) { line, appointment in
            let skipped = appointment.skipReason.map { "  skipped, \($0)" } ?? ""
            return line + Line("\n\(appointment.target)\(skipped)", .dim)
        }
    }

    fileprivate var json: JSONValue {
        [
            "id": .string(kind.id), "component": .string(kind.component), "title": .string(kind.title),
            "severity": .string(kind.severity.rawValue), "requires": .array(kind.requires.map(JSONValue.string)),
            "tags": .array(kind.tags.map(JSONValue.string)), "docs": .string(kind.docs),
            "targets": appointments.map { .array($0.map { .string($0.target.description) }) } ?? .null,
        ]
    }
}
