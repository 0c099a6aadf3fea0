internal import Deadlines
internal import Network
internal import PostgreSQL
internal import TestSupport

/// Long enough never to pass by accident.
func soon() -> Deadline { .after(.seconds(20)) }

extension PostgreSQLServer {
    func target(database: String = "postgres") throws -> Target { try Target(url: url(database: database)) }

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
