internal import Platform
internal import PostgreSQL
internal import Words

/// A shell in which the provisioning role's URL stands in a variable: what a statement becomes where readers paste it.
struct AdminShell: Sendable {
    var variable: String
    /// Where the URL leads.
    var database: String

    /// By way of psql; a statement that belongs into one database goes there first.
    func run(_ statement: String, in wanted: String? = nil) -> Finding.Remedy {
        let move = wanted.flatMap { $0 == database ? nil : " -c \(Self.word("\\c \(quoted($0))"))" } ?? ""
        return .fix("psql \"$\(variable)\"\(move) -c \(Self.word(statement))")
    }

    /// One word to the shell, whatever stands in it.
    static func word(_ text: String) -> String { "'\(text.replacing("'", with: #"'\''"#))'" }

    /// A change of the server's own settings, each statement by itself: `alter system` goes into no transaction.
    func altering(_ changes: [String]) -> [Finding.Remedy] {
        changes.map { run("alter system \($0)") } + [run("select pg_reload_conf()")]
    }
}

extension Ward {
    var shell: AdminShell {
        var variable = "DATABASE_ADMIN_URL"
        if case .variable(let name, _)? = database.adminURL?.reference.target { variable = name }
        return AdminShell(variable: variable, database: adminDatabase ?? agent.database)
    }

    /// In the agent's database, where nothing else is said.
    func sql(_ statement: String, in database: String? = nil) -> Finding.Remedy {
        shell.run(statement, in: database ?? agent.database)
    }

    func altering(_ changes: String...) -> [Finding.Remedy] { shell.altering(changes) }
}

extension View {
    func sql(_ statement: String, in database: String? = nil) -> Finding.Remedy {
        ward.sql(statement, in: database)
    }

    func altering(_ changes: String...) -> [Finding.Remedy] { ward.shell.altering(changes) }
}
