import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct LossTests {
    private func filled(_ server: NATSServer, messages: Int = 5, _ text: String = "streams: {s: {}}") async throws
        -> JetStream
    {
        try await resource(text, server).settle()
        let stream = try await jetStream(server)
        for _ in 0..<messages { try await stream.publish("s", Array("0123456789".utf8), by: soon()) }
        return stream
    }

    @Test func `a stream that must be replaced says what it holds, and takes its consumers along`() async throws {
        let server = try NATSServer()
        let text = "streams: {s: {storage: file}}\nconsumers: {c: {stream: s}}"
        let stream = try await filled(server, text)
        try await stream.create(ConsumerConfiguration(durable: "theirs"), on: "s", by: soon())
        let memory = try resource(text.replacing("file", with: "memory"), server)
        let survey = try await memory.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.replace, .create])
        #expect(survey.changes[0].loss?.hasPrefix("5 messages, ") == true)
        #expect(survey.changes[0].loss?.hasSuffix(", undeclared consumers: theirs") == true)
        #expect(survey.changes[1].after == [survey.changes[0].address])
        try await memory.settle()
        #expect(try await stream.stream("s", by: soon())?.messages == 0)
        #expect(try await stream.consumerNames(of: "s", by: soon()) == ["c"])
    }

    @Test func `a plan that loses nothing is stale when messages have come`() async throws {
        let server = try NATSServer()
        let stream = try await filled(server, messages: 0)
        let memory = try resource("streams: {s: {storage: memory}}", server)
        let change = try #require(await memory.survey(by: soon()).changes.first)
        #expect(change.loss == nil)
        try await stream.publish("s", by: soon())
        let error = await failure { try await memory.carryOut(change, by: soon()) }
        #expect(error as? StaleChange == StaleChange(change.address))
        #expect(try await stream.stream("s", by: soon())?.messages == 1)
    }

    @Test func `a replacement that was killed in the middle is carried on`() async throws {
        let server = try NATSServer()
        let stream = try await filled(server)
        let memory = try resource("streams: {s: {storage: memory}}", server)
        let change = try #require(await memory.survey(by: soon()).changes.first)
        try await stream.deleteStream("s", by: soon())
        #expect(try await memory.carryOut(change, by: soon()) == [])
        #expect(try await memory.survey(by: soon()).changes == [])
    }

    @Test(arguments: [
        ("max_messages: 2", "3 of 5 messages go at once"),
        ("max_bytes: 100", " go at once"),
        ("max_age: 1h", "messages older than that go at once"),
        ("max_messages_per_subject: 1", "older messages of subjects that hold more go at once"),
    ])
    func `a limit below what is there says what goes`(field: String, loss: String) async throws {
        let server = try NATSServer()
        _ = try await filled(server)
        let survey = try await resource("streams: {s: {\(field)}}", server).survey(by: soon())
        let change = try #require(survey.changes.first)
        #expect(change.kind == .update)
        #expect(change.loss?.hasSuffix(loss) == true, "\(change.loss ?? "")")
        #expect(change.fields.first?.note?.contains(loss) == true)
    }

    @Test func `a limit that refuses new messages loses none`() async throws {
        let server = try NATSServer()
        _ = try await filled(server, "streams: {s: {discard: new}}")
        let limited = try resource("streams: {s: {discard: new, max_messages: 2}}", server)
        let change = try #require(await limited.survey(by: soon()).changes.first)
        #expect(change.loss == nil)
        try await limited.settle()
        #expect(try await jetStream(server).stream("s", by: soon())?.messages == 5)
    }

    @Test func `a consumer that must be replaced says that its place goes`() async throws {
        let server = try NATSServer()
        let text = "streams: {s: {}}\nconsumers: {c: {stream: s, deliver: all}}"
        let stream = try await filled(server, text)
        _ = try await stream.fetch(2, from: "c", of: "s", by: soon())
        let survey = try await resource(text.replacing("all", with: "new"), server).survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.replace])
        #expect(survey.changes[0].loss == "its place: delivered up to message 2, 2 not acknowledged")
    }

    private func filled(_ server: NATSServer, _ text: String) async throws -> JetStream {
        try await filled(server, messages: 5, text)
    }
}
