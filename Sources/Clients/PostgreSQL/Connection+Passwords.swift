internal import CLibPQ

extension Connection {
    /// What a server keeps of the target's password, by SCRAM-SHA-256; nil where the target has none.
    ///
    /// Being made here, it lets the password itself neither travel in a statement nor stand in a server's log.
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
