import Deadlines
import JSON
import NATS
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct JetStreamTests {
    /// A server of its own for suites that count what is there.
    private func jetStream() async throws -> (JetStream, NATSServer) {
        let server = try NATSServer()
        return (JetStream(try await connect(server)), server)
    }

    private func shared() async throws -> JetStream { JetStream(try await connect(TestServers.nats())) }

    @Test func `a stream lives from create to delete`() async throws {
        let stream = try await shared()
        var wanted = StreamConfiguration(name: "LIFE", subjects: ["life.>"])
        wanted.maxAge = .seconds(3_600)
        wanted.json["metadata"] = ["team": "agents"]
        let made = try await stream.create(wanted, by: soon())
        #expect(made.configuration.maxAge == .seconds(3_600))
        #expect(made.configuration.replicas == 1)
        // The same again is no error; another configuration under the name is.
        try await stream.create(wanted, by: soon())
        var other = wanted
        other.maxMessages = 5
        let clash = await apiFailure { try await stream.create(other, by: soon()) }
        #expect(clash == .streamNameInUse)
        try await stream.update(other, by: soon())
        let overlap = StreamConfiguration(name: "LIFE2", subjects: ["life.a"])
        #expect(await apiFailure { try await stream.create(overlap, by: soon()) } == .subjectOverlap)
        for _ in 0..<7 { try await stream.publish("life.x", bytes("payload"), by: soon()) }
        let seen = try #require(await stream.stream("LIFE", subjectsMatching: ">", deletedDetails: true, by: soon()))
        #expect(seen.messages == 5)
        #expect(seen.subjects == ["life.x": 5])
        let last = try #require(await stream.lastMessage(of: "life.x", in: "LIFE", by: soon()))
        #expect(last.payload == bytes("payload"))
        #expect(last.sequence == 7)
        try await stream.deleteMessage(6, in: "LIFE", by: soon())
        #expect(try await stream.message(6, in: "LIFE", by: soon()) == nil)
        #expect(try await stream.stream("LIFE", deletedDetails: true, by: soon())?.deleted == [6])
        #expect(try await stream.purge("LIFE", by: soon()) == 4)
        try await stream.deleteStream("LIFE", by: soon())
        #expect(try await stream.stream("LIFE", by: soon()) == nil)
        #expect(await apiFailure { try await stream.deleteStream("LIFE", by: soon()) } == .streamNotFound)
    }

    @Test func `a change keeps every field it does not name, also those nobody here knows`() async throws {
        let stream = try await shared()
        let wanted = StreamConfiguration(
            json: [
                "name": "KEPT", "subjects": ["kept.>"], "compression": "s2", "metadata": ["a": "1", "b": "2"],
                "subject_transform": ["src": "kept.*", "dest": "kept.x.{{wildcard(1)}}"],
                "consumer_limits": ["max_ack_pending": 17], "allow_msg_ttl": true, "first_seq": 9_007_199_254_740_993,
                "max_bytes": 1_000_000,
            ]
        )
        let before = try await stream.create(wanted, by: soon()).configuration.json
        let after = try await stream.change("KEPT", ["metadata": ["b": .null, "c": "3"], "max_msgs": 9], by: soon())
        var expected = before.merging(["metadata": ["b": .null, "c": "3"], "max_msgs": 9])
        expected["metadata"] = after.configuration.json["metadata"]
        #expect(after.configuration.json == expected)
        #expect(after.configuration.metadata["b"] == nil)
        #expect(after.configuration.metadata["a"] == "1")
        #expect(after.configuration.json["first_seq"].unsigned == 9_007_199_254_740_993)
        try await stream.deleteStream("KEPT", by: soon())
    }

    @Test func `a publish is acknowledged once per message id`() async throws {
        let stream = try await shared()
        try await stream.create(StreamConfiguration(name: "ACK", subjects: ["ack.>"]), by: soon())
        let first = try await stream.publish("ack.a", bytes("1"), messageID: "same", by: soon())
        #expect(first.stream == "ACK")
        #expect(first.sequence == 1)
        #expect(!first.isDuplicate)
        #expect(try await stream.publish("ack.a", bytes("1"), messageID: "same", by: soon()).isDuplicate)
        let elsewhere = await apiFailure {
            try await stream.publish("ack.a", expectedStream: "OTHER", by: soon())
        }
        #expect(elsewhere == .expectedStreamMismatch)
        let unbound = await failure { () throws(NATSError) in try await stream.publish("unbound", by: soon()) }
        #expect(unbound == .noResponders(subject: "unbound"))
        try await stream.deleteStream("ACK", by: soon())
    }

    @Test func `a full stream says so`() async throws {
        let stream = try await shared()
        var full = StreamConfiguration(name: "FULL", subjects: ["full"])
        full.maxMessages = 1
        full.discard = "new"
        try await stream.create(full, by: soon())
        try await stream.publish("full", by: soon())
        #expect(await apiFailure { try await stream.publish("full", by: soon()) } == .storeFailed)
        try await stream.deleteStream("FULL", by: soon())
    }

    @Test func `a thousand streams are listed in pages`() async throws {
        let (stream, server) = try await jetStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<1_000 {
                if number >= 32 { try await group.next() }
                group.addTask {
                    var configuration = StreamConfiguration(name: "S\(number)", subjects: ["s.\(number)"])
                    configuration.storage = "memory"
                    try await stream.create(configuration, by: soon())
                }
            }
            try await group.waitForAll()
        }
        let before = try await stream.account(by: soon()).apiRequests
        let streams = try await stream.streams(by: soon())
        #expect(Set(streams.map(\.name)).count == 1_000)
        #expect(try await stream.account(by: soon()).apiRequests - before <= 5)
        #expect(try await stream.streamNames(by: soon()).count == 1_000)
        #expect(try await stream.streamNames(subject: "s.77", by: soon()) == ["S77"])
        withExtendedLifetime(server) {}
    }

    @Test func `a durable consumer lives from create to delete`() async throws {
        let stream = try await shared()
        try await stream.create(StreamConfiguration(name: "WORK", subjects: ["work.>"]), by: soon())
        var wanted = ConsumerConfiguration(durable: "agent", filterSubjects: ["work.a", "work.b"])
        wanted.ackWait = .seconds(30)
        let made = try await stream.create(wanted, on: "WORK", by: soon())
        #expect(made.configuration.filterSubjects == ["work.a", "work.b"])
        #expect(made.configuration.ackWait == .seconds(30))
        #expect(made.configuration.isPull)
        wanted.maxDeliver = 4
        #expect(await apiFailure { try await stream.create(wanted, on: "WORK", by: soon()) } == .consumerAlreadyExists)
        let single = ConsumerConfiguration(durable: "single", filterSubjects: ["work.a"])
        #expect(try await stream.create(single, on: "WORK", by: soon()).configuration.filterSubjects == ["work.a"])
        for (name, filter) in [("tail", "work.>"), ("middle", "work.*.x"), ("all", ">")] {
            let pattern = ConsumerConfiguration(durable: name, filterSubjects: [filter])
            #expect(try await stream.create(pattern, on: "WORK", by: soon()).configuration.filterSubjects == [filter])
            let again = try await stream.changeConsumer(name, of: "WORK", ["max_deliver": 5], by: soon())
            #expect(again.configuration.filterSubjects == [filter])
            try await stream.deleteConsumer(name, of: "WORK", by: soon())
        }
        for filter in ["work..x", "work. x", "work.\r\nPUB work.a 0", "work."] {
            let broken = ConsumerConfiguration(durable: "broken", filterSubjects: [filter])
            await #expect(throws: NATSError.self) { try await stream.create(broken, on: "WORK", by: soon()) }
        }
        let changed = try await stream.changeConsumer("agent", of: "WORK", ["max_deliver": 3], by: soon())
        #expect(changed.configuration.maxDeliver == 3)
        #expect(changed.configuration.filterSubjects == ["work.a", "work.b"])
        #expect(try await stream.consumerNames(of: "WORK", by: soon()).sorted() == ["agent", "single"])
        #expect(try await stream.consumers(of: "WORK", by: soon()).count == 2)
        try await stream.pauseConsumer("agent", of: "WORK", until: "2099-01-01T00:00:00Z", by: soon())
        #expect(try await stream.consumer("agent", of: "WORK", by: soon())?.isPaused == true)
        try await stream.pauseConsumer("agent", of: "WORK", until: nil, by: soon())
        try await stream.deleteConsumer("agent", of: "WORK", by: soon())
        #expect(try await stream.consumer("agent", of: "WORK", by: soon()) == nil)
        try await stream.deleteStream("WORK", by: soon())
    }

    @Test func `messages are pulled, acknowledged and delivered again`() async throws {
        let stream = try await shared()
        try await stream.create(StreamConfiguration(name: "PULL", subjects: ["pull.>"]), by: soon())
        try await stream.create(ConsumerConfiguration(durable: "c"), on: "PULL", by: soon())
        #expect(try await stream.fetch(5, from: "c", of: "PULL", by: soon()).isEmpty)
        for number in 0..<3 { try await stream.publish("pull.x", bytes("\(number)"), by: soon()) }
        let messages = try await stream.fetch(5, from: "c", of: "PULL", by: soon())
        #expect(messages.map(\.text) == ["0", "1", "2"])
        let delivery = try #require(messages[1].delivery)
        #expect(delivery.stream == "PULL")
        #expect(delivery.consumer == "c")
        #expect(delivery.streamSequence == 2)
        #expect(delivery.deliveries == 1)
        try await stream.acknowledge(messages[0], by: soon())
        try await stream.acknowledge(messages[1], .again, by: soon())
        try await stream.acknowledge(messages[2], .stop, by: soon())
        let again = try await stream.fetch(1, from: "c", of: "PULL", waiting: .seconds(10), by: soon())
        #expect(again.map(\.text) == ["1"])
        #expect(again.first?.delivery?.deliveries == 2)
        try await stream.acknowledge(again[0], by: soon())
        let info = try #require(await stream.consumer("c", of: "PULL", by: soon()))
        #expect(info.ackPending == 0)
        #expect(info.pending == 0)
        // Waits for a message that comes later.
        async let late = stream.fetch(1, from: "c", of: "PULL", waiting: .seconds(20), by: soon())
        try await eventually("the pull waits") { try await stream.consumer("c", of: "PULL", by: soon())?.waiting == 1 }
        try await stream.publish("pull.x", bytes("late"), by: soon())
        #expect(try await late.map(\.text) == ["late"])
        let missing = await failure { () throws(NATSError) in
            try await stream.fetch(1, from: "nobody", of: "PULL", by: soon())
        }
        #expect(missing == .noResponders(subject: "$JS.API.CONSUMER.MSG.NEXT.PULL.nobody"))
        try await stream.deleteStream("PULL", by: soon())
    }

    @Test func `buckets are streams of a certain shape`() async throws {
        let stream = try await shared()
        let bucket = try await stream.create(
            .keyValueBucket("settings", history: 5, maxAge: .seconds(60)),
            by: soon(),
        )
        #expect(bucket.configuration.keyValueBucket == "settings")
        #expect(bucket.configuration.maxMessagesPerSubject == 5)
        #expect(bucket.configuration.duplicateWindow == .seconds(60))
        try await stream.publish("$KV.settings.colour", bytes("blue"), by: soon())
        #expect(
            try await stream.lastMessage(of: "$KV.settings.colour", in: "KV_settings", by: soon())?.payload
                == bytes("blue")
        )
        let store = try await stream.create(.objectStore("files"), by: soon())
        #expect(store.configuration.objectStore == "files")
        try await stream.deleteStream("KV_settings", by: soon())
        try await stream.deleteStream("OBJ_files", by: soon())
    }

    @Test(arguments: ["a.b", "a b", "", "*", ">", "a\r\n"])
    func `a name that is no token never reaches the server`(name: String) async throws {
        let stream = try await shared()
        let error = await failure { () throws(NATSError) in try await stream.stream(name, by: soon()) }
        #expect(error == .invalidSubject(name))
    }

    @Test func `what the server refuses is typed`() async throws {
        let stream = try await shared()
        var copies = StreamConfiguration(name: "COPIES", subjects: ["copies"])
        copies.replicas = 3
        #expect(await apiFailure { try await stream.create(copies, by: soon()) } == .replicasNeedCluster)
        let error = await failure { () throws(NATSError) in
            try await stream.api("STREAM.CREATE.BAD", .string("what"), by: soon())
        }
        guard case .api(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.errorCode == .invalidJSON)
        #expect(failure.code == 400)
    }

    @Test func `a leaf's connection reaches the hub's domain and its own`() async throws {
        let leafPort = freePort()
        let scratch = Scratch("domains")
        let hub = try NATSServer(
            configuration: """
                server_name: hub
                leafnodes { listen: "127.0.0.1:\(leafPort)" }
                jetstream { domain: hub, store_dir: "\(scratch.file("hub"))" }
                """,
            jetStream: false,
        )
        let leaf = try NATSServer(
            configuration: """
                server_name: leaf
                leafnodes { reconnect: "1s", remotes: [ { url: "nats-leaf://127.0.0.1:\(leafPort)" } ] }
                jetstream { domain: far, store_dir: "\(scratch.file("leaf"))" }
                """,
            jetStream: false,
        )
        let connection = try await connect(leaf)
        #expect(connection.info.domain == "far")
        let (own, other) = (JetStream(connection, domain: "far"), JetStream(connection, domain: "hub"))
        try await eventually("the hub is seen") { (try? await other.account(by: .after(.seconds(1)))) != nil }
        #expect(try await own.account(by: soon()).domain == "far")
        #expect(try await other.account(by: soon()).domain == "hub")
        try await other.create(StreamConfiguration(name: "EV", subjects: ["ev.>"]), by: soon())
        try await own.create(
            StreamConfiguration(
                json: ["name": "EV", "mirror": ["name": "EV", "external": ["api": "$JS.hub.API"]]]
            ),
            by: soon(),
        )
        try await eventually("the hub stores what the leaf publishes") {
            let ack = try? await own.publish("ev.a", bytes("x"), by: .after(.seconds(1)))
            return ack?.domain == "hub"
        }
        try await eventually("the mirror follows") {
            let mirror = try await own.stream("EV", by: soon())
            return (mirror?.messages ?? 0) >= 1 && mirror?.mirror?.active != nil
        }
        hub.child.stop()
        try await eventually("the hub is gone") {
            let gone = await failure { () throws(NATSError) in try await other.account(by: .after(.seconds(1))) }
            return gone == .noResponders(subject: "$JS.hub.API.INFO")
        }
        #expect(try await own.stream("EV", by: soon())?.mirror != nil)
    }
}

/// The code of an API's refusal.
func apiFailure<Value>(_ body: () async throws -> Value) async -> JetStreamErrorCode? {
    do {
        _ = try await body()
    } catch {
        if case NATSError.api(let failure) = error { return failure.errorCode }
        Issue.record("not an API error: \(error)")
    }
    return nil
}
