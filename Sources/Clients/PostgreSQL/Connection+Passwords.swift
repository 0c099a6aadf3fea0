internal import CLibPQ

extension Connection {
    /// What a server keeps of the target's password (SCRAM-SHA-256), made here: so the password itself neither travels in a statement nor
    /// stands in a server's log. Nil where the target has no password.
    package func passwordVerifier(of target: Target) throws(PostgreSQLError) -> String? {
        guard let password = target.password, !password.value.isEmpty else { return nil }
        guard target.isPlainText else { throw PostgreSQLError(.nulInText(parameter: nil)) }
        // With the algorithm named, libpq asks the server nothing.
        let made = fact { pointer -> String? in
            guard let text = PQencryptPasswordConn(pointer, password.value, target.user, "scram-sha-256") else {
                return nil
            }
            defer { PQfreemem(text) }
            return String(cString: text)
        }
        guard let made else { throw PostgreSQLError(.closed) }
        guard let verifier = made else { throw PostgreSQLError(.library("no verifier of the password")) }
        return verifier
    }
}
