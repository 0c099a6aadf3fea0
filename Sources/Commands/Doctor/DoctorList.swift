internal import CommandLineKit
internal import Words

/// `ihctl doctor --list`: every check there is, by component.
func catalogueReport(_ context: Context) -> Report {
    let components = CheckCatalogue.all.grouped(by: \.component)
    let body = components.enumerated().flatMap { number, component -> [Block] in
        let rows = component.members.map { kind in
            [Line(kind.id, .name), Line(kind.title), Line(kind.tags.joined(separator: ", "), .dim)]
        }
        let columns = [Block.Column("", keepsWidth: true), Block.Column(""), Block.Column("")]
        return (number > 0 ? [.blank] : []) + [
            .heading(component.key), .table(Block.Table(columns: columns, rows: rows)),
        ]
    }
    return context.report("doctor.list", data: ["checks": .array(CheckCatalogue.all.map(\.json))], body: body)
}

extension CheckKind {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "component": .string(component), "title": .string(title),
            "severity": .string(severity.rawValue), "requires": .array(requires.map(JSONValue.string)),
            "tags": .array(tags.map(JSONValue.string)), "docs": .string(docs),
        ]
    }
}
