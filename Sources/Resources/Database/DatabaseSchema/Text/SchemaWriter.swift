/// Writes each object of a schema as statements.
struct SchemaWriter {
    let schema: Schema
    /// The columns, constraints and more of each table, by their kind.
    private let parts: [SchemaObject: [SchemaEntry]]

    init(schema: Schema) {
        self.schema = schema
        parts = Dictionary(grouping: schema.entries.filter { $0.belongsTo != nil }) { $0.root }
    }

    func parts(of entry: SchemaEntry, _ kind: ObjectKind) -> [SchemaEntry] {
        (parts[entry.object] ?? []).filter { $0.object.kind == kind }
    }

    /// Columns in the order of the table.
    func columns(of entry: SchemaEntry) -> [SchemaEntry] {
        parts(of: entry, .column).sorted { ($0.position ?? 0) < ($1.position ?? 0) }
    }

    func pieces() -> [Piece] {
        schema.entries.flatMap { entry -> [Piece] in
            var pieces = pieces(for: entry)
            if pieces.isEmpty { return [] }
            pieces[0].statements += remarks(on: entry)
            return pieces
        }
    }

    private func pieces(for entry: SchemaEntry) -> [Piece] {
        switch entry.object.kind {
        case .schema:
            let isThere = entry.object.name == "public"
            return [Piece(.schemas, entry, isThere ? [] : ["create schema \(entry.object.name);"])]
        case .extension:
            let home = entry["schema"].map { $0 == "pg_catalog" ? "" : " with schema \($0)" } ?? ""
            return [Piece(.extensions, entry, ["create extension if not exists \(entry.object.name)\(home);"])]
        case .collation, .enumeration, .domain, .composite, .range: return types(entry)
        case .sequence: return sequence(entry)
        case .table: return table(entry)
        case .column: return column(entry)
        case .constraint: return constraint(entry)
        case .index: return index(entry)
        case .statistics: return statistics(entry)
        case .function, .procedure, .aggregate, .operator, .cast: return routine(entry)
        case .view, .materializedView: return view(entry)
        case .rule, .trigger, .policy, .eventTrigger: return rule(entry)
        case .defaultPrivileges: return [Piece(.defaultPrivileges, entry, defaultPrivileges(entry))]
        default: return []
        }
    }
}
