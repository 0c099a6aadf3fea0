internal import Migrations
internal import Platform
internal import PostgreSQL
internal import SQLText

/// What the migrations leave behind, as far as their text says it plainly: tables with their columns, and rights.
///
/// What is made another way (`do`, `select … into`) is not known, and so not missed.
struct WantedObjects: Sendable {
    /// By `schema.name`; a table whose columns are not known for certain has none.
    private(set) var tables: [String: Set<String>] = [:]
    private(set) var grants: [Grant] = []

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
        case "create":
            while ["unlogged", "or", "replace"].contains(words.peek) { _ = words.next() }
            guard words.skip("table") else { return }
            words.skip("if", "not", "exists")
            guard let name = words.name() else { return }
            tables[name] = words.columns()
        case "drop":
            guard words.skip("table") else { return }
            words.skip("if", "exists")
            while let name = words.name() {
                tables[name] = nil
                guard words.skip(",") else { return }
            }
        case "alter":
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

    private mutating func alter(_ table: String, _ words: inout StatementWords) {
        var renamed: String?
        repeat {
            switch words.next() {
            case "add":
                words.skip("column")
                words.skip("if", "not", "exists")
                if ["constraint", "primary", "unique", "check", "foreign", "exclude"].contains(words.peek) { break }
                if let column = words.next(), tables[table]?.isEmpty == false { tables[table]?.insert(column) }
            case "drop":
                if words.peek == "constraint" { break }
                words.skip("column")
                words.skip("if", "exists")
                if let column = words.next() { tables[table]?.remove(column) }
            case "rename":
                if words.skip("to") {
                    renamed = words.next().map { "\(table.prefix { $0 != "." }).\($0)" }
                } else if words.peek != "constraint" {
                    words.skip("column")
                    let old = words.next()
                    if let old, words.skip("to"), let new = words.next(), tables[table]?.remove(old) != nil {
                        tables[table]?.insert(new)
                    }
                }
            case "set" where words.peek == "schema":
                _ = words.next()
                renamed = words.next().map { "\($0).\(table.drop { $0 != "." }.dropFirst())" }
            default: break
            }
        } while words.skipPast(",")
        if let renamed { tables[renamed] = tables.removeValue(forKey: table) }
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
