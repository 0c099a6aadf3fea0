internal import Migrations
internal import Platform
internal import PostgreSQL
internal import SQLText

/// What the migrations leave behind, as far as their text says it plainly: tables with their columns and indexes, functions, rights.
///
/// What is made another way (`do`, `select … into`) is not known, and so not missed.
struct WantedObjects: Sendable {
    /// By `schema.name`; a table whose columns are not known for certain has none.
    private(set) var tables: [String: Set<String>] = [:]
    /// By `schema.name`, whatever their arguments.
    private(set) var functions: Set<String> = []
    /// By `schema.name`, which an index shares with its table.
    private(set) var indexes: [String: Index] = [:]
    /// The tables that have a primary key.
    private(set) var keyed: Set<String> = []
    /// The tables that are to be unlogged.
    private(set) var unlogged: Set<String> = []
    /// The names of the rules that are meant.
    private(set) var rules: Set<String> = []
    private(set) var grants: [Grant] = []

    struct Index: Sendable, Hashable {
        var table: String
        var isUnique: Bool
        /// The words of its definition: among them its columns.
        var words: Set<String> = []
    }

    struct Grant: Sendable, Hashable {
        var right: WantedRight
        var receiver: String
    }

    init(of files: [MigrationFile]) {
        for file in files.sorted(by: { $0.version < $1.version }) {
            guard let script = try? file.read().up else { continue }
            for statement in script.statements { take(StatementWords(script.text, statement)) }
        }
    }

    /// The rights of the agent's role and of the group that it belongs to.
    func rights(of ward: Ward) -> [WantedRight] {
        let receivers = [ward.database.group, ward.database.user, ward.agent.user].compactMap(\.self)
        return Array(Set(grants.filter { receivers.contains($0.receiver) }.map(\.right))).sorted()
    }

    private mutating func take(_ statement: StatementWords) {
        var words = statement
        switch words.next() {
        case "create": create(&words)
        case "drop": drop(&words)
        case "alter":
            if words.skip("index") { return rename(index: &words) }
            if ["function", "procedure", "routine"].contains(words.peek) {
                // A new name or schema for it: no longer known.
                _ = words.next()
                if let name = words.name(), !words.rest.isDisjoint(with: ["rename", "schema"]) {
                    functions.remove(name)
                }
                return
            }
            guard words.skip("table") else { return }
            words.skip("if", "exists")
            words.skip("only")
            guard let name = words.name(), tables[name] != nil else { return }
            alter(name, &words)
        case "grant": grant(&words, isGiven: true)
        case "revoke":
            if words.skip("grant", "option", "for") { return }
            grant(&words, isGiven: false)
        default: return
        }
    }

    private mutating func create(_ words: inout StatementWords) {
        var isUnlogged = false
        while let word = words.peek, ["unlogged", "or", "replace"].contains(word) {
            isUnlogged = isUnlogged || word == "unlogged"
            _ = words.next()
        }
        if words.skip("function") || words.skip("procedure") {
            if let name = words.name() { functions.insert(name) }
        } else if words.skip("rule") {
            if let name = words.next() { rules.insert(name) }
        } else if words.skip("table") {
            words.skip("if", "not", "exists")
            guard let name = words.name() else { return }
            let keys = words.keys
            tables[name] = words.columns()
            if keys.hasPrimary { keyed.insert(name) }
            if isUnlogged { unlogged.insert(name) }
            for constraint in keys.unique { index(constraint, Index(table: name, isUnique: true)) }
        } else {
            let isUnique = words.skip("unique")
            guard words.skip("index") else { return }
            words.skip("concurrently")
            words.skip("if", "not", "exists")
            guard words.peek != "on" || !words.isKeyword, let name = words.next(), words.skip("on") else { return }
            words.skip("only")
            guard let table = words.name() else { return }
            index(name, Index(table: table, isUnique: isUnique, words: words.rest))
        }
    }

    private mutating func index(_ name: String, _ index: Index) {
        indexes["\(index.table.prefix { $0 != "." }).\(name)"] = index
    }

    private mutating func drop(_ words: inout StatementWords) {
        guard let kind = words.next(), ["table", "index", "function", "procedure", "routine"].contains(kind) else {
            return
        }
        words.skip("concurrently")
        words.skip("if", "exists")
        while let name = words.name() {
            switch kind {
            case "table":
                tables[name] = nil
                forget(name)
            case "index": indexes[name] = nil
            default:
                functions.remove(name)
                _ = words.parenthesized()
            }
            guard words.skip(",") else { return }
        }
    }

    private mutating func forget(_ table: String) {
        indexes = indexes.filter { $0.value.table != table }
        keyed.remove(table)
        unlogged.remove(table)
    }

    private mutating func rename(index words: inout StatementWords) {
        words.skip("if", "exists")
        guard let old = words.name(), words.skip("rename", "to"), let new = words.next(),
            let moved = indexes.removeValue(forKey: old)
        else { return }
        index(new, moved)
    }

