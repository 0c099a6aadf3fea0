import Deadlines
import Doctor
import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct ServerHealthTests {
    static let text = """
        largest_message: 64Ki
        agents: [ana]
        streams:
          inbox: {subjects: ["agents.*.inbox"], retention: workqueue, max_messages: 100, discard: new}
          events: {subjects: ["events.>"], max_age: 1h}
        consumers:
          agent-{agent}: {stream: inbox, filter: "agents.{agent}.inbox", max_deliver: 3}
          all: {stream: events}
        key_value: {k: {}}
        object_stores: {files: {}}
        """

    @Test func `a healthy server gives nothing but passes`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        let stream = try await jetStream(server)
        let before = try await stream.streams(by: soon()).map(\.lastSequence)
        let examination = await (try health(Self.text, server.url, monitoring: server.monitoringURL)).examine()
        #expect(examination.troubles == [])
        #expect(examination.outcomes.count > 30)
        #expect(examination.outcomes.allSatisfy { $0.findings.allSatisfy { $0.severity == .note } })
        // Probes leave nothing behind.
        #expect(try await stream.streams(by: soon()).map(\.lastSequence) == before)
        #expect(try await stream.streams(by: soon()).count == 4)
        let ids = Set(examination.outcomes.map(\.kind.id))
        #expect(Set(MessagingChecks.all.map(\.id)).subtracting(ids) == ["messaging.leaf", "messaging.mirror"])
    }

    @Test func `every check that is made stands in the catalogue, and nothing is required that does not`() {
        let known = Set(MessagingChecks.all.map(\.id))
        #expect(known.count == MessagingChecks.all.count)
        #expect(MessagingChecks.all.allSatisfy { $0.requires.allSatisfy(known.contains) })
    }

    @Test func `a way that is slow is told with what it took`() async throws {
        let server = try NATSServer()
        var limits = HealthLimits()
        limits.latency = .zero
        let outcome = await (try health("{}", server.url, limits: limits)).examine().outcome("messaging.roundtrip")
        #expect(outcome?.status == .warn)
        #expect(outcome?.failureClass == "latency")
    }

    @Test func `an older release than declared is told`() async throws {
        let server = try NATSServer()
        let examination = await (try health("version: \"9.1\"", server.url)).examine()
        let outcome = try #require(examination.outcome("messaging.version"))
        #expect(outcome.status == .fail)
        #expect(outcome.failureClass == "outdated")
        #expect(outcome.fact("needed") == "9.1")
    }

    @Test func `JetStream off on the server and off for the account are two faults`() async throws {
        let without = try NATSServer(jetStream: false)
        let off = await (try health(Self.text, without.url, monitoring: without.monitoringURL)).examine()
        let server = try #require(off.outcome("messaging.jetstream"))
        #expect(server.status == .fail)
        #expect(server.failureClass == "unsupported")
        #expect(server.summary == "JetStream is off on the server.")
        #expect(off.outcome("messaging.stream")?.blockedBy?.id == "messaging.jetstream")
        // The page says ok of such a server, and nobody believes it.
        #expect(off.outcome("messaging.monitoring")?.status == .pass)
        #expect(off.ids(.fail) == ["messaging.jetstream"])

        let accounts = try NATSServer(
            configuration: """
                accounts {
                  agents { jetstream: enabled, users: [ { user: ana, password: a } ] }
                  others { users: [ { user: bob, password: b } ] }
                }
                """
        )
        let other = await (try health(Self.text, accounts.url, .user("bob", password: "b"))).examine()
        let account = try #require(other.outcome("messaging.jetstream"))
        #expect(account.failureClass == "unsupported")
        #expect(account.summary == "JetStream is on, and not for the account of user bob.")
        #expect(account.fact("account") == "others")
        #expect(account.fact("error")?.hasPrefix("10039 (") == true)
        #expect(other.ids(.fail) == ["messaging.jetstream"])
    }

    @Test func `a message larger than the server takes is told`() async throws {
        let server = try NATSServer(configuration: "max_payload: 65536")
        let need = await (try health("largest_message: 1Mi", server.url)).examine()
        let outcome = try #require(need.outcome("messaging.payload"))
        #expect(outcome.status == .fail)
        #expect(outcome.failureClass == "capacity")
        #expect(outcome.fact("max_payload") == "65536")
        let limit = await (try health("streams: {s: {max_message_size: 1Mi}}", server.url)).examine()
        #expect(limit.outcome("messaging.payload")?.status == .warn)
        #expect(await (try health("{}", server.url)).examine().outcome("messaging.payload") == nil)
    }

    @Test func `what a user may not do is told with its subject and the user`() async throws {
        let server = try NATSServer(
            configuration: """
                authorization { users: [ { user: ana, password: a, permissions: {
                  publish: { allow: ["events.>", "$JS.>", "$SYS.REQ.USER.INFO", "_INBOX.>"], deny: ["$JS.ACK.>"] }
                  subscribe: { allow: ["_INBOX.>"] }
                } } ] }
                """
        )
        let text = """
            streams: {inbox: {subjects: ["agents.*.inbox"]}, events: {subjects: ["events.>"]}}
            consumers: {c: {stream: events}}
            """
        let examination = await (try health(text, server.url, .user("ana", password: "a"))).examine()
        let outcome = try #require(examination.outcome("messaging.permissions"))
        #expect(outcome.status == .fail)
        #expect(outcome.failureClass == "permission")
        #expect(
            outcome.findings.map(\.message) == [
                "User ana may not publish to agents.*.inbox.", "User ana may not publish to $JS.ACK.events.c.>.",
            ]
        )
        // Only what the probe wants is forbidden: that is no fault of the platform.
        #expect(examination.outcome("messaging.roundtrip")?.status == .skipped)
    }

    @Test func `a user without an inbox is told so, and not that time is up`() async throws {
        let server = try NATSServer(
            configuration: """
                authorization { users: [ { user: ana, password: a, permissions: {
                  publish: ">", subscribe: { deny: ["_INBOX.>"] }
                } } ] }
                """
        )
        let examination = await (try health("{}", server.url, .user("ana", password: "a"))).examine(
            timeout: .seconds(6)
        )
        let outcome = try #require(examination.outcome("messaging.connect"))
        #expect(outcome.failureClass == "permission")
        #expect(outcome.summary == "User ana may not subscribe to _INBOX.>.")
        #expect(examination.ids(.fail) == ["messaging.connect"])
    }

    @Test func `an account near its limits is told before it is full`() async throws {
        let server = try NATSServer(
            configuration: """
                accounts { agents {
                  jetstream: { max_mem: 1M, max_file: 100K, max_streams: 4, max_consumers: 100 }
                  users: [ { user: ana, password: a } ]
                } }
                """
        )
        let who = NATSCredentials.user("ana", password: "a")
        let stream = try await jetStream(server, who)
        for name in ["a", "b", "c"] {
            try await stream.create(StreamConfiguration(name: name, subjects: [name]), by: soon())
        }
        let some = await (try health("{}", server.url, who)).examine().outcome("messaging.account")
        #expect(some?.status == .warn)
        #expect(some?.failureClass == "quota")
        #expect(some?.summary == "The account has used 75 % of its streams.")
        for _ in 0..<19 { try await stream.publish("a", Array(repeating: 7, count: 5_000), by: soon()) }
        let full = await (try health("{}", server.url, who)).examine().outcome("messaging.account")
        #expect(full?.status == .fail)
        #expect(full?.summary.contains("of its storage") == true)
        #expect(full?.measures.contains { $0.name == "account_storage" } == true)
    }

    @Test func `what the server has promised away is seen in its monitoring`() async throws {
        let scratch = Scratch("nats-small")
        let server = try NATSServer(
            configuration: "jetstream { store_dir: \"\(scratch.file("js"))\", max_file: 1M, max_mem: 1M }",
            jetStream: false
        )
        var config = StreamConfiguration(name: "a", subjects: ["a"])
        config.maxBytes = 900_000
        try await jetStream(server).create(config, by: soon())
        let outcome = await (try health("{}", server.url, monitoring: server.monitoringURL)).examine()
            .outcome("messaging.account")
        #expect(outcome?.status == .warn)
        #expect(outcome?.failureClass == "capacity")
        #expect(outcome?.summary.hasSuffix("% of its reserved storage.") == true)
        withExtendedLifetime(scratch) {}
    }

    @Test func `monitoring that is not there or another's is told`() async throws {
        let server = try NATSServer()
        let other = try NATSServer()
        let nobody = await (try health("{}", server.url, monitoring: "http://127.0.0.1:\(freePort())")).examine()
        #expect(nobody.outcome("messaging.monitoring")?.failureClass == "refused")
        #expect(nobody.outcome("messaging.slow-consumers")?.status == .skipped)
        let secret = await
            (try health("{}", server.url, monitoring: "http://ana:marzipan@127.0.0.1:\(freePort())/nats")).examine()
        #expect(secret.outcome("messaging.monitoring")?.failureClass == "refused")
        #expect(secret.outcome("messaging.monitoring")?.fact("page")?.hasSuffix("/nats") == true)
        #expect(!"\(secret)".contains("marzipan"))
        let stranger = try Listener(.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"))
        let mismatch = await (try health("{}", server.url, monitoring: "http://127.0.0.1:\(stranger.port)")).examine()
        #expect(mismatch.outcome("messaging.monitoring")?.failureClass == "protocol_mismatch")
        let health = try health("{}", server.url, monitoring: other.monitoringURL)
        let wrong = try #require(await health.examine().outcome("messaging.monitoring"))
        #expect(wrong.status == .warn)
        #expect(wrong.failureClass == "drift")
        keep(stranger, other)
    }

    @Test func `a client that was cut off for its slowness is named`() async throws {
        let server = try NATSServer(configuration: "write_deadline: \"50ms\", max_payload: 65536, max_pending: 65536")
        let hello = "CONNECT {\"name\":\"sluggish\",\"verbose\":false}\r\nSUB flood 1\r\nPING\r\n"
        let slow = try DeafClient(port: server.port, saying: hello)
        let connection = try await NATSConnection.open(NATSOptions(url: server.url), by: soon())
        let load = [UInt8](repeating: 7, count: 60_000)
        try await eventually("the server cuts it off") {
            for _ in 0..<50 { try await connection.publish("flood", load, by: soon()) }
            try await connection.flush(by: soon())
            return try server.log().contains("Slow Consumer")
        }
        let outcome = await (try health("{}", server.url, monitoring: server.monitoringURL)).examine()
            .outcome("messaging.slow-consumers")
        #expect(outcome?.status == .warn)
        #expect(outcome?.failureClass == "overloaded")
        #expect(outcome?.fact("sluggish") != nil)
        withExtendedLifetime(slow) {}
    }
}
