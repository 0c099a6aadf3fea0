internal import Cryptography
internal import FoundationEssentials
internal import Glibc
internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

/// A server whose doors are each closed in another way.
private struct Doors: Sendable {
    let scratch = Scratch("doors")
    let authorities: String
    let server: PostgreSQLServer

    init() async throws {
        let authority = try CertificateAuthority(name: "Test Authority")
        let soonOver = try authority.issue(
            for: ["localhost"],
            validFrom: Date(timeIntervalSinceNow: -86_400),
            until: Date(timeIntervalSinceNow: 5 * 86_400)
        )
        authorities = try scratch.write(authority.identity.certificate.pem, to: "ca.pem")
        server = try await aside {
            let hba = """
                host all postgres 127.0.0.1/32 trust
                host all postgres ::1/128 trust
                host all rejected 127.0.0.1/32 reject
                hostssl all tlsonly 127.0.0.1/32 scram-sha-256
                hostnossl all tlsonly 127.0.0.1/32 reject
                host all +guests 127.0.0.1/32 scram-sha-256

                """
            return try PostgreSQLServer(
                settings: ["ssl": "on", "max_connections": "8", "superuser_reserved_connections": "3"],
                hba: hba
            ) { data in
                try Data(soonOver.certificate.pem.utf8).write(to: URL(filePath: "\(data)/server.crt"))
                try Data(soonOver.key.pem.utf8).write(to: URL(filePath: "\(data)/server.key"))
                chmod("\(data)/server.key", 0o600)
            }
        }
        _ = try await aside { [server] in
            try server.psql(
                """
                create role guests nologin;
                create role agent login password 'right-marked' in role guests;
                create role sleeper nologin password 'right-marked' in role guests;
                create role past login password 'right-marked' valid until '2020-01-01' in role guests;
                create role single login password 'right-marked' connection limit 1 in role guests;
                create role rejected login password 'right-marked';
                create role stranger login password 'right-marked';
                create role tlsonly login password 'right-marked'
                """
            )
        }
        _ = try await aside { [server] in try server.psql("create database island_hopper") }
        _ = try await aside { [server] in try server.psql("create database private") }
        _ = try await aside { [server] in try server.psql("revoke connect on database private from public") }
        _ = try await aside { [server] in try server.psql("create database closed allow_connections false") }
    }

    static let shared = Task { try await Doors() }
}

/// One after the other: some take all connections there are.
@Suite(.live, .serialized, .timeLimit(.minutes(5)))
struct ConnectTests {
    private let doors: Doors
    private var server: PostgreSQLServer { doors.server }

    init() async throws {
        doors = try await Doors.shared.value
    }

    private func health(
        _ user: String,
        _ password: String = "right-marked",
        database: String = "island_hopper",
        _ options: String = "sslmode=prefer",
        host: String = "127.0.0.1",
        port: Int? = nil,
        isAdminKnown: Bool = false,
        _ change: (inout Database) -> Void = { _ in },
    ) throws -> DatabaseHealth {
        var declared = Database()
        change(&declared)
        return DatabaseHealth(
            region: "fr-par",
            database: declared,
            agent: try Target(
                url: "postgresql://\(user):\(password)@\(host):\(port ?? server.port)/\(database)?\(options)"
            ),
            admin: isAdminKnown ? try Target(url: server.url(database: database)) : nil
        )
    }

    /// What the one failure says; all that goes on from the connection is blocked by it.
    private func refusal(_ health: DatabaseHealth, timeout: Duration = .seconds(30)) async throws -> CheckOutcome {
        let found = await health.found(timeout: timeout)
        let connect = try #require(found["database.connect"])
        #expect(found.ids(.fail).subtracting(["database.admin"]) == ["database.connect"])
        for outcome in found.outcomes where !["database.connect", "database.admin"].contains(outcome.kind.id) {
            #expect(outcome.status == .blocked, "\(outcome.kind.id)")
        }
        #expect(found["database.version"]?.blockedBy?.id == "database.connect")
        return connect
    }

    private func psql(_ sql: String) async throws {
        _ = try await aside { [server] in try server.psql(sql) }
    }

