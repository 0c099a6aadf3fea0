internal import Deadlines
internal import PostgreSQL
internal import Words

/// Makes one thing as it is wished: the statements, each of which may be sent twice.
struct Provisioner: Sendable {
    let wish: DatabaseWish
    let agent: Target?
    let connection: Connection
    let seen: Observation

    /// Sends what the fields of a verdict ask for.
    func mend(_ verdict: Verdict, by deadline: Deadline) async throws {
        let differs = Set(verdict.fields.map(\.path))
        switch verdict.address {
        case wish.database: try await mendDatabase(by: deadline)
        case wish.agentRole: try await mendRole(differs, by: deadline)
        case wish.groupRole: try await mendGroup(differs, by: deadline)
        default:
            guard let name = wish.extensions.first(where: { wish.address(ofExtension: $0) == verdict.address }) else {
                return
            }
            try await connection.query("create extension if not exists \(identifier: name) cascade", by: deadline)
        }
    }

    /// Cannot be one transaction, so the database stays closed until it is as it should be.
    private func mendDatabase(by deadline: Deadline) async throws {
        if seen.database == nil {
            try await connection.query("create database \(identifier: wish.name) allow_connections false", by: deadline)
        }
        try await connection.transaction(by: deadline) { transaction in
            try await transaction.query("revoke all on database \(identifier: wish.name) from public", by: deadline)
            try await transaction.query("alter database \(identifier: wish.name) allow_connections true", by: deadline)
        }
    }

    private func mendGroup(_ differs: Set<String>, by deadline: Deadline) async throws {
        guard let name = wish.group else { return }
        guard let facts = seen.roles[name] else {
            try await connection.query("create role \(identifier: name) nologin", by: deadline)
            return
        }
        let words = attributeWords(facts, differs, wantingLogin: false)
        try await connection.query("alter role \(identifier: name) \(raw: words)", by: deadline)
    }

    /// The role and all that belongs to it appear together.
    private func mendRole(_ differs: Set<String>, by deadline: Deadline) async throws {
        guard let name = wish.role else { return }
        var words: [String] = []
        if let facts = seen.roles[name] {
            words.append(attributeWords(facts, differs, wantingLogin: true))
            if differs.contains("member_of"), seen.majorVersion < 16 { words.append("inherit") }
        } else {
            words.append("login")
        }
        if differs.contains("connection_limit"), let limit = wish.connections {
            words.append("connection limit \(limit)")
        }
        if differs.contains("password"), let agent, let verifier = try await connection.passwordVerifier(of: agent) {
            words.append("password \(SQL.quoted(literal: verifier))")
        }
        if differs.contains("valid_until") { words.append("valid until 'infinity'") }
        let options = words.filter { !$0.isEmpty }.joined(separator: " ")
        let verb = seen.roles[name] == nil ? "create" : "alter"
        try await connection.transaction(by: deadline) { transaction in
            if !options.isEmpty {
                try await transaction.query("\(raw: verb) role \(identifier: name) \(raw: options)", by: deadline)
            }
            if differs.contains("member_of"), let group = wish.group {
                let inherit = seen.majorVersion >= 16 ? " with inherit true" : ""
                try await transaction.query(
                    "grant \(identifier: group) to \(identifier: name)\(raw: inherit)",
                    by: deadline
                )
            }
            if differs.contains("connect") {
                try await transaction.query(
                    "grant connect on database \(identifier: wish.name) to \(identifier: name)",
                    by: deadline
                )
            }
        }
    }

    /// Only those that differ: some may be named by superusers alone, even to take them away.
    private func attributeWords(_ facts: RoleFacts, _ differs: Set<String>, wantingLogin: Bool) -> String {
        RoleFacts.Attribute.allCases.filter { differs.contains($0.rawValue) }
            .map { $0.keyword($0 == .login && wantingLogin) }.joined(separator: " ")
    }
}
