import Deadlines
import Doctor
import Glibc
import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(8))) struct ClusterHealthTests {
    static let text = """
        role: cluster
        streams: {s: {subjects: ["s.>"], replicas: 3}}
        consumers: {c: {stream: s}}
        """

    @Test func `one copy down is a warning, two are a lost quorum, whatever the survivor says`() async throws {
        let servers = try await cluster()
        let names = ["n0", "n1", "n2"]
        // The meta leader may still be on its way.
        try await eventually("the stream is made") {
            let resource = try resource(Self.text, servers[0])
            guard let survey = try? await resource.survey(by: soon()) else { return false }
            return await failure { try await resource.apply(survey) } == nil
        }
        let leader = try await leader(of: servers[0])
        let survivor = try #require(names.firstIndex(of: leader))
        let url = servers[survivor].url
        let health = try health(Self.text, url, monitoring: servers[survivor].monitoringURL)
        try await eventually("all is well") { await health.examine().troubles == [] }
        #expect(await health.examine().outcome("messaging.version")?.seen?.contains("2 more of its cluster") == true)

        let misnamed = await (try MessagingTests.health(Self.text, url, cluster: "four")).examine()
        #expect(misnamed.outcome("messaging.leaf")?.status == .warn)
        #expect(misnamed.outcome("messaging.leaf")?.failureClass == "drift")

        let others = [0, 1, 2].filter { $0 != survivor }
        servers[others[0]].child.send(SIGKILL)
        try await eventually("one copy is missed") {
            await health.examine().outcome("messaging.stream.quorum")?.failureClass == "redundancy"
        }
        let warned = await health.examine()
        let one = try #require(warned.outcome("messaging.stream.quorum"))
        #expect(one.status == .warn)
        #expect(one.fact("live copies") == "2 of 3")
        #expect(one.summary.contains("it stops with the next that goes"))
        #expect(warned.outcome("messaging.publish")?.status == .pass)

        servers[others[1]].child.send(SIGKILL)
        try await eventually("the quorum is missed") {
            await health.examine(timeout: .seconds(8)).outcome("messaging.stream.quorum")?.failureClass == "quorum"
        }
        let lost = await health.examine(timeout: .seconds(8))
        let two = try #require(lost.outcome("messaging.stream.quorum"))
        #expect(two.status == .fail)
        #expect(lost.outcome("messaging.publish")?.status == .blocked)
        try await eventually("the cluster knows that it has no leader") {
            await health.examine(timeout: .seconds(8)).outcome("messaging.jetstream")?.failureClass == "quorum"
        }
        let end = await health.examine(timeout: .seconds(8))
        #expect(end.outcome("messaging.stream")?.blockedBy?.id == "messaging.jetstream")
        #expect(end.outcome("messaging.stream.quorum")?.failureClass == "quorum")
        // What the leader of such a stream answers to a probe says nothing, so it is not even asked.
        #expect(end.outcome("messaging.publish")?.status == .blocked)
        #expect(end.outcome("messaging.monitoring")?.status == .warn)
        withExtendedLifetime(servers) {}
    }

    @Test func `copies are counted by who lives, whatever is said of them`() throws {
        let health = try health(Self.text, "nats://127.0.0.1:1")
        let stream = try #require(health.desired.streams.first)
        func judged(_ replicas: [JSON], leader: JSON = "n0") -> [String] {
            let json: JSON = [
                "config": ["name": "s", "num_replicas": 3],
                "cluster": ["name": "three", "leader": leader, "replicas": .array(replicas)],
            ]
            let diagnosis = HealthRound(health).copies(StreamInfo(json: json), of: stream)
            return diagnosis.findings.map { "\($0.severity) \($0.failureClass ?? "")" }
        }
        func copy(active: Int = 500, offline: Bool = false, lag: Int = 0) -> JSON {
            [
                "name": "n1", "current": true, "offline": .boolean(offline), "active": JSON(active * 1_000_000),
                "lag": JSON(lag),
            ]
        }
        #expect(judged([copy(), copy()]) == [])
        #expect(judged([copy(), copy(offline: true)]) == ["warning redundancy"])
        #expect(judged([copy(offline: true), copy(offline: true)]) == ["error quorum"])
        // Killed or frozen, and not marked as offline.
        #expect(judged([copy(), copy(active: 6_000)]) == ["warning redundancy"])
        #expect(judged([copy(active: 6_000), copy(active: 6_000)]) == ["error quorum"])
        #expect(judged([copy(), copy(lag: 1_001)]) == ["warning lag"])
        #expect(judged([copy(), copy(lag: 1_000)]) == [])
        // One was taken away and none put in its place.
        #expect(judged([copy()]) == ["warning redundancy"])
        #expect(judged([copy(), copy(), copy()], leader: .null) == ["error quorum"])
    }

    private func leader(of server: NATSServer) async throws -> String {
        var name: String?
        let stream = try await jetStream(server)
        try await eventually("the stream has a leader") {
            name = try await stream.stream("s", by: soon())?.leader
            return name != nil
        }
        return try #require(name)
    }

    @Test func `a server that stands alone is no cluster`() async throws {
        let server = try NATSServer()
        let outcome = await (try health("role: cluster", server.url)).examine().outcome("messaging.leaf")
        #expect(outcome?.status == .fail)
        #expect(outcome?.failureClass == "drift")
    }

    @Test func `servers of different releases are told`() async throws {
        guard let oldServer else { return }
        let routes = (0..<2).map { _ in freePort() }
        let all = routes.map { "\"nats-route://127.0.0.1:\($0)\"" }.joined(separator: ", ")
        @Sendable func configuration(_ number: Int) -> String {
            "server_name: n\(number)\ncluster { name: mixed, listen: \"127.0.0.1:\(routes[number])\", routes: [\(all)] }"
        }
        let new = try await aside { try NATSServer(configuration: configuration(0), jetStream: false) }
        let old = try await aside {
            try NATSServer(configuration: configuration(1), jetStream: false, executable: oldServer)
        }
        let health = try health("role: cluster", new.url)
        try await eventually("they know each other") {
            await health.examine().outcome("messaging.version")?.status == .warn
        }
        let outcome = try #require(await health.examine().outcome("messaging.version"))
        #expect(outcome.failureClass == "drift")
        #expect(outcome.fact("n1")?.hasPrefix("2.9.") == true)
        keep(new, old)
    }

    @Test func `a leaf without its hub is told, and so is what it mirrors`() async throws {
        let (hubPort, leafPort) = (freePort(), freePort())
        let scratch = Scratch("hub")
        @Sendable func hub(_ run: Int) throws -> LinkedChild {
            let file = try scratch.write(
                """
                server_name: hub
                listen: 127.0.0.1:\(hubPort)
                jetstream { store_dir: "\(scratch.file("store"))", domain: hub }
                leafnodes { listen: "127.0.0.1:\(leafPort)" }
                """,
                to: "nats.conf"
            )
            let child = try LinkedChild(
                [serverExecutable("nats-server"), "-c", file],
                scratch: scratch,
                log: "log\(run)"
            )
            try child.waitUntilReady { (try? scratch.read("log\(run)"))?.contains("Server is ready") == true }
            return child
        }
        let first = try await aside { try hub(1) }
        let leafScratch = Scratch("leaf")
        let leaf = try NATSServer(
            configuration: """
                server_name: leaf
                jetstream { store_dir: "\(leafScratch.file("js"))", domain: leaf }
                leafnodes { reconnect: 1, remotes: [ { url: "nats-leaf://127.0.0.1:\(leafPort)" } ] }
                """,
            jetStream: false
        )
        let text = """
            role: leaf
            streams: {copy: {fields: {mirror: {name: origin, external: {api: $JS.hub.API}}}}}
            """
        let options = try NATSOptions(url: "nats://127.0.0.1:\(hubPort)")
        let remote = JetStream(try await NATSConnection.open(options, by: soon()))
        try await remote.create(StreamConfiguration(name: "origin", subjects: ["origin"]), by: soon())
        try await resource(text, leaf).settle()
        var limits = HealthLimits.ofTests
        limits.silenceOfOrigin = .seconds(8)
        let health = try health(text, leaf.url, monitoring: leaf.monitoringURL, limits: limits)
        try await eventually("all is well") { await health.examine().troubles == [] }
        #expect(await health.examine().outcome("messaging.leaf")?.seen?.contains("to hub") == true)
        first.stop()
        try await eventually("the link is gone") { await health.examine().outcome("messaging.leaf")?.status == .fail }
        try await eventually("the mirror has heard nothing for long") {
            await health.examine().outcome("messaging.mirror")?.status == .fail
        }
        let examination = await health.examine()
        let link = try #require(examination.outcome("messaging.leaf"))
        #expect(link.failureClass == "unreachable")
        #expect(
            link.findings.map(\.message).sorted() == [
                "JetStream domain hub is out of reach.", "The leaf leaf has no link to its hub.",
            ]
        )
        let mirror = try #require(examination.outcome("messaging.mirror"))
        #expect(mirror.failureClass == "unreachable")
        #expect(mirror.summary.contains("has heard nothing of its origin origin"))
        let second = try await aside { try hub(2) }
        try await eventually("it heals") { await health.examine().troubles == [] }
        keep(leaf, first, second, scratch, leafScratch)
    }
}
