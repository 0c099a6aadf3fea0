import Deadlines
import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct TroubleTests {
    static let text = """
        streams: {s: {subjects: [\"s.>\"], max_age: 1h}}
        consumers: {c: {stream: s, filter: s.a}}
        key_value: {k: {}}
        """

    @Test func `a wrong password is told as one, and nothing of it`() async throws {
        let server = try NATSServer(configuration: "authorization { user: ana, password: right }")
        let resource = try resource(Self.text, server, .user("ana", password: "wr0ng-secret"))
        let error = await failure { try await resource.survey(by: soon()) }
        let told = try #require(finding(error))
        #expect(told.id == "messaging.connect")
        #expect(told.failureClass == "auth")
        #expect((error as? ResourceFailure)?.isAnswer == true)
        #expect(!"\(String(describing: error))".contains("wr0ng-secret"))
        #expect(await failure { try await resource.identity(by: soon()) } is ResourceFailure)
    }

    @Test func `nobody there is told as out of reach`() async throws {
        let options = try NATSOptions(url: "nats://127.0.0.1:\(freePort())")
        let resource = MessagingResource(region: "fr-par", messaging: try messaging(Self.text), options: options)
        let error = await failure { try await resource.survey(by: soon()) }
        #expect(finding(error)?.id == "messaging.connect")
        #expect(finding(error)?.failureClass == "refused")
        #expect((error as? ResourceFailure)?.isAnswer == false)
    }

    @Test func `a server without JetStream is told as one`() async throws {
        let server = try NATSServer(jetStream: false)
        let error = await failure { try await resource(Self.text, server).survey(by: soon()) }
        #expect(finding(error)?.id == "messaging.jetstream")
        #expect((error as? ResourceFailure)?.isAnswer == true)
    }

    @Test func `an account without JetStream is told as one`() async throws {
        let server = try NATSServer(
            configuration: """
                accounts {
                  agents { jetstream: enabled, users: [ { user: ana, password: a } ] }
                  others { users: [ { user: bob, password: b } ] }
                }
                """
        )
        let error = await failure {
            try await resource(Self.text, server, .user("bob", password: "b")).survey(by: soon())
        }
        #expect(finding(error)?.id == "messaging.jetstream")
        try await resource(Self.text, server, .user("ana", password: "a")).settle()
    }

    @Test func `a permission that is missing is named, when looking and when acting`() async throws {
        let server = try NATSServer(
            configuration: """
                authorization { users = [
                  { user: blind, password: a, permissions { publish: { deny: ["$JS.API.STREAM.LIST"] } } }
                  { user: reader, password: a, permissions { publish: { deny: ["$JS.API.STREAM.CREATE.>"] } } }
                ] }
                """
        )
        let blind = try resource(Self.text, server, .user("blind", password: "a"))
        let error = await failure { try await blind.survey(by: soon()) }
        #expect(finding(error)?.id == "messaging.permission")
        #expect(finding(error)?.message == "this user may not publish to $JS.API.STREAM.LIST")
        let reader = try resource(Self.text, server, .user("reader", password: "a"))
        let changes = try await reader.survey(by: soon()).changes
        #expect(changes.count == 3)
        let refused = await failure { try await reader.carryOut(changes[0], by: soon()) }
        #expect(finding(refused)?.id == "messaging.permission")
        #expect(finding(refused)?.subject == changes[0].address.description)
    }

    @Test func `what the server refuses at the last moment is told with its code`() async throws {
        let server = try NATSServer(
            configuration:
                "accounts { agents { jetstream: { max_streams: 1 }, users: [ { user: ana, password: a } ] } }"
        )
        let resource = try resource(Self.text, server, .user("ana", password: "a"))
        let changes = try await resource.survey(by: soon()).changes
        #expect(try await resource.carryOut(changes[0], by: soon()) == [])
        let error = await failure { try await resource.carryOut(changes[1], by: soon()) }
        #expect(finding(error)?.id == "messaging.refused")
        let evidence = "\(finding(error)?.evidence ?? [])"
        #expect(evidence.contains("10027 ("))
        #expect((error as? ResourceFailure)?.isAnswer == true)
    }

    @Test func `a server that hangs costs no more than the deadline, and goes on where it stopped`() async throws {
        let server = try NATSServer()
        let resource = try resource(Self.text, server)
        let changes = try await resource.survey(by: soon()).changes
        try await freeze(server.child.pid)
        let start = ContinuousClock.now
        let looked = await failure { try await resource.survey(by: .after(.seconds(1))) }
        let acted = await failure { try await resource.carryOut(changes[0], by: .after(.seconds(1))) }
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(["messaging.answer", "messaging.connect"].contains(finding(looked)?.id))
        #expect(["messaging.answer", "messaging.connect"].contains(finding(acted)?.id))
        #expect((acted as? ResourceFailure)?.isAnswer == false)
        thaw(server.child.pid)
        // The requests of before reach the server now, and are no harm.
        try await resource.settle()
    }

    @Test func `a hung server that comes back in time has the change done once`() async throws {
        let server = try NATSServer()
        let resource = try resource(Self.text, server)
        let changes = try await resource.survey(by: soon()).changes
        try await freeze(server.child.pid)
        async let done = resource.carryOut(changes[0], by: .after(.seconds(50)))
        try await Task.sleep(for: .milliseconds(300))
        thaw(server.child.pid)
        #expect(try await done == [])
        try await resource.settle()
    }

    @Test func `a cancelled run ends at once, and the next one goes on`() async throws {
        let server = try NATSServer()
        let many = "streams:\n" + (0..<200).map { "  S\($0): {}\n" }.joined()
        let resource = try resource(many, server)
        let survey = try await resource.survey(by: soon())
        let run = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for change in survey.changes { group.addTask { _ = try await resource.carryOut(change, by: soon()) } }
                try await group.waitForAll()
            }
        }
        let stream = try await jetStream(server)
        try await eventually("a part is done") { try await stream.streamNames(by: soon()).count > 20 }
        run.cancel()
        let error = await failure { try await run.value }
        #expect(error == nil || error is CancellationError, "\(String(describing: error))")
        try await resource.settle()
        #expect(try await stream.streamNames(by: soon()).count == 200)
    }

    @Test func `two runs at once come to the same end`() async throws {
        let server = try NATSServer()
        let one = try resource(ConvergenceTests.everything, server)
        let other = try resource(ConvergenceTests.everything, server)
        let plans = (try await one.survey(by: soon()), try await other.survey(by: soon()))
        async let first = one.apply(plans.0)
        async let second = other.apply(plans.1)
        let findings = try await (first, second)
        #expect(findings.0 + findings.1 == [])
        try await one.settle()
    }

    @Test func `twenty at once make one stream once`() async throws {
        let server = try NATSServer()
        let resource = try resource("streams: {s: {max_age: 1h}}", server)
        let change = try #require(await resource.survey(by: soon()).changes.first)
        try await withThrowingTaskGroup(of: [Finding].self) { group in
            for _ in 0..<20 { group.addTask { try await resource.carryOut(change, by: soon()) } }
            for try await findings in group { #expect(findings == []) }
        }
        #expect(try await jetStream(server).account(by: soon()).streams == 1)
    }

    @Test func `a change of a world that has moved on is refused`() async throws {
        let server = try NATSServer()
        let resource = try resource(Self.text, server)
        let changes = try await resource.survey(by: soon()).changes
        let stream = try await jetStream(server)
        // Somebody made it, and otherwise.
        try await stream.create(StreamConfiguration(name: "s", subjects: ["s.>", "t"]), by: soon())
        let made = await failure { try await resource.carryOut(changes[0], by: soon()) }
        #expect(made as? StaleChange == StaleChange(changes[0].address))
        // Somebody changed it meanwhile.
        let update = try #require(await resource.survey(by: soon()).changes.first)
        #expect(update.kind == .update)
        try await stream.change("s", ["max_msgs": 7], by: soon())
        let changed = await failure { try await resource.carryOut(update, by: soon()) }
        #expect(changed as? StaleChange == StaleChange(update.address))
        // The file changed meanwhile.
        let now = try #require(await resource.survey(by: soon()).changes.first)
        let edited = try MessagingResource(
            region: "fr-par",
            messaging: messaging(Self.text.replacing("1h", with: "2h")),
            options: NATSOptions(url: server.url),
        )
        #expect(await failure { try await edited.carryOut(now, by: soon()) } is StaleChange)
        #expect(await failure { try await self.resource("{}", server).carryOut(now, by: soon()) } is StaleChange)
        #expect(try await resource.carryOut(now, by: soon()) == [])
        try await resource.settle()
        #expect(try await stream.stream("s", by: soon())?.configuration.maxMessages == 7)
    }

    private func resource(_ text: String, _ server: NATSServer) throws -> MessagingResource {
        try MessagingTests.resource(text, server)
    }

    private func resource(_ text: String, _ server: NATSServer, _ who: NATSCredentials) throws -> MessagingResource {
        try MessagingTests.resource(text, server, who)
    }
}
