import Deadlines
import Doctor
import HTTP
import Platform
import S3
import TestSupport
import Testing
import Words

@testable import Storage

/// The way to the store, and each way it breaks.
@Suite(.live, .timeLimit(.minutes(5))) final class StoreConnectTests {
    private let scene: Scene
    private let name = Scene.name()

    init() throws {
        scene = try Scene()
    }

    deinit {
        scene.standIn.stop()
    }

    private func examination(at endpoint: String, timeout: Duration = .seconds(20)) async throws -> Examination {
        let storage = try declared(name, "versioning: true")
        return await examine(try resource(storage, at: endpoint), timeout: timeout)
    }

    @Test func `an unknown key and a wrong secret are two things`() async throws {
        let secret = "fjordquartz-of-some-length"
        for (key, word) in [("nobody", "does not know the access key"), (SeaweedFS.accessKey, "not the one of this")] {
            let examination = await examine(
                try resource(declared(name, "{}"), at: scene.store.endpoint, accessKey: key, secretKey: secret)
            )
            #expect(examination.told == ["fail storage.connect auth"] && examination.allElseIsBlocked)
            #expect(examination["storage.connect"]?.summary.contains(word) == true)
            #expect(!"\(examination)".contains("fjordquartz"))
        }
    }

    @Test(arguments: [(1_200.0, "ahead of"), (-1_200.0, "behind")])
    func `a clock that is off is told in seconds`(ahead: Double, side: String) async throws {
        let examination = await examine(
            try resource(declared(name, "{}"), at: scene.store.endpoint, clockAhead: ahead)
        )
        let outcome = try #require(examination["storage.connect"])
        #expect(examination.told == ["fail storage.connect clock"] && examination.allElseIsBlocked)
        #expect(outcome.summary.contains(side))
        guard case .number(let offset)? = outcome.worst?.data["clock_offset"] else {
            Issue.record("no offset")
            return
        }
        #expect(abs(offset + ahead) < 60)
    }

    @Test func `a clock that begins to drift is a warning`() async throws {
        let examination = await examine(
            try resource(declared("region: us-east-1"), at: scene.store.endpoint, clockAhead: -300)
        )
        #expect(examination.told == ["warn storage.connect clock"])
        let measure = examination["storage.connect"]?.measures.first { $0.name == "clock_offset" }
        #expect(measure.map { abs($0.value - 300) < 60 } == true)
    }

    @Test func `nobody listening, a black hole, a name that is none, silence`() async throws {
        let hole = try Listener(.blackholed)
        let silent = try Listener(.silent)
        let (resetting, closing) = (try Listener(.resetting), try Listener(.closing))
        defer { keep(hole, silent, resetting, closing) }
        for (endpoint, word) in [
            ("http://127.0.0.1:\(freePort())", "refused"), ("http://127.0.0.1:\(hole.port)", "connect_timeout"),
            ("http://a..b:80", "dns"), ("http://127.0.0.1:\(silent.port)", "no_reply"),
            ("http://127.0.0.1:\(resetting.port)", "reset"), ("http://127.0.0.1:\(closing.port)", "closed"),
        ] {
            let examination = try await examination(at: endpoint, timeout: .seconds(4))
            #expect(examination.told == ["fail storage.connect \(word)"] && examination.allElseIsBlocked)
        }
    }

    @Test func `TLS to a plain port, plain text to a TLS port, a certificate of nobody's`() async throws {
        let scratch = Scratch("store-tls")
        let (certificate, key) = (scratch.file("certificate.pem"), scratch.file("key.pem"))
        try require(
            run([
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "90", "-subj", "/CN=store.test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
                certificate,
            ])
        )
        let port = freePort()
        let server = try LinkedChild(
            ["openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key, "-www"],
            scratch: scratch
        )
        defer { keep(server) }
        try server.waitUntilReady { exchange("", port: port) != nil }
        for (endpoint, word) in [
            (scene.store.endpoint.replacing("http:", with: "https:"), "protocol_mismatch"),
            ("http://127.0.0.1:\(port)", "tls_missing"), ("https://127.0.0.1:\(port)", "tls_self_signed"),
        ] {
            let examination = try await examination(at: endpoint)
            #expect(examination.told == ["fail storage.connect \(word)"] && examination.allElseIsBlocked)
        }
        let known = await examine(
            try resource(declared(name, "{}"), at: "https://127.0.0.1:\(port)", tls: .init(trust: .file(certificate)))
        )
        #expect(known.told == ["fail storage.connect protocol_mismatch"])
    }

    @Test func `what answers is another service`() async throws {
        let web = try Listener(
            .answering("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<htm>")
        )
        let nats = try TestServers.nats()
        defer { keep(web) }
        for port in [web.port, nats.port, nats.monitoringPort] {
            let examination = try await examination(at: "http://127.0.0.1:\(port)")
            #expect(examination.told == ["fail storage.connect protocol_mismatch"] && examination.allElseIsBlocked)
        }
    }

    @Test(arguments: [400, 302, 404]) func `a refusal without a word of S3 is another port's`(status: Int) async throws
    {
        scene.standIn.misbehave(.answering(status, "")) { _ in true }
        let examination = try await examination(at: scene.standIn.endpoint)
        #expect(examination.told == ["fail storage.connect protocol_mismatch"] && examination.allElseIsBlocked)
        #expect(examination["storage.connect"]?.summary.contains("wrong port") == true)
    }

    @Test func `a store that falls silent in the run is not waited for again and again`() async throws {
        let names = (0..<40).map { "silent-\($0)" }
        let yaml = names.map { "  \($0): {}" }.joined(separator: "\n")
        let standIn = scene.standIn
        standIn.misbehave(.hanging) { $0.target.contains("silent-") }
        let resource = try resource(declared("region: us-east-1\nbuckets:\n\(yaml)"), at: standIn.endpoint)
        let examination = await examine(resource, timeout: .seconds(4))
        let buckets = examination.outcomes.filter { $0.kind.id == "storage.bucket" }
        #expect(buckets.count == 40 && buckets.allSatisfy { $0.worst?.failureClass == "no_reply" })
        // One batch has waited; the four behind it did not ask any more.
        #expect(standIn.requests.filter { $0.target.contains("silent-") }.count < 24)
    }

    @Test func `another region says which`() async throws {
        let body = s3Error("AuthorizationHeaderMalformed").replacing(
            "</Error>",
            with: "<Region>eu-west-3</Region></Error>"
        )
        scene.standIn.misbehave(.answering(400, body)) { _ in true }
        let examination = try await examination(at: scene.standIn.endpoint)
        #expect(examination.told == ["fail storage.connect config"] && examination.allElseIsBlocked)
        #expect(examination["storage.connect"]?.summary.contains("eu-west-3") == true)
        #expect(examination["storage.connect"]?.worst?.data["region"] == "eu-west-3")
    }

    @Test func `a bucket that stands elsewhere says so, and the store is well`() async throws {
        let body = s3Error("PermanentRedirect").replacing("</Error>", with: "<Region>eu-west-3</Region></Error>")
        scene.standIn.misbehave(.answering(301, body)) { [name] in $0.target.contains(name) }
        let examination = try await examination(at: scene.standIn.endpoint)
        #expect(examination.told == ["fail storage.bucket config"])
        #expect(examination["storage.bucket"]?.summary.contains("eu-west-3") == true)
        #expect(examination.blocked.count == 5)
    }

    @Test func `a frozen store gives no reply within its time`() async throws {
        let store = try SeaweedFS()
        try await store.child.freeze()
        let began = ContinuousClock.now
        let frozen = try await examination(at: store.endpoint, timeout: .seconds(4))
        #expect(ContinuousClock.now - began < .seconds(12))
        #expect(frozen.told == ["fail storage.connect no_reply"] && frozen.allElseIsBlocked)
        store.child.thaw()
        #expect(try await examination(at: store.endpoint)["storage.connect"]?.status == .pass)
    }

    @Test func `the bucket's name in the host's name needs a name service that knows it`() async throws {
        let storage = try declared("region: us-east-1\nstyle: virtual\nbuckets:\n  \(name): {}")
        let endpoint = "http://localhost:\(scene.store.port)"
        let examination = await examine(try resource(storage, at: endpoint), timeout: .seconds(10))
        #expect(examination["storage.connect"]?.status == .pass)
        #expect(examination["storage.bucket"]?.status == .fail)
    }
}