    @Test func `a password that does not do has three causes, and an admin tells which`() async throws {
        for (role, password) in [("agent", "wrong-marked"), ("nobody", "right-marked"), ("past", "right-marked")] {
            let unknown = try await refusal(health(role, password))
            // Whom no line of the rules knows does not even come to a password.
            if role == "nobody" { continue }
            unknown.expect(
                .fail,
                .auth,
                saying: "the password is wrong, there is no such role, or its password has ended"
            )
            #expect(unknown.worst?.evidence.contains(.fact("SQLSTATE", "28P01")) == true)
            #expect(unknown.fixes.first == "ihctl config show --origin database")
        }
        let wrong = try await refusal(health("agent", "wrong-marked", isAdminKnown: true))
        wrong.expect(.fail, .auth, saying: "is not the one")
        // Bootstrap would make the slip true: nobody is to paste it.
        #expect(wrong.fixes == ["ihctl config show --origin database"])
        #expect(wrong.worst?.remedies.contains { "\($0)".contains("ihctl bootstrap --plan") } == true)
        let past = try await refusal(health("past", isAdminKnown: true))
        past.expect(.fail, .auth, saying: "ended at 2020-01-01")
        try await paste(try #require(past.fixes.first), admin: server.url())
        #expect(await (try health("past")).found()["database.connect"]?.status == .pass)
        try await psql("alter role past valid until '2020-01-01'")
    }

    @Test func `a role that may not log in, a rule that rejects and one that is not there are told apart`() async throws
    {
        let sleeper = try await refusal(health("sleeper"))
        sleeper.expect(.fail, .auth, saying: "sleeper may not log in")
        try await paste(try #require(sleeper.fixes.first), admin: server.url())
        #expect(await (try health("sleeper")).found()["database.connect"]?.status == .pass)
        try await psql("alter role sleeper nologin")
        for role in ["rejected", "stranger"] {
            let refused = try await refusal(health(role))
            refused.expect(.fail, .auth, saying: "No rule of the server lets \(role) into island_hopper")
            #expect(refused.worst?.evidence.contains(.fact("SQLSTATE", "28000")) == true)
        }
        try await refusal(health("tlsonly", "sslmode=disable")).expect(.fail, .auth)
        let plain = try await refusal(health("tlsonly", "right-marked", "sslmode=disable"))
        plain.expect(.fail, .tlsMissing, saying: "over TLS only")
        #expect(
            await (try health("tlsonly", "right-marked", "sslmode=require")).found()["database.connect"]?.status
                == .pass
        )
    }

    @Test func `a database that is missing, closed or private is told apart`() async throws {
        let missing = try await refusal(health("agent", database: "island_hoper", isAdminKnown: true))
        missing.expect(.fail, .missing, saying: "There is no database island_hoper")
        #expect(missing.fixes == ["ihctl config show --origin database"])
        #expect(missing.worst?.remedies.contains { "\($0)".contains("island_hopper is meant") } == true)
        let making = "ihctl migrate up --create-database --plan shows"
        #expect(missing.worst?.remedies.contains { "\($0)".contains(making) } == true)
        let unaided = try await refusal(health("agent", database: "island_hoper"))
        #expect(unaided.worst?.remedies.contains { "\($0)".contains("island_hopper is meant") } == true)
        let closed = try await refusal(health("agent", database: "closed"))
        closed.expect(.fail, .permission, saying: "takes no connections")
        let hidden = try await refusal(health("agent", database: "private"))
        hidden.expect(.fail, .permission, saying: "agent may not connect")
        try await paste(try #require(hidden.fixes.first), admin: server.url())
        #expect(await (try health("agent", database: "private")).found()["database.connect"]?.status == .pass)
        try await psql("revoke connect on database private from agent")
        try await paste(try #require(closed.fixes.first), admin: server.url())
        #expect(await (try health("agent", database: "closed")).found()["database.connect"]?.status == .pass)
        try await psql("alter database closed with allow_connections false")
    }

    @Test func `no connection left has its three kinds`() async throws {
        func open(_ count: Int, _ target: Target) async throws -> [Connection] {
            var all: [Connection] = []
            for _ in 0..<count { all.append(try await Connection.open(target, by: soon())) }
            return all
        }
        let one = try await open(1, Target(url: "postgresql://single:right-marked@127.0.0.1:\(server.port)/postgres"))
        let full = try await refusal(health("single", isAdminKnown: true))
        full.expect(.fail, .capacity, saying: "single has all of the 1 connections")
        try await paste(try #require(full.fixes.first), admin: server.url())
        #expect(await (try health("single")).found()["database.connect"]?.status == .pass)
        try await psql("alter role single connection limit 1")
        // Eight there are, three of them kept.
        let agent = try Target(url: "postgresql://agent:right-marked@127.0.0.1:\(server.port)/postgres")
        let four = try await open(4, agent)
        let kept = try await refusal(health("agent"))
        kept.expect(.fail, .capacity, saying: "kept for superusers")
        let rest = try await open(3, try Target(url: server.url()))
        let none = try await refusal(health("agent"))
        none.expect(.fail, .capacity, saying: "as many connections as it can have")
        for connection in one + four + rest { await connection.close() }
    }

    @Test func `every fault of TLS has its word`() async throws {
        let full = "sslmode=verify-full&sslrootcert=\(doors.authorities)"
        let missing = doors.scratch.file("missing.pem")
        try await refusal(health("agent", "right-marked", full)).expect(
            .fail,
            .tlsHostname,
            saying: "not made for 127.0.0.1"
        )
        try await refusal(health("agent", "right-marked", "sslmode=verify-ca")).expect(.fail, .tlsUntrusted)
        try await refusal(health("agent", "right-marked", "sslmode=verify-full&sslrootcert=\(missing)"))
            .expect(.fail, .tlsFile, saying: missing)
        let plain = try await aside { try TestServers.postgreSQL() }
        let notTLS = try await refusal(health("agent", "right-marked", "sslmode=require", port: plain.port))
        notTLS.expect(.fail, .tlsMissing, saying: "has no TLS")
        guard case .hint(let condition)? = notTLS.worst?.remedies.first else {
            Issue.record("\(notTLS.worst?.remedies ?? [])")
            return
        }
        #expect(condition.contains("needs a certificate"))
    }

    @Test func `a certificate about to end is a warning, and how long it has is measured`() async throws {
        let found = await (try health("agent", "right-marked", "sslmode=require")).found()
        let tls = try #require(found["database.tls"])
        tls.expect(.fail, .tlsExpiring, saying: "The certificate ends in")
        #expect(tls.measures.contains { $0.name == "certificate_left" && $0.value < 6 * 86_400 })
        #expect(found["database.connect"]?.seen?.contains("TLSv1.3") == true)
    }

    @Test func `plain text where TLS is demanded is an error, and on this host alone it is well`() async throws {
        let found = await (try health("agent", "right-marked", "sslmode=disable")).found()
        found["database.tls"]?.expect(.pass)
        let demanded = await (try health("agent", "right-marked", "sslmode=disable") { $0.sslMode = .require }).found()
        demanded["database.tls"]?.expect(.fail, .tlsMissing)
    }

    @Test func `a timeout of the role's and one of ours are told apart`() async throws {
        // For this role the first question of all takes a minute.
        let admin = try await Connection.open(try Target(url: server.url(database: "island_hopper")), by: soon())
        try await admin.execute(
            """
            create role hindered login password 'right-marked' in role guests;
            create schema slow;
            create function slow.clock_timestamp() returns timestamptz language plpgsql
                as 'begin perform pg_sleep(60); return now(); end';
            grant usage on schema slow to hindered;
            alter role hindered set search_path = slow, pg_catalog;
            alter role hindered set statement_timeout = '500ms'
            """,
            by: soon()
        )
        await admin.close()
        let theirs = try await refusal(health("hindered"))
        theirs.expect(.fail, .config, saying: "A statement_timeout of the role hindered")
        #expect(theirs.worst?.evidence.contains(.fact("SQLSTATE", "57014")) == true)
        #expect(theirs.fixes.contains { $0.contains("reset statement_timeout") })
        for fix in theirs.fixes { try await paste(fix, admin: server.url(database: "island_hopper")) }
        let ours = try await refusal(health("hindered"), timeout: .seconds(3))
        ours.expect(.fail, .noReply)
        try await psql("alter role hindered reset search_path")
        #expect(await (try health("hindered")).found()["database.connect"]?.status == .pass)
    }

    @Test func `what breaks for both roles in the same way is told once`() async throws {
        let port = freePort()
        let health = DatabaseHealth(
            region: "fr-par",
            database: Database(),
            agent: Target(host: "127.0.0.1", port: port, database: "island_hopper", user: "agent"),
            admin: Target(host: "127.0.0.1", port: port, database: "island_hopper", user: "prov")
        )
        let found = await health.found()
        found["database.connect"]?.expect(.fail, .refused)
        found["database.admin"]?.expect(.skipped, saying: "the same as database.connect")
        // Asked for by itself, it is told.
        await health.found(only: ["database.admin"])["database.admin"]?.expect(.fail, .refused)
    }

    @Test func `the lower rungs are told in words of their own`() async throws {
        try await refusal(health("agent", host: "db.invalid")).expect(.fail, .dns)
        try await refusal(health("agent", port: freePort())).expect(.fail, .refused)
        let http = try Listener(.answering("HTTP/1.1 400 Bad Request\r\n\r\n"))
        try await refusal(health("agent", "right-marked", "sslmode=disable", port: http.port)).expect(
            .fail,
            .protocolMismatch
        )
        for (manner, failure) in [(Listener.Manner.resetting, FailureClass.reset), (.closing, .closed)] {
            let door = try Listener(manner)
            try await refusal(health("agent", port: door.port)).expect(.fail, failure)
            keep(door)
        }
        let silent = try Listener(.silent)
        let began = ContinuousClock.now
        try await refusal(health("agent", port: silent.port), timeout: .seconds(2)).expect(.fail, .noReply)
        #expect(ContinuousClock.now - began < .seconds(10))
        let hole = try Listener(.blackholed)
        try await refusal(health("agent", port: hole.port), timeout: .seconds(2)).expect(.fail, .connectTimeout)
        keep(http, silent, hole)
    }
}
