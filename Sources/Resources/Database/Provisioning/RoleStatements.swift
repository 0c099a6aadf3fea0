internal import PostgreSQL

/// What makes a role as it is wished, in the words of the server's release: pure.
struct RoleStatements: Sendable {
    let wish: DatabaseWish
    let seen: Observation

    init(_ wish: DatabaseWish, _ seen: Observation) {
        self.wish = wish
        self.seen = seen
    }

    /// The group without login; one that is made has nothing that would have to be taken away.
    func group(_ name: String, _ differs: Set<String>) -> [SQL] {
        guard let facts = seen.roles[name] else { return ["create role \(identifier: name) nologin"] }
        let words = attributeWords(facts, differs, wantingLogin: false)
        return words.isEmpty ? [] : ["alter role \(identifier: name) \(raw: words.joined(separator: " "))"]
    }

    /// The agent's role, its membership and its way into the database.
    func role(_ name: String, _ differs: Set<String>, verifier: String?) -> [SQL] {
        var statements: [SQL] = []
        let options = roleOptions(name, differs, verifier: verifier)
        if !options.isEmpty {
            let verb = seen.roles[name] == nil ? "create" : "alter"
            let words = options.joined(separator: " ")
            statements.append("\(raw: verb) role \(identifier: name) \(raw: words)")
        }
        if differs.contains("member_of"), let group = wish.group {
            let inherit = inheritsByMembership ? " with inherit true" : ""
            statements.append("grant \(identifier: group) to \(identifier: name)\(raw: inherit)")
        }
        if differs.contains("connect") {
            statements.append("grant connect on database \(identifier: wish.name) to \(identifier: name)")
        }
        return statements
    }

    /// From PostgreSQL 16 on each membership says by itself whether it inherits; before, the role did for all of them.
    private var inheritsByMembership: Bool { seen.majorVersion >= 16 }

    private func roleOptions(_ name: String, _ differs: Set<String>, verifier: String?) -> [String] {
        var words = ["login"]
        if let facts = seen.roles[name] {
            words = attributeWords(facts, differs, wantingLogin: true)
            if differs.contains("member_of"), !inheritsByMembership { words.append("inherit") }
        }
        if differs.contains("connection_limit"), let limit = wish.connections {
            words.append("connection limit \(limit)")
        }
        if differs.contains("password"), let verifier { words.append("password \(SQL.quoted(literal: verifier))") }
        if differs.contains("valid_until") { words.append("valid until 'infinity'") }
        return words
    }

    /// Only those that differ: some may be named by superusers alone, even to take them away.
    private func attributeWords(_ facts: RoleFacts, _ differs: Set<String>, wantingLogin: Bool) -> [String] {
        RoleFacts.Attribute.allCases.filter { differs.contains($0.rawValue) }
            .map { $0.keyword($0 == .login && wantingLogin) }
    }
}
