import Deadlines
import Doctor
import FoundationEssentials
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

/// The lower rungs: whatever breaks one of them is one failure, and all else waits for it.
@Suite(.live, .timeLimit(.minutes(5))) struct ConnectHealthTests {
    static let text = """
        largest_message: 64Ki
        streams: {s: {subjects: ["s.>"]}}
        consumers: {c: {stream: s}}
        """

    /// The one failure, with everything else blocked by it.
    private func connect(_ health: MessagingHealth, timeout: Duration = .seconds(30)) async throws -> CheckOutcome {
        let examination = await health.examine(timeout: timeout)
        let outcome = try #require(examination.outcome("messaging.connect"))
        #expect(outcome.status == .fail)
        #expect(examination.ids(.fail) == ["messaging.connect"])
        #expect(examination.count(.blocked) == examination.outcomes.count - 1)
        #expect(examination.outcomes.dropFirst().allSatisfy { $0.blockedBy?.id == "messaging.connect" })
        return outcome
    }

    @Test func `a wrong password is told with the user and without the password`() async throws {
        let server = try NATSServer(configuration: "authorization { user: ana, password: right }")
        let outcome = try await connect(try health(Self.text, server.url, .user("ana", password: "wr0ng-marzipan")))
        #expect(outcome.failureClass == "auth")
        #expect(outcome.summary == "NATS refuses user ana.")
        #expect(outcome.fact("INFO") == "auth_required: true")
        // Words of ours are no secrets.
        #expect(Redactor().redact(outcome) == outcome)
        #expect(!"\(outcome)".contains("marzipan"))
        #expect(!outcome.json.compact.contains("marzipan"))
    }

    @Test func `a wrong token never shows`() async throws {
        let server = try NATSServer(configuration: "authorization { token: right }")
        let outcome = try await connect(try health(Self.text, server.url, .token("marzipan-token")))
        #expect(outcome.failureClass == "auth")
        #expect(!"\(outcome)".contains("marzipan"))
        let inURL = try await connect(
            try health(Self.text, server.url.replacing("nats://", with: "nats://marzipan-token@"))
        )
        #expect(inURL.failureClass == "auth")
        #expect(!"\(inURL)".contains("marzipan"))
    }

    @Test func `missing credentials are told apart by the server's greeting`() async throws {
        let server = try NATSServer(configuration: "authorization { token: right }")
        let outcome = try await connect(try health(Self.text, server.url))
        #expect(outcome.failureClass == "config")
        #expect(outcome.summary == "NATS wants credentials, and none are given.")
    }

    @Test func `nobody listens`() async throws {
        let outcome = try await connect(try health(Self.text, "nats://127.0.0.1:\(freePort())"))
        #expect(outcome.failureClass == "refused")
    }

    @Test func `nobody answers, and there is no such host`() async throws {
        let hole = try Listener(.blackholed)
        let began = ContinuousClock.now
        let silent = try await connect(try health(Self.text, "nats://127.0.0.1:\(hole.port)"), timeout: .seconds(8))
        #expect(silent.failureClass == "connect_timeout")
        #expect(ContinuousClock.now - began < .seconds(40))
        let nameless = try await connect(try health(Self.text, "nats://nats.invalid:4222"))
        #expect(["dns", "dns_no_answer"].contains(nameless.failureClass))
        keep(hole)
    }

    @Test func `a server that freezes behind the open door ends every check in time`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        let checkup = try health(Self.text, server.url, monitoring: server.monitoringURL).checkup()
        #expect(try await checkup.checks[0].examine(soon()).findings == [])
        try await freeze(server.child.pid)
        defer { thaw(server.child.pid) }
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: (String, Diagnosis).self) { group in
            for check in checkup.checks.dropFirst() {
                group.addTask { (check.kind.id, try await check.examine(.after(.seconds(3)))) }
            }
            for try await (id, diagnosis) in group {
                let isTold = diagnosis.findings.first?.failureClass == "no_reply"
                // What was said before stands, and where there is no page another check says so.
                let isOfGreeting = ["messaging.version", "messaging.payload"].contains(id)
                let isLeftOut = if case .skipped = diagnosis.standing { true } else { false }
                #expect(isTold || isOfGreeting || isLeftOut, "\(id) \(diagnosis)")
            }
        }
        #expect(ContinuousClock.now - began < .seconds(30))
        await checkup.finish()
    }

    @Test func `another protocol is told as one, whether it speaks first or waits`() async throws {
        let speaker = try Listener(.greeting("220 mail ready\r\n"))
        let first = try await connect(try health(Self.text, "nats://127.0.0.1:\(speaker.port)"))
        #expect(first.failureClass == "protocol_mismatch")
        let server = try NATSServer()
        let second = try await connect(
            try health(Self.text, "nats://127.0.0.1:\(server.monitoringPort)"),
            timeout: .seconds(8)
        )
        #expect(second.failureClass == "protocol_mismatch")
        #expect(
            second.worst?.evidence.contains {
                if case .verbatim(let text) = $0 { text.hasPrefix("HTTP/1.0") } else { false }
            } == true
        )
        keep(speaker)
    }

    @Test func `who answers in the place of NATS is named, and at once`() async throws {
        let redis = try RedisServer(arguments: ["--requirepass", "marzipan"])
        let server = try NATSServer()
        for (port, name) in [(redis.port, "Redis"), (server.monitoringPort, "a web server")] {
            let outcome = try await connect(try health(Self.text, "nats://127.0.0.1:\(port)"), timeout: .seconds(120))
            #expect(outcome.failureClass == "protocol_mismatch")
            #expect(outcome.summary == "What answers at 127.0.0.1:\(port) is \(name), no NATS server.")
            // Not when three quarters of the time are gone.
            #expect(outcome.duration < .seconds(60))
        }
        keep(redis, server)
    }

    @Test func `a frozen server ends the check with no_reply`() async throws {
        let server = try NATSServer()
        try await freeze(server.child.pid)
        defer { thaw(server.child.pid) }
        let began = ContinuousClock.now
        let outcome = try await connect(try health(Self.text, server.url), timeout: .seconds(8))
        #expect(outcome.failureClass == "no_reply")
        #expect(outcome.summary.contains("takes connections"))
        #expect(ContinuousClock.now - began < .seconds(30))
    }

    @Test func `a full server is told as one`() async throws {
        let server = try NATSServer(configuration: "max_connections: 1")
        let held = try await NATSConnection.open(NATSOptions(url: server.url), by: soon())
        let outcome = try await connect(try health(Self.text, server.url))
        #expect(outcome.failureClass == "quota")
        held.close()
    }

    @Test func `TLS wanted of a server without any`() async throws {
        let server = try NATSServer()
        let outcome = try await connect(try health(Self.text, "tls://127.0.0.1:\(server.port)"))
        #expect(outcome.failureClass == "protocol_mismatch" || outcome.failureClass == "tls_missing")
    }

    @Test func `a server that demands TLS is judged by its certificate`() async throws {
        let scratch = Scratch("nats-tls")
        let (certificate, key) = (scratch.file("c.pem"), scratch.file("k.pem"))
        try require(
            run([
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "20", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ])
        )
        let server = try NATSServer(configuration: "tls { cert_file: \"\(certificate)\", key_file: \"\(key)\" }")
        let outcome = try await connect(try health(Self.text, server.url))
        #expect(outcome.failureClass == "tls_self_signed")
        let trusted = await (try health(Self.text, server.url, authorities: certificate)).examine(
            Selection(only: ["messaging.connect"])
        )
        #expect(trusted.outcomes.map(\.status) == [.warn])
        #expect(trusted.outcomes.first?.failureClass == "tls_expiring")
        #expect(trusted.outcomes.first?.seen?.contains("over TLS") == true)
        withExtendedLifetime(scratch) {}
    }

    @Test func `credentials that have expired are told before the server is asked`() async throws {
        let scratch = Scratch("creds")
        let seed = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY"
        let path = try scratch.write(Self.credentials(expiring: 1_600_000_000, seed: seed), to: "u.creds")
        let health = try health(Self.text, "nats://127.0.0.1:\(freePort())", .credentialsFile(path: path))
        let outcome = try await connect(health)
        #expect(outcome.failureClass == "auth")
        #expect(outcome.summary == "The user's credentials have expired.")
        #expect(outcome.fact("valid until")?.hasPrefix("2020-09-13") == true)
        #expect(!"\(outcome)".contains(seed))
        let bad = try scratch.write("nothing", to: "bad.creds")
        let broken = try await connect(
            try MessagingTests.health(Self.text, "nats://127.0.0.1:\(freePort())", .credentialsFile(path: bad))
        )
        #expect(broken.failureClass == "config")
    }

    /// As `nsc` writes them; nobody looks at the signature before the server does.
    private static func credentials(expiring: Int, seed: String) -> String {
        func part(_ json: String) -> String {
            Data(json.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=",
                with: ""
            )
        }
        let token = "\(part("{\"typ\":\"JWT\"}")).\(part("{\"name\":\"ana\",\"exp\":\(expiring)}")).c2ln"
        return """
            -----BEGIN NATS USER JWT-----
            \(token)
            ------END NATS USER JWT------

            -----BEGIN USER NKEY SEED-----
            \(seed)
            ------END USER NKEY SEED------
            """
    }

    @Test func `a server about to shut down is told, and its clients go on`() async throws {
        let server = try NATSServer(configuration: "lame_duck_duration: \"10m\", lame_duck_grace_period: \"5m\"")
        let held = try await NATSConnection.open(NATSOptions(url: server.url), by: soon())
        try require(run([serverExecutable("nats-server"), "--signal", "ldm=\(server.child.pid)"]))
        try await eventually("the server says so") { held.isLameDuck }
        // Its door is shut already, and without its page that is all that is to be seen.
        let blind = try await connect(try health(Self.text, server.url))
        #expect(blind.failureClass == "refused")
        let told = await (try health(Self.text, server.url, monitoring: server.monitoringURL)).examine()
        let outcome = try #require(told.outcome("messaging.connect"))
        #expect(outcome.status == .fail)
        #expect(outcome.failureClass == "starting")
        #expect(outcome.summary.contains("lame duck mode"))
        #expect(outcome.fact("address") == "127.0.0.1:\(server.port) refuses")
        #expect(outcome.commands == ["ihctl doctor fr-par/messaging --wait 5m"])
        #expect(told.outcome("messaging.roundtrip")?.blockedBy?.id == "messaging.connect")
        let page = told.outcome("messaging.monitoring")
        #expect(page?.status == .warn)
        #expect(page?.failureClass == "starting")
        held.close()
    }

    @Test func `a page beside a closed door says no more than it knows`() async throws {
        let server = try NATSServer()
        let other = try health(Self.text, "nats://127.0.0.1:\(freePort())", monitoring: server.monitoringURL)
        // A healthy server is another one, and the port is wrong.
        #expect(await other.examine().outcome("messaging.connect")?.failureClass == "refused")
        let page = "{\"server_id\":\"N\",\"start\":\"2026-01-31T08:30:00Z\"}"
        let stand = try WebStandIn { request in
            request.target.hasPrefix("/healthz")
                ? .init(500, "{\"status\":\"error\",\"error\":\"not ready\"}") : .init(200, page)
        }
        defer { stand.stop() }
        let young = try health(Self.text, "nats://127.0.0.1:\(freePort())", monitoring: stand.url)
        let outcome = await young.examine().outcome("messaging.connect")
        #expect(outcome?.failureClass == "starting")
        #expect(outcome?.summary.contains("takes no clients yet") == true)
    }
}
