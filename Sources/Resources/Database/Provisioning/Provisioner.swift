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
        for statement in RoleStatements(wish, seen).group(name, differs) {
            try await connection.query(statement, by: deadline)
        }
    }

    /// The role and all that belongs to it appear together.
    private func mendRole(_ differs: Set<String>, by deadline: Deadline) async throws {
        guard let name = wish.role else { return }
        var verifier: String?
        if differs.contains("password"), let agent { verifier = try await connection.passwordVerifier(of: agent) }
        let statements = RoleStatements(wish, seen).role(name, differs, verifier: verifier)
        try await connection.transaction(by: deadline) { transaction in
            for statement in statements { try await transaction.query(statement, by: deadline) }
        }
    }
}
