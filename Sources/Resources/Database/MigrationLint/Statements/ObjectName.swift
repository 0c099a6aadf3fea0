/// The name of a table, an index, a type as a statement spells it, with or without its schema.
struct ObjectName: Sendable, Hashable, CustomStringConvertible {
    var schema: String?
    var name: String

    init(_ name: String, schema: String? = nil) {
        self.schema = schema
        self.name = name
    }

    /// Whether both may be the same thing: a bare name can stand in any schema.
    func matches(_ other: ObjectName) -> Bool {
        name == other.name && (schema == nil || other.schema == nil || schema == other.schema)
    }

    /// As it can be written into a statement.
    var description: String { [schema, name].compactMap(\.self).map(Self.quoted).joined(separator: ".") }

    /// The same thing's neighbour, such as a table's index.
    func sibling(_ name: String) -> ObjectName { ObjectName(name, schema: schema) }

    /// Quotes only what needs them.
    static func quoted(_ name: String) -> String {
        let isPlain =
            name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (97...122).contains(byte) || (48...57).contains(byte) || byte >= 0x80
            } && name.utf8.first.map { !(48...57).contains($0) } == true && !reserved.contains(name)
        if isPlain { return name }
        return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The reserved words somebody might call a table or a column.
    private static let reserved: Set<String> = [
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "both", "case", "cast", "check", "collate",
        "column",
        "constraint", "create", "default", "desc", "distinct", "do", "else", "end", "except", "false", "fetch", "for",
        "foreign", "from", "grant", "group", "having", "in", "initially", "into", "lateral", "leading", "limit", "not",
        "null",
        "offset", "on", "only", "or", "order", "placing", "primary", "references", "returning", "select", "some",
        "symmetric",
        "table", "then", "to", "trailing", "true", "union", "unique", "user", "using", "variadic", "when", "where",
        "window",
        "with",
    ]
}