    private mutating func alter(_ table: String, _ words: inout StatementWords) {
        var renamed: String?
        repeat {
            switch words.next() {
            case "add":
                words.skip("column")
                words.skip("if", "not", "exists")
                if words.peek == "primary" || words.peek == "constraint", words.keys.hasPrimary { keyed.insert(table) }
                if ["constraint", "primary", "unique", "check", "foreign", "exclude"].contains(words.peek) { break }
                if let column = words.next(), tables[table]?.isEmpty == false { tables[table]?.insert(column) }
            case "drop":
                if words.skip("constraint") {
                    words.skip("if", "exists")
                    // It may have been the primary key.
                    keyed.remove(table)
                    if let name = words.next() { indexes["\(table.prefix { $0 != "." }).\(name)"] = nil }
                    break
                }
                words.skip("column")
                words.skip("if", "exists")
                if let column = words.next() {
                    tables[table]?.remove(column)
                    // What is made of a column goes with it; of an unnamed one's nothing is known.
                    keyed.remove(table)
                    indexes = indexes.filter {
                        $0.value.table != table || !$0.value.words.isEmpty && !$0.value.words.contains(column)
                    }
                }
            case "rename":
                if words.skip("to") {
                    renamed = words.next().map { "\(table.prefix { $0 != "." }).\($0)" }
                } else if words.peek != "constraint" {
                    words.skip("column")
                    let old = words.next()
                    if let old, words.skip("to"), let new = words.next(), tables[table]?.remove(old) != nil {
                        tables[table]?.insert(new)
                        for (name, index) in indexes where index.table == table && index.words.contains(old) {
                            indexes[name]?.words.insert(new)
                        }
                    }
                } else if words.skip("constraint"), let old = words.next(), words.skip("to"), let new = words.next(),
                    let moved = indexes.removeValue(forKey: "\(table.prefix { $0 != "." }).\(old)")
                {
                    index(new, moved)
                }
            case "set" where words.peek == "schema":
                _ = words.next()
                renamed = words.next().map { "\($0).\(table.drop { $0 != "." }.dropFirst())" }
            case "set" where words.peek == "logged": unlogged.remove(table)
            case "set" where words.peek == "unlogged": unlogged.insert(table)
            default: break
            }
        } while words.skipPast(",")
        if let renamed { move(table, to: renamed) }
    }

    private mutating func move(_ table: String, to renamed: String) {
        tables[renamed] = tables.removeValue(forKey: table)
        if keyed.remove(table) != nil { keyed.insert(renamed) }
        if unlogged.remove(table) != nil { unlogged.insert(renamed) }
        let moving = indexes.filter { $0.value.table == table }
        for (name, var moved) in moving {
            indexes[name] = nil
            moved.table = renamed
            index(String(name.drop { $0 != "." }.dropFirst()), moved)
        }
    }

    private mutating func grant(_ words: inout StatementWords, isGiven: Bool) {
        var privileges: [String] = []
        while let privilege = words.next(), privilege != "on" {
            // Rights on columns, and membership, which has no `on`, are not looked at.
            if privilege == "(" || privilege == "to" || privilege == "from" { return }
            if privilege != ",", privilege != "privileges" { privileges.append(privilege) }
        }
        var kind = WantedRight.Kind.table
        if let named = words.peek.flatMap(WantedRight.Kind.init), words.isKeyword {
            _ = words.next()
            kind = named
        } else if words.isKeyword,
            [
                "all", "database", "type", "language", "foreign", "large", "procedure", "routine", "tablespace",
                "domain", "parameter",
            ].contains(words.peek)
        {
            return
        }
        if privileges == ["all"] { privileges = kind.all }
        var objects: [(schema: String, name: String, arguments: String)] = []
        repeat {
            guard let name = words.name(ofSchema: kind == .schema) else { return }
            let dot = name.firstIndex(of: ".") ?? name.startIndex
            let isSchema = kind == .schema
            objects.append(
                (
                    isSchema ? name : String(name[..<dot]), isSchema ? "" : String(name[name.index(after: dot)...]),
                    words.parenthesized() ?? ""
                )
            )
        } while words.skip(",")
        guard words.skip(isGiven ? "to" : "from") else { return }
        repeat {
            words.skip("group")
            guard let receiver = words.next() else { return }
            for object in objects {
                for privilege in privileges {
                    let right = WantedRight(
                        kind: kind,
                        schema: object.schema,
                        name: object.name,
                        arguments: object.arguments,
                        privilege: privilege
                    )
                    grants.removeAll { $0 == Grant(right: right, receiver: receiver) }
                    if isGiven { grants.append(Grant(right: right, receiver: receiver)) }
                }
            }
        } while words.skip(",")
    }
}

extension WantedRight.Kind {
    /// What `all` means of it, as far as an agent may need it.
    fileprivate var all: [String] {
        switch self {
        case .table: ["select", "insert", "update", "delete"]
        case .sequence: ["usage", "select", "update"]
        case .function: ["execute"]
        case .schema: ["usage", "create"]
        }
    }
}
