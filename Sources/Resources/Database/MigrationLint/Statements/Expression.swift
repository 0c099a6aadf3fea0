internal import SQLText

/// What can be told of an expression from its text.
struct Expression: Sendable, Hashable {
    /// How long a value holds.
    enum Volatility: Sendable, Hashable {
        /// The same for every row of a statement.
        case stable
        /// Calls this function, which the text does not show to be volatile or not.
        case unknown(String)
        case volatile(String)
    }

    var range: Range<Int>
    var isNull: Bool
    /// The functions it calls.
    var calls: [ObjectName]

    init(_ reader: StatementReader) {
        range = reader.whole
        isNull = reader.isAt("null")
        calls = reader.calls
    }

    /// `known` tells of functions that were made by migrations: whether each is volatile.
    func volatility(knowing known: (ObjectName) -> Bool?) -> Volatility {
        var unknown: ObjectName?
        for call in calls {
            if let isVolatile = known(call) {
                if isVolatile { return .volatile(call.description) }
            } else if Self.volatileFunctions.contains(call.name) {
                return .volatile(call.name)
            } else if call.schema.map({ $0 != "pg_catalog" }) ?? !Self.steadyFunctions.contains(call.name) {
                unknown = call
            }
        }
        return unknown.map { .unknown($0.description) } ?? .stable
    }

    private static let volatileFunctions: Set<String> = [
        "random", "random_normal", "gen_random_uuid", "gen_random_bytes", "gen_salt", "clock_timestamp", "timeofday",
        "nextval",
        "currval", "lastval", "setval", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "uuidv4",
        "uuidv7", "pg_sleep",
    ]

    /// Those of the server's own, stable or immutable, that somebody may well use in a default.
    private static let steadyFunctions: Set<String> = [
        "now", "transaction_timestamp", "statement_timestamp", "date_trunc", "date_part", "make_date", "make_interval",
        "make_timestamp", "make_timestamptz", "to_timestamp", "to_date", "to_char", "to_number", "timezone", "age",
        "abs",
        "ceil", "ceiling", "floor", "round", "trunc", "sqrt", "power", "mod", "lower", "upper", "initcap", "concat",
        "concat_ws",
        "format", "left", "right", "lpad", "rpad", "btrim", "ltrim", "rtrim", "repeat", "replace", "reverse", "length",
        "md5", "sha256", "sha512", "encode", "decode", "digest", "chr", "ascii", "quote_ident", "quote_literal",
        "regexp_replace", "split_part", "substr", "strpos", "translate", "to_json", "to_jsonb", "json_build_object",
        "jsonb_build_object",
        "json_build_array", "jsonb_build_array", "array_fill", "array_append", "array_cat", "string_to_array",
        "to_tsvector",
        "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange", "int4", "int8", "text", "date",
        "uuid",
        "current_setting", "current_database", "current_schema", "session_user", "inet_client_addr", "txid_current",
        "pg_current_xact_id", "point", "box", "circle", "hstore", "uuid_nil",
    ]
}

extension StatementReader {
    /// Names in front of a parenthesis that are neither a type's nor a keyword.
    fileprivate var calls: [ObjectName] {
        var calls: [ObjectName] = []
        var reader = self
        while !reader.isAtEnd {
            if reader.takeSign("::") || reader.take("as") {
                _ = reader.typeName()
                continue
            }
            let isPlainWord = reader.current?.kind == .word
            guard let name = reader.name() else {
                reader.advance()
                continue
            }
            if reader.isAtSign("("),
                !isPlainWord || name.schema != nil || !Self.keywordsBeforeParenthesis.contains(name.name)
            {
                calls.append(name)
            }
        }
        return calls
    }

    private static let keywordsBeforeParenthesis: Set<String> = [
        "in", "any", "all", "some", "array", "row", "values", "exists", "not", "and", "or", "case", "when", "then",
        "else", "cast",
        "coalesce", "nullif", "greatest", "least", "extract", "position", "substring", "trim", "overlay", "between",
        "like", "ilike",
        "is", "interval", "timestamp", "timestamptz", "time", "from", "select", "where", "current_timestamp",
        "localtimestamp",
        "current_time", "localtime", "numeric", "varchar", "char", "bit",
    ]
}
