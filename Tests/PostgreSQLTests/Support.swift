internal import Deadlines
internal import Dispatch
internal import Network
internal import PostgreSQL
internal import TestSupport

/// Long enough never to pass by accident.
func soon() -> Deadline { .after(.seconds(20)) }

/// A target with more grace than a busy machine needs: only a server that is really stopped is cut off.
func patient(_ url: String) throws -> Target {
    var target = try Target(url: url)
    target.grace = .seconds(10)
    return target
}

extension PostgreSQLServer {
    func target(database: String = "postgres") throws -> Target { try patient(url(database: database)) }

    func open(database: String = "postgres", by deadline: Deadline = soon()) async throws -> Connection {
        try await Connection.open(try target(database: database), by: deadline)
    }
}

/// The error that `body` throws, nil where it throws none.
func failure<Value>(of body: () async throws -> Value) async -> PostgreSQLError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? PostgreSQLError
    }
}

func elapsed(_ body: () async throws -> Void) async rethrows -> Duration {
    let start = ContinuousClock.now
    try await body()
    return ContinuousClock.now - start
}

/// Asks until the answer is yes; the suite's time limit ends what never comes.
func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(10)) }
}

/// Late enough for a statement to have been sent on a busy machine, early enough for a test to wait for it.
func shortly() -> Deadline { .after(.seconds(2)) }

/// The server that most tests share.
func sharedServer() async throws -> PostgreSQLServer { try await started { try TestServers.postgreSQL() } }

/// Starts a server on a thread of its own: it blocks, and the threads of the tests are few.
func started(
    _ start: @escaping @Sendable () throws -> PostgreSQLServer = { try PostgreSQLServer() }
) async throws -> PostgreSQLServer {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "start").async { continuation.resume(with: Result { try start() }) }
    }
}

extension PostgreSQLServer {
    /// Runs a script as superuser, without a process of its own.
    func run(_ script: String, database: String = "postgres") async throws {
        let connection = try await open(database: database)
        try await connection.execute(script, by: soon())
        await connection.close()
    }

    func newDatabase() async throws -> String {
        let name = "t\(UInt64.random(in: 0 ..< .max))"
        try await run("create database \(name) strategy = file_copy")
        return name
    }

    func newRole(_ attributes: String) async throws -> String {
        let name = "r\(UInt64.random(in: 0 ..< .max))"
        try await run("create role \(name) \(attributes)")
        return name
    }
}
