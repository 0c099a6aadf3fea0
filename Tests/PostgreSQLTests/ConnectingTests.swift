internal import Deadlines
internal import Glibc
internal import Network
internal import PostgreSQL
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct ConnectingTests {
    let server: PostgreSQLServer

    init() async throws {
        server = try await sharedServer()
    }

    private func kind(_ url: String, by deadline: Deadline = soon()) async -> PostgreSQLError.Kind? {
        await failure { try await Connection.open(try Target(url: url), by: deadline) }?.kind
    }

    private func kind(of server: FakeServer) async -> PostgreSQLError.Kind? {
        let kind = await kind(server.url)
        return withExtendedLifetime(server) { kind }
    }

    @Test func `what the server refuses has its SQLSTATE`() async throws {
        let login = try await server.newRole("login password 'right'")
        let locked = try await server.newRole("nologin password 'right'")
        let limited = try await server.newRole("login password 'right' connection limit 0")
        let closed = try await server.newDatabase()
        try await server.run("revoke connect on database \(closed) from public")
        try await server.run("create database still_\(closed) allow_connections false strategy = file_copy")
        let address = "127.0.0.1:\(server.port)"
        for (url, code) in [
            ("\(login):wrong@\(address)/postgres", SQLState.invalidPassword),
            ("nobody:wrong@\(address)/postgres", .invalidPassword),
            ("\(locked):right@\(address)/postgres", .invalidAuthorization),
            ("\(login):right@\(address)/nowhere", .unknownDatabase),
            ("\(login):right@\(address)/\(closed)", .insufficientPrivilege),
            ("\(limited):right@\(address)/postgres", .tooManyConnections),
            ("postgres@\(address)/still_\(closed)", SQLState(rawValue: "55000")),
        ] {
            let error = await failure { try await Connection.open(try Target(url: "postgresql://\(url)"), by: soon()) }
            #expect(error?.code == code, "\(url): \(String(describing: error))")
            #expect(error?.connectionIsUsable == false)
            #expect(error?.serverError?.message.isEmpty == false)
        }
    }

    @Test func `a password that is asked for and not given is told apart from a wrong one`() async throws {
        let login = try await server.newRole("login password 'right'")
        #expect(await kind("postgresql://\(login)@127.0.0.1:\(server.port)/postgres") == .authenticationMissing)
        let given = try await Connection.open(
            try Target(url: "postgresql://\(login):right@127.0.0.1:\(server.port)/postgres"),
            by: soon()
        )
        #expect(await given.usedPassword)
        #expect(await (try server.open()).usedPassword == false)
    }

    @Test func `each rung below the protocol has its name`() async throws {
        #expect(
            await kind("postgresql://a@no-such-host.invalid/d")
                == .transport(.nameUnknown(host: "no-such-host.invalid"))
        )
        #expect(await kind("postgresql://a@127.0.0.1:\(freePort())/d") == .transport(.refused))
        #expect(await kind("postgresql://a@/d?host=/nowhere") == .transport(.system(errno: ENOENT)))
        #expect(await kind(of: FakeServer(resetting)) == .transport(.reset))
        #expect(await kind(of: FakeServer(answering([]))) == .transport(.closed))
        let page = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)
        #expect(await kind(of: FakeServer(answering(page))) == .notPostgreSQL(firstBytes: Array(page.prefix(16))))
        let kerberos: [UInt8] = [UInt8(ascii: "R"), 0, 0, 0, 8, 0, 0, 0, 2]
        #expect(await kind(of: FakeServer(answering(kerberos))) == .unsupportedAuthentication(code: 2))
    }

    @Test func `an end that accepts and says nothing is told apart from one that does not accept`() async throws {
        let silent = FakeServer { _ in false }
        let crowded = FakeServer(backlog: 0)
        let crowd = crowded.crowd()
        defer { crowd.forEach { close($0) } }
        let took = await elapsed {
            async let ofSilent = kind(silent.url, by: shortly())
            async let ofCrowded = kind(crowded.url, by: shortly())
            #expect(await ofSilent == .transport(.noReply))
            #expect(await ofCrowded == .transport(.connectTimedOut))
        }
        #expect(took < .seconds(30))
    }

    @Test func `cancelling the task ends connecting`() async throws {
        let silent = FakeServer { _ in false }
        let target = try Target(url: silent.url)
        let task = Task { await failure { try await Connection.open(target, by: .after(.seconds(300))) }?.kind }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test func `of several hosts the first that answers is taken`() async throws {
        let silent = FakeServer { _ in false }
        let url =
            "postgresql://postgres@127.0.0.1:\(freePort()),127.0.0.1:\(silent.port),127.0.0.1:\(server.port)/postgres"
        let connection = try await Connection.open(try Target(url: url), by: .after(.seconds(6)))
        #expect(connection.host.port == server.port)
        let all = "postgresql://postgres@127.0.0.1:\(freePort()),no-such-host.invalid/postgres"
        #expect(await kind(all) == .transport(.refused))
    }

    @Test func `the role of the server can be asked for`() async throws {
        let database = try await server.newDatabase()
        try await server.run("alter database \(database) set default_transaction_read_only = on")
        let url = server.url(database: database)
        for role in ["any", "primary", "read-only", "prefer-standby"] {
            let connection = try await Connection.open(
                try Target(url: "\(url)?target_session_attrs=\(role)"),
                by: soon()
            )
            #expect(await connection.parameter("default_transaction_read_only") == "on")
        }
        #expect(await kind("\(url)?target_session_attrs=read-write") == .wrongRole(wanted: .readWrite))
        #expect(await kind("\(url)?target_session_attrs=standby") == .wrongRole(wanted: .standby))
    }

    @Test func `a full server says so`() async throws {
        let own = try await started {
            try PostgreSQLServer(settings: ["max_connections": "4", "superuser_reserved_connections": "0"])
        }
        var held: [Connection] = []
        for _ in 0..<4 { held.append(try await own.open()) }
        #expect(await failure { try await own.open() }?.code == .tooManyConnections)
        await held[0].close()
    }

    @Test func `a server that shuts down says so`() async throws {
        let own = try await started()
        let holder = try await own.open()
        own.child.send(SIGTERM)
        var code: SQLState?
        try await eventually {
            code = await failure { try await own.open() }?.code; return code != nil
        }
        #expect(code == .cannotConnectNow)
        await holder.close()
    }

    @Test func `a socket's folder serves as host`() async throws {
        let folder = try await server.open().query("show unix_socket_directories", by: soon()).value(as: String.self)
        let target = try patient("postgresql://postgres@/postgres?host=\(folder)&port=\(server.port)")
        let connection = try await Connection.open(target, by: soon())
        #expect(try await connection.query("select inet_server_addr()::text", by: soon()).value() == String?.none)
        let error = await failure { try await connection.query("select pg_sleep(100)", by: shortly()) }
        #expect(error?.kind == .deadlinePassed(during: .statement))
        #expect(error?.connectionIsUsable == true)
    }

    @Test func `neither the environment nor the home folder say where to connect`() async throws {
        await #expect(processExitsWith: .success) { [port = server.port as Int] in
            for name in [
                "PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGSSLMODE", "PGSSLROOTCERT",
            ] {
                setenv(name, "nonsense", 1)
            }
            for name in [
                "PGPASSWORD", "PGPASSFILE", "PGSERVICEFILE", "PGTARGETSESSIONATTRS", "PGCLIENTENCODING",
                "PGCHANNELBINDING",
            ] {
                setenv(name, "nonsense", 1)
            }
            setenv("PGDATESTYLE", "German", 1)
            let target = try Target(url: "postgresql://postgres@127.0.0.1:\(port)/template1")
            let connection = try await Connection.open(target, by: .after(.seconds(20)))
            let row = try await connection.query(
                "select current_user, current_database(), current_setting('DateStyle')",
                by: .after(.seconds(20))
            )[0]
            guard row.texts == ["postgres", "template1", "ISO, DMY"] else { exit(3) }
            exit(0)
        }
    }
}
