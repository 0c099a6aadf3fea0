internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import Platform
internal import PostgreSQL
internal import Subprocesses

/// PostgreSQL with two roles beside the superuser: one that provisions, and the agent's own with least privilege.
struct DatabaseService: StackService {
    let plan: StackPlan

    static let agent = "developer"
    static let provisioner = "provisioner"
    private static let superuser = "postgres"
    /// Of the file that `initdb` reads the password from.
    static let passwordEnding = ".password"

    var name: ServiceName { .database }
    var endpoint: String { "postgresql://127.0.0.1:\(plan.port(.database))/\(database)" }
    /// SIGINT is PostgreSQL's "fast" shutdown: sessions are ended, data is safe.
    var stopSignal: Signal { .interrupt }

    private var database: String { plan.state.names.database }
    private var data: String {
        plan.state.databaseHome.map { "\($0)/database" } ?? plan.folder.data(of: .database)
    }

    /// `initdb` works in a folder beside, which takes its name only when it is complete.
    func prepare(by deadline: Deadline) async throws {
        guard access("\(data)/PG_VERSION", F_OK) != 0 else { return forgetDeadPostmaster() }
        let unfinished = "\(data).unfinished"
        try removeFolder(unfinished)
        try removeFolder(data)
        try makeFolder(unfinished, mode: 0o700)
        let passwordFile = "\(unfinished)\(Self.passwordEnding)"
        try write(plan.state.secrets.superuserPassword + "\n", to: passwordFile, mode: 0o600)
        defer { unlink(passwordFile) }
        if DatabaseUser.isNeeded {
            try DatabaseUser.own(unfinished)
            try DatabaseUser.own(passwordFile)
        }
        let initdb = Command(
            try plan.executables.findPostgreSQL("initdb"),
            [
                "-D", unfinished, "-U", Self.superuser, "--pwfile", passwordFile, "--auth=scram-sha-256", "--no-sync",
                "--no-instructions", "--locale=C.UTF-8", "-E", "UTF8", "-k",
            ],
            environment: plan.environment,
            in: "/"
        )
        let completion = try await run(initdb.prefixed(by: try DatabaseUser.prefix()), by: deadline)
        guard completion.ending.isSuccess else {
            let reason = completion.errorText.split(separator: "\n").last.map(String.init) ?? "no reason given"
            throw StackError(.failedStep(step: "initdb", reason: reason), .database)
        }
        // Only this machine, only with a password.
        try write(
            "host all all 127.0.0.1/32 scram-sha-256\n",
            to: "\(unfinished)/pg_hba.conf",
            mode: 0o600
        )
        if DatabaseUser.isNeeded { try DatabaseUser.own("\(unfinished)/pg_hba.conf") }
        guard rename(unfinished, data) == 0 else {
            throw StackError(.folder(path: data, reason: String(cString: strerror(errno))), .database)
        }
    }

    /// PostgreSQL takes a zombie for a living server and refuses to start beside it; whoever was killed is dead to us.
    private func forgetDeadPostmaster() {
        let file = "\(data)/postmaster.pid"
        guard case .success(let bytes) = SmallFile.read(file, atMost: 4_096) else { return }
        let pid = Int32(String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self))
        if let pid, ProcessIdentity(of: pid)?.isAlive == true { return }
        unlink(file)
    }

    func command() throws -> Command {
        let settings = [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100", "shared_buffers=128MB",
            "wal_level=replica", "log_min_messages=warning", "log_line_prefix=%m [%p] %q%u@%d ",
            "logging_collector=off", "cluster_name=ihctl-dev",
        ]
        let arguments = ["-D", data, "-p", String(plan.port(.database))] + settings.flatMap { ["-c", $0] }
        var command = plan.server(.database, try plan.executables.findPostgreSQL("postgres"), arguments)
        command.folder = "/"
        return command.prefixed(by: try DatabaseUser.prefix())
    }

    func probe(by deadline: Deadline) async throws -> String {
        let connection = try await Connection.open(target(Self.superuser, database: "postgres"), by: deadline)
        let rows = try await connection.query("show server_version", by: deadline)
        let version: String = try rows.value()
        await connection.close()
        return version.split(separator: " ").first.map(String.init) ?? version
    }

    /// The two roles, the agents' group and the database, with nothing granted beyond need.
    func settle(by deadline: Deadline) async throws {
        let connection = try await Connection.open(target(Self.superuser, database: "postgres"), by: deadline)
        let secrets = plan.state.secrets
        try await role(
            Self.provisioner,
            "createdb createrole",
            secrets.provisionerPassword,
            on: connection,
            by: deadline
        )
        try await role(Self.agent, "nocreatedb nocreaterole", secrets.agentPassword, on: connection, by: deadline)
        if let group = plan.agentGroup, group != Self.agent {
            if try await !exists(group, on: connection, by: deadline) {
                try await connection.query("create role \(identifier: group) nologin", by: deadline)
            }
            try await connection.query("grant \(identifier: group) to \(identifier: Self.agent)", by: deadline)
        }
        // Without it doctor sees that there are sessions and not what they wait for.
        try await connection.query("grant pg_monitor to \(identifier: Self.provisioner)", by: deadline)
        let there = try await connection.query(
            "select exists (select from pg_database where datname = \(database))",
            by: deadline
        )
        if try !there.value(as: Bool.self) {
            let owner = Self.provisioner
            try await connection.query(
                "create database \(identifier: database) owner \(identifier: owner)",
                by: deadline
            )
        }
        try await connection.query(
            "revoke all on database \(identifier: database), postgres, template1 from public",
            by: deadline
        )
        // From there another database is made, and doctor looks where the platform's own is not there yet.
        try await connection.query(
            "grant connect on database postgres to \(identifier: Self.provisioner)",
            by: deadline
        )
        try await connection.query(
            "grant connect on database \(identifier: database) to \(identifier: Self.agent)",
            by: deadline
        )
        await connection.close()
    }

    private func role(
        _ name: String,
        _ attributes: String,
        _ password: String,
        on connection: Connection,
        by deadline: Deadline,
    ) async throws {
        let verb = try await exists(name, on: connection, by: deadline) ? "alter" : "create"
        let literal = SQL.quoted(literal: password)
        try await connection.query(
            "\(raw: verb) role \(identifier: name) login nosuperuser \(raw: attributes) password \(raw: literal)",
            by: deadline
        )
    }

    private func exists(_ role: String, on connection: Connection, by deadline: Deadline) async throws -> Bool {
        try await connection.query("select exists (select from pg_roles where rolname = \(role))", by: deadline).value()
    }

    private func target(_ user: String, database: String) -> Target {
        Target(
            host: "127.0.0.1",
            port: plan.port(.database),
            database: database,
            user: user,
            password: plan.state.secrets.superuserPassword
        )
    }

    func url(_ user: String, password: String) -> String {
        "postgresql://\(user):\(password)@127.0.0.1:\(plan.port(.database))/\(database)"
    }
}
