internal import Deadlines
internal import Migrations
internal import PostgreSQL

/// The ways to the server: as the role that provisions, and as the agent.
struct Access: Sendable {
    let wish: DatabaseWish
    let admin: Target
    let agent: Target?

    /// The database itself or, while it is not there or closed, another where one can stand and make it.
    func open(by deadline: Deadline) async throws -> (connection: Connection, isInside: Bool, attempts: Int) {
        var others = [admin.database, "postgres", "template1"].filter { !$0.isEmpty && $0 != wish.name }
        var name = wish.name
        var attempts = 1
        while true {
            do throws(PostgreSQLError) {
                let connection = try await Connection.open(admin.with(database: name), by: deadline)
                return (connection, name == wish.name, attempts)
            } catch {
                guard error.code == .unknownDatabase || error.code == .takesNoConnections, !others.isEmpty else {
                    throw error
                }
                name = others.removeFirst()
                attempts += 1
            }
        }
    }

    /// Runs `body` on a connection and closes it, however it ends.
    func onServer<Value: Sendable>(
        by deadline: Deadline,
        _ body: (Connection, _ isInside: Bool) async throws -> Value,
    ) async throws -> Value {
        let (connection, isInside, _) = try await open(by: deadline)
        do {
            let value = try await body(connection, isInside)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Everything there is to know, in as few requests as there can be.
    func observe(by deadline: Deadline) async throws -> Observation {
        async let login = tryToLogIn(by: deadline)
        let (connection, isInside, attempts) = try await open(by: deadline)
        var observation: Observation
        do {
            observation = try await look(on: connection, isInside: isInside, by: deadline)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        observation.login = await login
        observation.requests += attempts + (observation.login == .notTried ? 0 : 1)
        return observation
    }

    /// All that one connection can tell.
    func look(
        on connection: Connection,
        isInside: Bool,
        readingHistory: Bool = true,
        by deadline: Deadline,
    ) async throws -> Observation {
        var observation = try await Look(wish: wish, isInside: isInside).observation(on: connection, by: deadline)
        guard readingHistory, wish.files != nil else { return observation }
        guard isInside else {
            observation.history = .read([])
            return observation
        }
        do {
            observation.history = .read(try await History.read(on: connection, by: deadline))
        } catch let fault as HistoryFault {
            observation.history = .faulty(fault)
        } catch let error as PostgreSQLError {
            guard let refusal = error.serverError, refusal.code == .insufficientPrivilege else { throw error }
            observation.history = .refused(refusal)
        }
        observation.requests += 2
        return observation
    }

    /// The agent's credentials at the server that is provisioned, whatever name the agents know it by.
    ///
    /// A password can be tried and not read: the server holds what was made of it.
    func tryToLogIn(by deadline: Deadline) async -> LoginOutcome {
        guard var target = agent, target.hasPassword, wish.otherRole == nil, target.user != admin.user else {
            return .notTried
        }
        target.hosts = admin.hosts
        target.tlsMode = admin.tlsMode
        target.role = admin.role
        target.database = wish.name
        do throws(PostgreSQLError) {
            let connection = try await Connection.open(target, by: deadline)
            let wasAsked = await connection.usedPassword
            await connection.close()
            return wasAsked ? .works : .unasked
        } catch {
            return LoginOutcome(error)
        }
    }
}

extension LoginOutcome {
    /// Every answer that comes after the password was taken says that it is the right one.
    fileprivate init(_ error: PostgreSQLError) {
        switch error.code {
        case .invalidPassword: self = .refused
        case .invalidAuthorization: self = .notAdmitted(error.serverError?.message ?? "")
        case .unknownDatabase, .takesNoConnections, .insufficientPrivilege: self = .works
        // Only a role's own limit is told apart from the server's by what is known of the role, so neither says anything of the password.
        default: self = .untold("\(error)")
        }
    }
}

extension SQLState {
    /// The database was made with `allow_connections false`.
    static let takesNoConnections = SQLState(rawValue: "55000")
    static let duplicateDatabase = SQLState(rawValue: "42P04")
    static let duplicateObject = SQLState(rawValue: "42710")
    static let objectInUse = SQLState(rawValue: "55006")
    static let internalError = SQLState(rawValue: "XX000")
}
