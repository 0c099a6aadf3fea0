internal import FoundationEssentials
internal import Glibc
internal import PostgreSQL
internal import TestSupport
internal import Testing

/// A server of its own, the real program, and what an undisturbed run of it leaves behind.
final class KillTrial: Sendable {
    /// What may happen to a run.
    enum Blow: CaseIterable {
        case kill
        case interrupt
        /// Somebody ends the session that does the work.
        case endSession
        /// The server loses all its sessions and recovers from its log, as after an immediate shutdown.
        case crash
    }

    static let shared = Once { try await KillTrial() }

    private static let program = "\(projectRoot)/.build/debug/ihctl"

    private let server: PostgreSQLServer
    private let scratch = Scratch("kill")
    private let folder: String
    /// How long an undisturbed run takes, with some to spare.
    let milliseconds: Int
    private let undisturbed: String

    private init() async throws {
        server = try await aside { try PostgreSQLServer(settings: ["restart_after_crash": "on"]) }
        _ = try await aside { [server] in try server.psql("create role keeper; create role helper") }
        folder = try KillTrial.write(KillMigrations.all, to: scratch, "migrations")
        let database = try await KillTrial.freshDatabase(on: server)
        let began = ContinuousClock.now
        let first = try await KillTrial.run(server, scratch, database, folder)
        try require(first)
        milliseconds = Int((ContinuousClock.now - began) / .milliseconds(1)) * 12 / 10
        undisturbed = try await KillTrial.picture(of: database, on: server)
    }

    private static func write(_ files: [(Int, String)], to scratch: Scratch, _ name: String) throws -> String {
        for (version, text) in files { try scratch.write(text, to: "\(name)/\(version)_step.sql") }
        return scratch.file(name)
    }

    func folder(_ files: [(Int, String)]) async throws -> String {
        try KillTrial.write(files, to: scratch, "more\(UInt32.random(in: 0 ..< .max))")
    }

    func freshDatabase() async throws -> String { try await KillTrial.freshDatabase(on: server) }

    private static func freshDatabase(on server: PostgreSQLServer) async throws -> String {
        try await aside { try server.freshDatabase() }
    }

    func ask(_ sql: String, in database: String) async throws -> String {
        try await aside { [server] in try server.psql(sql, database: database).filter { $0 != "\n" } }
    }

    private static func run(
        _ server: PostgreSQLServer,
        _ scratch: Scratch,
        _ database: String,
        _ folder: String,
        under wrapper: [String] = []
    ) async throws -> Outcome {
        let command = [
            program, "-C", scratch.path, "migrate", "up", "--database", server.url(database: database), "--dir",
            folder,
        ]
        return try await aside {
            try TestSupport.run(wrapper + command, environment: ["IHCTL_ENV": "", "ENVIRONMENT": ""], limit: 120)
        }
    }

    @discardableResult
    func up(
        in database: String,
        from other: String? = nil,
        disturbedBy blow: Blow? = nil,
        after moment: Duration = .zero
    ) async throws -> Outcome {
        let seconds = "\(Double(moment / .milliseconds(1)) / 1_000 + 0.001)"
        let wrapper: [String] =
            switch blow {
            case .kill: ["timeout", "--foreground", "-s", "KILL", seconds]
            case .interrupt: ["timeout", "--foreground", "-s", "INT", seconds]
            default: []
            }
        async let outcome = KillTrial.run(server, scratch, database, other ?? folder, under: wrapper)
        if blow == .endSession || blow == .crash {
            try await Task.sleep(for: moment)
            try await strike(hard: blow == .crash, database)
        }
        return try await outcome
    }

    /// Ends a session of the run, if it has one, or kills the process behind it.
    private func strike(hard: Bool, _ database: String) async throws {
        let found = try await ask(
            "select coalesce(max(pid), 0) from pg_stat_activity where datname = '\(database)' and application_name like 'ihctl%'",
            in: "postgres"
        )
        guard let pid = Int32(found), pid > 0 else { return }
        guard hard else {
            _ = try await ask("select pg_terminate_backend(\(pid))", in: "postgres")
            return
        }
        kill(pid, SIGKILL)
        // Recovery takes a moment; it has begun when the killed one is gone.
        try await eventually { [server] in
            (try? await aside { try server.psql("select count(*) from pg_stat_activity where pid = \(pid)") }) == "0\n"
        }
    }

    /// Runs until a run says that all is well; what was disturbed may need one more, no more than that.
    func finish(in database: String) async throws {
        let outcome = try await up(in: database)
        #expect(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
    }

    func expectUndisturbed(_ database: String, _ comment: Comment) async throws {
        let picture = try await KillTrial.picture(of: database, on: server)
        #expect(picture == undisturbed, comment)
    }

    private static func picture(of database: String, on server: PostgreSQLServer) async throws -> String {
        try await aside {
            let dump = try TestSupport.run(["pg_dump", "--schema-only", "-d", server.url(database: database)])
            try require(dump)
            let schema = dump.output.split(separator: "\n").filter { line in
                // The keys of \restrict are made up anew for every dump.
                !line.hasPrefix("--") && !line.hasPrefix("\\")
            }
            let data = try server.psql(KillMigrations.data, database: database)
            return schema.joined(separator: "\n") + "\n" + data
        }
    }

    /// Keeps a snapshot for a while, again and again, so that what is built concurrently has somebody to wait for.
    func peer(in database: String) async throws -> Peer {
        let target = try Target(url: server.url(database: database))
        return Peer(target)
    }
}

/// Another user of the database.
final class Peer: Sendable {
    private let task: Task<Void, Never>

    init(_ target: Target) {
        task = Task {
            while !Task.isCancelled {
                // The server may just be recovering.
                guard let connection = try? await Connection.open(target, by: soon()) else {
                    try? await Task.sleep(for: .milliseconds(50))
                    continue
                }
                while !Task.isCancelled {
                    guard (try? await connection.query("begin isolation level repeatable read", by: soon())) != nil,
                        (try? await connection.query("select count(*) from pg_class", by: soon())) != nil
                    else { break }
                    try? await Task.sleep(for: .milliseconds(120))
                    guard (try? await connection.query("commit", by: soon())) != nil else { break }
                    try? await Task.sleep(for: .milliseconds(10))
                }
                await connection.close()
            }
        }
    }

    func end() async {
        task.cancel()
        await task.value
    }
}

/// Made by whoever asks first, for all.
final class Once<Value: Sendable>: Sendable {
    private let task: Task<Value, any Error>

    init(_ make: @escaping @Sendable () async throws -> Value) {
        task = Task { try await make() }
    }

    func get() async throws -> Value { try await task.value }
}
