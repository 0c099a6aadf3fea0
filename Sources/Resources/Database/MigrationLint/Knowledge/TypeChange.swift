/// What a change of a column's type costs.
enum TypeChange: Sendable, Hashable {
    /// The bytes stay as they are.
    case free
    /// They do where the session's time zone is UTC.
    case freeInUTC
    case rewrite

    /// `conversion` is the USING.
    init(from old: TypeName, to new: TypeName, conversion: TableAction.TypeConversion) {
        self = conversion == .expression ? .rewrite : Self.change(from: old, to: new)
    }

    private static func change(from old: TypeName, to new: TypeName) -> TypeChange {
        guard old.isArray == new.isArray else { return .rewrite }
        let (from, into) = (old.serialBase ?? old.name, new.name)
        if from == into, old.schema == new.schema { return old.isNoWider(than: new) ? .free : .rewrite }
        // Arrays of two types are never the same bytes to the server.
        guard !old.isArray else { return .rewrite }
        switch (from, into) {
        case ("varchar", "text"), ("cidr", "inet"): return .free
        case ("text", "varchar"): return new.modifiers.isEmpty ? .free : .rewrite
        case ("timestamp", "timestamptz"), ("timestamptz", "timestamp"):
            return old.isNoWider(than: new) ? .freeInUTC : .rewrite
        default: return .rewrite
        }
    }

    /// What some older type would make of a change to this one, where the older one is not known.
    static func exemption(for type: TypeName) -> String? {
        guard !type.isArray else { return nil }
        return switch type.name {
        case "text": "unless the column was varchar or text"
        case "varchar" where type.modifiers.isEmpty: "unless the column was varchar or text"
        case "varchar": "unless the column was varchar of at most \(type.modifiers[0])"
        case "numeric" where type.modifiers.isEmpty: "unless the column was numeric"
        case "numeric":
            "unless the column was numeric of at most \(type.modifiers[0]) digits and the same scale"
        case "inet": "unless the column was cidr"
        case "timestamptz": "unless the column was timestamp and the session's time zone is UTC"
        case "timestamp": "unless the column was timestamptz and the session's time zone is UTC"
        case "varbit": "unless the column was a narrower varbit"
        case "interval", "time", "timetz": "unless the column was \(type.name) of no higher precision"
        default: nil
        }
    }
}

extension TypeName {
    /// Whether every value of this one fits into another modifier of the same type as it is.
    fileprivate func isNoWider(than other: TypeName) -> Bool {
        if modifiers == other.modifiers { return true }
        guard !other.modifiers.isEmpty else { return Self.openTypes.contains(name) }
        // Without a modifier there is no bound; a timestamp has six digits then.
        guard let mine = modifiers.first else {
            return Self.timeTypes.contains(name) && other.modifiers[0] >= 6
        }
        let theirs = other.modifiers[0]
        switch name {
        case "varchar", "varbit": return mine <= theirs
        case "timestamp", "timestamptz", "time", "timetz", "interval": return mine <= theirs
        case "numeric":
            return mine <= theirs && modifiers.dropFirst().first ?? 0 == other.modifiers.dropFirst().first ?? 0
        default: return false
        }
    }

    /// To lose the bound costs nothing in these.
    private static let openTypes: Set<String> = [
        "varchar", "varbit", "numeric", "timestamp", "timestamptz", "time", "timetz", "interval",
    ]
    private static let timeTypes: Set<String> = ["timestamp", "timestamptz", "time", "timetz", "interval"]
}
