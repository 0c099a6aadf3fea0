import Deadlines
import NATS
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct SubscriptionTests {
    @Test func `messages come in order, wildcards and all`() async throws {
        let connection = try await connect(TestServers.nats())
        let messages = try connection.subscribe("order.*.>")
        for number in 0..<2_000 {
            try await connection.publish("order.a.\(number % 7)", bytes("\(number)"), by: soon())
        }
        for number in 0..<2_000 {
            let message = try await messages.next(by: soon())
            #expect(message.text == "\(number)")
            #expect(message.subject == "order.a.\(number % 7)")
        }
    }

    @Test func `a for loop reads until the task is cancelled`() async throws {
        let connection = try await connect(TestServers.nats())
        let messages = try connection.subscribe("loop")
        let reader = Task {
            var seen = 0
            for try await _ in messages { seen += 1 }
            return seen
        }
        for _ in 0..<3 { try await connection.publish("loop", by: soon()) }
        let more = try connection.subscribe("loop")
        try await connection.flush(by: soon())
        try await connection.publish("loop", by: soon())
        _ = try await more.next(by: soon())
        try await eventually("the reader has taken all") { messages.buffered == 0 }
        reader.cancel()
        #expect(try await reader.value == 4)
    }

    @Test func `a queue group shares its messages`() async throws {
        let server = try TestServers.nats()
        let connection = try await connect(server)
        let other = try await connect(server)
        let one = try connection.subscribe("shared", queueGroup: "workers")
        let two = try other.subscribe("shared", queueGroup: "workers")
        try await connection.flush(by: soon())
        try await other.flush(by: soon())
        for _ in 0..<200 { try await connection.publish("shared", by: soon()) }
        try await connection.flush(by: soon())
        try await other.flush(by: soon())
        try await eventually("all have come") { one.buffered + two.buffered == 200 }
        #expect(one.buffered > 0)
        #expect(two.buffered > 0)
    }

    @Test func `a slow reader is told what was dropped, and reads on`() async throws {
        let connection = try await connect(TestServers.nats())
        let messages = try connection.subscribe("flood", messages: 10)
        let witness = try connection.subscribe("flood")
        for number in 0..<100 { try await connection.publish("flood", bytes("\(number)"), by: soon()) }
        for _ in 0..<100 { _ = try await witness.next(by: soon()) }
        try await eventually("all have come") { messages.buffered == 10 }
        for number in 0..<10 { #expect(try await messages.next(by: soon()).text == "\(number)") }
        let dropped = await failure { () throws(NATSError) in try await messages.next(by: soon()) }
        #expect(dropped == .slowConsumer(dropped: 90))
        try await connection.publish("flood", bytes("after"), by: soon())
        #expect(try await messages.next(by: soon()).text == "after")
    }

    @Test func `bytes are limited too`() async throws {
        let connection = try await connect(TestServers.nats())
        let messages = try connection.subscribe("heavy", bytes: 10_000)
        let witness = try connection.subscribe("heavy")
        for _ in 0..<20 {
            try await connection.publish("heavy", [UInt8](repeating: 1, count: 1_000), by: soon())
        }
        for _ in 0..<20 { _ = try await witness.next(by: soon()) }
        try await eventually("all have come") { messages.buffered == 10 }
    }

    @Test func `no messages come after unsubscribing, and none after the object has gone`() async throws {
        let connection = try await connect(TestServers.nats())
        let messages = try connection.subscribe("leaving")
        try await connection.flush(by: soon())
        messages.unsubscribe()
        await #expect(throws: NATSError.closed) { try await messages.next(by: soon()) }
        do { _ = try connection.subscribe("leaving") }
        try await connection.flush(by: soon())
        try await eventually("nobody listens any more") {
            let error = await failure { () throws(NATSError) in
                try await connection.request("leaving", by: .after(.milliseconds(200)))
            }
            return error == .noResponders(subject: "leaving")
        }
    }

    @Test func `waiting for a message ends at its deadline and with its task`() async throws {
        let connection = try await connect(TestServers.nats())
        let messages = try connection.subscribe("nothing")
        let start = ContinuousClock.now
        let late = await failure { () throws(NATSError) in try await messages.next(by: .after(.milliseconds(50))) }
        #expect(late == .timeout)
        let task = Task { try await messages.next(by: .after(.seconds(50))) }
        task.cancel()
        await #expect(throws: NATSError.cancelled) { try await task.value }
        #expect(ContinuousClock.now - start < quick)
    }
}
