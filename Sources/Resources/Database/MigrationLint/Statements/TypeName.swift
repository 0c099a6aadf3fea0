internal import SQLText

/// A type as a column names it, under the one name the server keeps for its many spellings.
struct TypeName: Sendable, Hashable {
    /// `varchar`, `timestamptz`, `int4`; a type of somebody's own as it is written.
    var name: String
    var schema: String?
    /// What stands in parentheses: `(10, 2)`.
    var modifiers: [Int]
    var isArray: Bool
    /// As it stands in the text.
    var range: Range<Int>

    /// The integer behind `serial`, nil for all other types.
    var serialBase: String? { Self.serials[name] }

    var isSerial: Bool { serialBase != nil }

    private static let serials = [
        "serial": "int4", "serial4": "int4", "bigserial": "int8", "serial8": "int8", "smallserial": "int2",
        "serial2": "int2",
    ]
}

extension StatementReader {
    /// Reads a type up to where the constraints of a column, or the end, begin.
    mutating func typeName() -> TypeName? {
        let first = place
        _ = take("setof")
        guard let written = name() else { return nil }
        var name = written.name
        if written.schema == nil || written.schema == "pg_catalog" { name = canonical(name) }
        var modifiers = parenthesized()?.integers ?? []
        // What follows the modifier: `timestamp(3) with time zone`.
        if take("with", "time", "zone") {
            name += "tz"
        } else {
            _ = take("without", "time", "zone")
        }
        if name == "interval" {
            while takeAny("year", "month", "day", "hour", "minute", "second", "to") {}
            modifiers += parenthesized()?.integers ?? []
        }
        var isArray = take("array")
        while isAtSign("[") {
            isArray = true
            skipGroup()
        }
        let schema = written.schema == "pg_catalog" ? nil : written.schema
        return TypeName(name: name, schema: schema, modifiers: modifiers, isArray: isArray, range: range(from: first))
    }

    private mutating func canonical(_ word: String) -> String {
        switch word {
        case "double":
            _ = take("precision")
            return "float8"
        case "national":
            _ = takeAny("character", "char")
            return take("varying") ? "varchar" : "bpchar"
        case "character", "char", "nchar": return take("varying") ? "varchar" : "bpchar"
        case "bit": return take("varying") ? "varbit" : "bit"
        default: return Self.spellings[word] ?? word
        }
    }

    private static let spellings = [
        "int": "int4", "integer": "int4", "bigint": "int8", "smallint": "int2", "decimal": "numeric", "dec": "numeric",
        "real": "float4", "float": "float8", "boolean": "bool",
    ]

    private var integers: [Int] {
        commaSeparated().map { part in part.current.flatMap { Int(text.text(of: $0)) } ?? 0 }
    }
}
