import Deadlines
import Platform
import S3
import TestSupport
import Testing
import Words

@testable import Storage

/// A store that does one thing wrong, and all the other things go on.
@Suite(.live, .timeLimit(.minutes(5))) final class FaultTests {
    private let scene: Scene
    private let name = Scene.name()
    private let soon = Scene.soon

    init() throws {
        scene = try Scene()
    }

    deinit {
        scene.standIn.stop()
    }

    private func three(_ more: String = "") throws -> StorageResource {
        let yaml = "versioning: true\ncors: [{origins: ['*'], methods: [GET]}]\ntags: {a: b}\n"
        return try scene.resource(declared(name, yaml + more))
    }

    @Test(arguments: [(501, s3Error("NotImplemented")), (405, ""), (400, s3Error("NotImplemented"))])
    func `a setting that the store does not have is a note, and the others are set`(status: Int, body: String)
        async throws
    {
        scene.standIn.misbehave(.answering(status, body)) { $0.target.hasSuffix("?cors=") }
        let findings = try await three().bootstrap()
        #expect(findings.map(\.id) == ["storage.bucket.unsupported"])
        #expect(findings.first?.severity == .note)
        #expect(findings.first?.subject == "fr-par/storage/bucket/\(name)")
        let survey = try await three().survey(by: soon)
        #expect(survey.changes == [])
        #expect(survey.sound.count == 1)
        #expect(survey.findings.first?.data["field"] == "cors")
        let required = try await three("required: [cors]").survey(by: soon)
        #expect(required.findings.first { $0.id == "storage.bucket.unsupported" }?.severity == .error)
        #expect(required.sound == [])
    }

    @Test func `a setting that is only refused when it is written is a note too`() async throws {
        scene.standIn.misbehave(.answering(501, s3Error("NotImplemented"))) {
            $0.isWrite && $0.target.hasSuffix("?cors=")
        }
        let findings = try await three().bootstrap()
        #expect(findings.map(\.id) == ["storage.bucket.unsupported"])
        #expect(findings.first?.evidence.contains(.fact("answer", "501 NotImplemented")) == true)
        #expect(try await three().survey(by: soon).told.allSatisfy { $0.contains("cors") })
    }

    @Test func `a setting that may not be read is an error of its own`() async throws {
        try await three().bootstrap()
        try await scene.hands.delete(BucketTagging.self, from: name, by: soon)
        scene.standIn.misbehave(.answering(403, s3Error("AccessDenied"))) { $0.target.hasSuffix("?cors=") }
        let survey = try await three().survey(by: soon)
        #expect(survey.told == ["update tags.a: null → \"b\""])
        let finding = try #require(survey.findings.first { $0.id == "storage.bucket.unread" })
        #expect(finding.severity == .error && finding.failureClass == "permission")
        #expect(survey.sound == [])
        #expect(try await three().bootstrap().map(\.id) == ["storage.bucket.unread"])
        #expect(
            try await scene.hands.get(BucketTagging.self, of: name, by: soon) == .set(BucketTagging([S3Tag("a", "b")]))
        )
    }

    @Test(arguments: [
        (403, "AccessDenied", "permission"), (400, "InvalidRequest", "invalid"),
        (500, "InternalError", "broken_answer"),
    ])
    func `a setting that may not be written is an error of its own, and the others are set`(
        status: Int,
        code: String,
        failureClass: String,
    ) async throws {
        scene.standIn.misbehave(.answering(status, s3Error(code, "because so"))) {
            $0.method == "PUT" && $0.target.hasSuffix("?cors=")
        }
        let finding = try #require(try await three().bootstrap().first)
        #expect(finding.id == "storage.bucket.failed" && finding.severity == .error)
        #expect(finding.failureClass == failureClass)
        #expect(finding.evidence.contains(.verbatim("because so")))
        #expect(try await three().survey(by: soon).told.allSatisfy { $0.contains("cors") })
        scene.standIn.behave()
        #expect(try await three().bootstrap() == [])
        #expect(try await three().told() == [])
    }

    @Test func `what the store takes and does not show is said to be without effect`() async throws {
        scene.standIn.misbehave(.answering(200, "")) { $0.method == "PUT" && $0.target.hasSuffix("?cors=") }
        let findings = try await three().bootstrap()
        #expect(findings.map(\.id) == ["storage.bucket.ineffective"])
        #expect(findings.first?.severity == .warning)
        #expect(findings.first?.evidence == [.fact("cors", #"null instead of [{"methods":["GET"],"origins":["*"]}]"#)])
        #expect(try await scene.hands.get(BucketTagging.self, of: name, by: soon).value != nil)
    }

    @Test func `a store that is slow to show what it took is asked again`() async throws {
        try await three("ignore: [cors]").bootstrap()
        let reading: @Sendable (HTTPStandIn.Seen) -> Bool = { $0.method == "GET" && $0.target.hasSuffix("?cors=") }
        // For the survey, for the look before writing, and for one after it.
        scene.standIn.misbehave(.answering(404, s3Error("NoSuchCORSConfiguration")), times: 3, where: reading)
        #expect(try await three().bootstrap() == [])
        #expect(scene.standIn.requests.filter(reading).count == 4)
    }

    @Test(arguments: [(503, "SlowDown"), (409, "OperationAborted"), (429, "TooManyRequests")])
    func `a busy store is asked again`(status: Int, code: String) async throws {
        scene.standIn.misbehave(.answering(status, s3Error(code)), times: 2) { $0.isWrite }
        scene.standIn.misbehave(.answering(status, s3Error(code)), times: 2) { !$0.isWrite }
        #expect(try await three().bootstrap() == [])
        #expect(try await three().told() == [])
    }

    @Test func `a setting that never answers costs the deadline, and the others are read`() async throws {
        try await three().bootstrap()
        scene.standIn.misbehave(.hanging) { $0.target.hasSuffix("?cors=") }
        let survey = try await three().survey(by: .after(.seconds(8)))
        #expect(survey.findings.map(\.failureClass).contains("no_reply"))
        #expect(survey.findings.filter { $0.id == "storage.bucket.unread" }.count == 1)
        #expect(survey.changes == [])
    }

    @Test func `a cancelled run ends at once, and the next one goes on from there`() async throws {
        let resource = try three()
        let change = try #require(try await resource.survey(by: soon).changes.first)
        let (standIn, name) = (scene.standIn, name)
        standIn.misbehave(.hanging) { $0.isWrite && $0.target.hasSuffix("?cors=") }
        let run = Task { try await resource.carryOut(change, by: .after(.seconds(3_600))) }
        while !standIn.requests.contains(where: { $0.isWrite && $0.target.hasSuffix("?cors=") }) {
            try await Task.sleep(for: .milliseconds(5))
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        standIn.behave()
        #expect(try await scene.hands.get(BucketVersioning.self, of: name, by: soon).value?.status == .enabled)
        // The old plan covers what is left of it.
        #expect(try await resource.carryOut(change, by: soon) == [])
        #expect(try await resource.told() == [])
    }

    @Test func `a setting that the store loses while it takes the others is written once more`() async throws {
        try await three("ignore: [cors]").bootstrap()
        // Looked for by the survey, before writing, and three times after it.
        scene.standIn.misbehave(.answering(404, s3Error("NoSuchCORSConfiguration")), times: 5) {
            $0.method == "GET" && $0.target.hasSuffix("?cors=")
        }
        #expect(try await three().bootstrap() == [])
        #expect(scene.standIn.writes.filter { $0.target.hasSuffix("?cors=") }.count == 2)
        #expect(try await three().told() == [])
    }

    @Test func `a store that falls silent in the middle costs the time of one change, and the next run goes on`()
        async throws
    {
        try await three("ignore: [cors, versioning, tags]").bootstrap()
        let resource = try three()
        let change = try #require(try await resource.survey(by: soon).changes.first)
        scene.standIn.misbehave(.hanging) { $0.isWrite && $0.target.hasSuffix("?tagging=") }
        let began = ContinuousClock.now
        let failure = await #expect(throws: ResourceFailure.self) {
            try await resource.carryOut(change, by: .after(.seconds(12)))
        }
        #expect(ContinuousClock.now - began < .seconds(60))
        #expect(failure?.isAnswer == false)
        #expect(failure?.finding.id == "storage.bucket.failed")
        #expect(failure?.finding.evidence.contains(.fact("set before it", "versioning, cors")) == true)
        scene.standIn.behave()
        #expect(try await three().bootstrap() == [])
        #expect(try await three().told() == [])
    }

    @Test(arguments: [HTTPStandIn.Manner.cuttingOff, .closing, .losingTheAnswer])
    func `a connection that breaks is taken up again, whatever was being done`(manner: HTTPStandIn.Manner) async throws
    {
        for suffix in ["?cors=", "?tagging=", "?versioning=", "/\(name)"] {
            scene.standIn.misbehave(manner, times: 1) { $0.isWrite && $0.target.hasSuffix(suffix) }
            scene.standIn.misbehave(manner, times: 1) { !$0.isWrite && $0.target.hasSuffix(suffix) }
        }
        #expect(try await three().bootstrap() == [])
        #expect(try await three().told() == [])
    }

    @Test func `a store that breaks off for good fails one setting`() async throws {
        try await three().bootstrap()
        scene.standIn.misbehave(.closing) { $0.target.hasSuffix("?cors=") }
        let finding = try #require(try await three().survey(by: soon).findings.first { $0.severity == .error })
        #expect(finding.id == "storage.bucket.unread")
        #expect(["closed", "reset"].contains(finding.failureClass))
    }

    @Test func `a setting whose writing always breaks off does not keep the others from being set`() async throws {
        scene.standIn.misbehave(.closing) { $0.isWrite && $0.target.hasSuffix("?versioning=") }
        let findings = try await three().bootstrap()
        #expect(findings.map(\.id) == ["storage.bucket.failed"])
        #expect(["closed", "reset"].contains(findings.first?.failureClass))
        #expect(
            try await three().told(awaiting: ["update versioning: null → true"]) == ["update versioning: null → true"]
        )
        // Alone it is all there is, and the store is gone for all one can tell.
        let failure = await #expect(throws: ResourceFailure.self) { try await three().bootstrap() }
        #expect(failure?.finding.id == "storage.connect")
        scene.standIn.behave()
        #expect(try await three().bootstrap() == [])
    }

    @Test func `tags of the store's own services are left as they are`() async throws {
        try await three().bootstrap()
        let own = "<Tagging><TagSet><Tag><Key>aws:made-by</Key><Value>x</Value></Tag></TagSet></Tagging>"
        scene.standIn.misbehave(.answering(200, own)) { $0.method == "GET" && $0.target.hasSuffix("?tagging=") }
        let survey = try await three().survey(by: soon)
        #expect(survey.told == ["update tags.a: null → \"b\""])
        let change = try #require(survey.changes.first)
        scene.standIn.forget()
        _ = try await three().carryOut(change, by: soon)
        #expect(!scene.standIn.writes.isEmpty)
        #expect(scene.standIn.writes.allSatisfy { $0.body.contains("<Key>aws:made-by</Key>") })
        let none = try scene.resource(declared(name, "tags: {}"))
        #expect(try await none.told() == [])
    }

    @Test func `a store that goes away in the middle is one failure`() async throws {
        try await three().bootstrap()
        scene.standIn.misbehave(.closing) { [name] in $0.target.hasPrefix("/\(name)") }
        let failure = await #expect(throws: ResourceFailure.self) { try await three().survey(by: soon) }
        #expect(failure?.finding.id == "storage.connect")
        #expect(failure?.isAnswer == false)
    }

    @Test func `a key that may not list the buckets asks for each by its name`() async throws {
        scene.standIn.misbehave(.answering(403, s3Error("AccessDenied"))) { $0.target == "/" }
        #expect(try await three().bootstrap() == [])
        let survey = try await three().survey(by: soon)
        #expect(survey.changes == [])
        #expect(survey.requests == 5)
        #expect(try await three().identity(by: soon) == [.bucketOwner: nil])
    }
}
