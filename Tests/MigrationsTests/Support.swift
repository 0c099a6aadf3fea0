internal import Deadlines
internal import Dispatch
internal import FoundationEssentials
internal import Migrations
internal import PostgreSQL
internal import TestSupport

/// Long enough never to pass by accident.
func soon() -> Deadline { .after(.seconds(30)) }

/// The server that the suites share, started on a thread of its own: it blocks, and the threads of the tests are few.
func sharedServer() async throws -> PostgreSQLServer {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "start").async { continuation.resume(with: Result { try TestServers.postgreSQL() }) }
    }
}

/// A fresh database and files for it; what a run told is kept.
final class Trial: Sendable {
    let target: Target
    let database: String
    let server: PostgreSQLServer
    let events = Locked<[RunEvent]>([])

    init() async throws {
        server = try await sharedServer()
        let server = server
        database = try await aside { try server.freshDatabase() }
        var target = try Target(url: server.url(database: database))
        target.grace = .seconds(10)
        self.target = target
    }

    var settings: RunSettings {
        var settings = RunSettings(author: Author(name: "tester@here", ihctlVersion: "0"))
        settings.timeout = .seconds(30)
        return settings
    }

    func open() async throws -> Connection { try await Connection.open(target, by: soon()) }

    func ask<Value: ColumnValue>(_ sql: SQL, as: Value.Type = Value.self) async throws -> Value {
        let connection = try await open()
        let value: Value = try await connection.query(sql, by: soon()).value()
        await connection.close()
        return value
    }

    func session(_ settings: RunSettings? = nil) async throws -> MigrationSession {
        try await MigrationSession.open(target, settings ?? self.settings) { event in
            self.events.withLock { $0.append(event) }
        }
    }

    /// Locks, plans and runs, as the command does; gives the titles of what was run.
    @discardableResult
    func up(
        _ files: [MigrationFile],
        _ extent: Extent = .all,
        allowingOutOfOrder: Bool = false,
        settings: RunSettings? = nil
    ) async throws -> [String] {
        try await run(settings) { history in
            try Standing(files: files, history: history).up(extent, allowingOutOfOrder: allowingOutOfOrder) {
                try $0.read()
            }
        }
    }

    @discardableResult
    func down(_ files: [MigrationFile], _ extent: Extent, settings: RunSettings? = nil) async throws -> [String] {
        try await run(settings) { history in
            try Standing(files: files, history: history).down(extent) { try $0.read() }
        }
    }

    private func run(_ settings: RunSettings?, _ plan: ([HistoryEntry]) throws -> RunPlan) async throws -> [String] {
        let session = try await session(settings)
        do {
            try await session.lock()
            let plan = try plan(try await session.history())
            try await session.run(plan)
            await session.close()
            return plan.steps.map(\.migration.title)
        } catch {
            await session.close()
            throw error
        }
    }

    func history() async throws -> [HistoryEntry] {
        let connection = try await open()
        let entries = try await History.read(on: connection, by: soon())
        await connection.close()
        return entries
    }

    /// `version done/all` of each line.
    func progress() async throws -> [String] {
        try await history().map {
            "\($0.version) \($0.statementsDone)/\($0.statements)\($0.direction == .down ? " down" : "")"
        }
    }
}

/// A number is a version.
func version(_ number: Int) -> Version {
    guard let version = Version(String(number)) else { preconditionFailure("\(number) is no version") }
    return version
}

func file(_ number: Int, _ text: String, name: String = "m") -> MigrationFile {
    MigrationFile(
        version: version(number),
        name: name,
        path: "migrations/\(number)_\(name).sql",
        bytes: Array(text.utf8)
    )
}

/// A migration that makes a table.
func table(_ version: Int, _ name: String) -> MigrationFile {
    file(version, "-- ihctl:up\ncreate table \(name) (id bigint primary key);\n-- ihctl:down\ndrop table \(name);\n")
}

func failure<Failure: Error>(_ type: Failure.Type = Failure.self, of body: () async throws -> Void) async -> Failure? {
    do {
        try await body()
        return nil
    } catch {
        return error as? Failure
    }
}

func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(20)) }
}
