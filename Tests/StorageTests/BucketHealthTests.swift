import Deadlines
import Doctor
import FoundationEssentials
import Platform
import S3
import TestSupport
import Testing
import Words

@testable import Storage

/// A bucket of a store that is well.
@Suite(.live, .timeLimit(.minutes(5))) final class BucketHealthTests {
    private let scene: Scene
    private let name = Scene.name()
    private let soon = Scene.soon

    init() throws {
        scene = try Scene()
    }

    deinit {
        scene.standIn.stop()
    }

    private func leftovers() async throws -> Int {
        let versions = try await scene.hands.listAllVersions(in: name, prefix: "ihctl-doctor", by: soon)
        let uploads = try await scene.hands.listMultipartUploads(in: name, by: soon)
        return versions.count + uploads.count
    }

    @Test(arguments: ["versioning: false", "versioning: true"])
    func `a healthy bucket has nothing to say, and nothing is left in it`(yaml: String) async throws {
        let resource = try scene.resource(declared(name, yaml))
        try await resource.bootstrap()
        try await scene.hands.putObject([1], to: "own", in: name, by: soon)
        scene.standIn.forget()
        let examination = await examine(resource)
        #expect(examination.told == [] && examination.outcomes.map(\.kind) == StorageChecks.all)
        #expect(examination.outcomes.allSatisfy { $0.findings.isEmpty && $0.seen != nil })
        #expect(try await leftovers() == 0)
        #expect(examination["storage.bucket.roundtrip"]?.measures.map(\.name) == ["put", "get", "head", "delete"])
        #expect(scene.standIn.requests.count <= 20, "\(scene.standIn.requests.map { "\($0.method) \($0.target)" })")
        #expect(!"\(examination)".contains(SeaweedFS.secretKey))
    }

    @Test func `a bucket that is missing is not made by looking, and the remedy makes it`() async throws {
        let resource = try scene.resource(declared(name, "versioning: true"))
        let examination = await examine(resource)
        #expect(examination.told == ["fail storage.bucket missing"] && examination.blocked.count == 5)
        #expect(examination["storage.bucket"]?.fixes == ["ihctl bootstrap --only fr-par/storage/bucket/\(name)"])
        #expect(scene.standIn.writes.isEmpty)
        #expect(try await scene.hands.bucketExists(name, by: soon) == false)
        try await resource.bootstrap()
        #expect(await examine(resource).told == [])
    }

    @Test func `each setting that differs is a finding of its own, and the remedy mends all`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        try await scene.hands.put(BucketTagging([S3Tag("a", "other")]), on: name, by: soon)
        let yaml = """
            versioning: true
            encryption: AES256
            cors: [{origins: ['*'], methods: [GET]}]
            lifecycle: [{id: old, expire_after: 30d}]
            tags: {a: b}
            """
        let resource = try scene.resource(declared(name, yaml))
        let examination = await examine(resource)
        let outcome = try #require(examination["storage.bucket.settings"])
        let told = outcome.findings.map { "\($0.severity) \($0.data["field"]?.compact ?? "") \($0.failureClass ?? "")" }
        #expect(
            Set(told) == [
                #"error "versioning" missing"#, #"error "encryption" missing"#, #"error "cors" missing"#,
                #"error "lifecycle" missing"#, #"warning "tags" drift"#,
            ]
        )
        #expect(examination.told == ["fail storage.bucket.settings missing"] && examination.blocked.isEmpty)
        #expect(outcome.findings.last?.evidence == [.fact("tags.a", #""other", declared "b""#)])
        try await resource.bootstrap()
        #expect(
            try await eventually {
                await examine(resource).told
            } until: {
                $0 == []
            } == []
        )
    }

    @Test func `a setting that the store lacks is a note, and a fault where it is required`() async throws {
        let yaml = "cors: [{origins: ['*'], methods: [GET]}]\n"
        try await scene.hands.createBucket(name, by: soon)
        scene.standIn.misbehave(.answering(501, s3Error("NotImplemented"))) { $0.target.hasSuffix("?cors=") }
        let examination = await examine(try scene.resource(declared(name, yaml)))
        #expect(examination.told == [])
        #expect(examination["storage.bucket.settings"]?.worst?.severity == .note)
        let required = await examine(try scene.resource(declared(name, yaml + "required: [cors]")))
        #expect(required.told == ["fail storage.bucket.settings unsupported"])
    }

    @Test func `a setting that may not be read says which right is missing`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        scene.standIn.misbehave(.answering(403, s3Error("AccessDenied"))) { $0.target.hasSuffix("?cors=") }
        let examination = await examine(
            try scene.resource(declared(name, "cors: [{origins: ['*'], methods: [GET]}]"))
        )
        #expect(examination.told == ["fail storage.bucket.settings permission"])
        #expect(examination["storage.bucket.settings"]?.summary == "The bucket's CORS rules cannot be read.")
    }

    @Test func `a key that may only read is told by its rights, and the round trip is left out`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let reader = try scene.resource(
            declared(name, "{}"),
            accessKey: SeaweedFS.readerAccessKey,
            secretKey: SeaweedFS.readerSecretKey
        )
        let examination = await examine(reader)
        let outcome = try #require(examination["storage.bucket.permissions"])
        #expect(outcome.status == .fail && outcome.worst?.failureClass == "permission")
        #expect(outcome.evidence("list") == "allowed" && outcome.evidence("put") == "refused")
        #expect(outcome.evidence("multipart") == "refused" && outcome.evidence("get") == "allowed")
        #expect(outcome.evidence("delete") == "refused")
        #expect(examination["storage.bucket.roundtrip"]?.status == .skipped)
        #expect(examination["storage.bucket.roundtrip"]?.reason?.contains("AccessDenied") == true)
        #expect(try await leftovers() == 0)
    }

    @Test func `bytes that come back otherwise are corrupt, and the probe goes all the same`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        scene.standIn.misbehave(.answering(200, "other bytes")) { $0.isReadingOfProbe }
        let examination = await examine(try scene.resource(declared(name, "{}")))
        #expect(examination.told == ["fail storage.bucket.roundtrip corrupt"])
        #expect(try await leftovers() == 0)
    }

    @Test(arguments: [HTTPStandIn.Manner.closing, .hanging, .answering(500, "")])
    func `where reading fails, what was written goes all the same`(manner: HTTPStandIn.Manner) async throws {
        let versioned = try scene.resource(declared(name, "versioning: true"))
        try await versioned.bootstrap()
        scene.standIn.misbehave(manner) { $0.isReadingOfProbe }
        let examination = await examine(versioned, timeout: .seconds(12))
        let outcome = try #require(examination["storage.bucket.roundtrip"])
        #expect(outcome.status == .fail)
        #expect(outcome.summary.contains("metadata fine, data path down"))
        #expect(outcome.evidence("broken at") == "get")
        #expect(try await leftovers() == 0)
    }

    @Test func `a store that falls silent says nothing of the key's rights`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        scene.standIn.misbehave(.hanging) { $0.target.contains("ihctl-doctor/") }
        let examination = await examine(try scene.resource(declared(name, "{}")), timeout: .seconds(6))
        let outcome = try #require(examination["storage.bucket.permissions"])
        #expect(outcome.status == .unknown && outcome.worst?.failureClass == "no_reply")
    }

    @Test func `a rule that deletes and is not declared is told, and a declared or harmless one is not`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let plain = try scene.resource(declared(name, "{}"))
        let harmless = BucketLifecycle([LifecycleRule(id: "uploads", abortsUploadsAfterDays: 3)])
        try await scene.hands.put(harmless, on: name, by: soon)
        #expect(await examine(plain).told == [])
        let deleting = BucketLifecycle([LifecycleRule(id: "gone", expiration: .at(.days(30)))])
        try await scene.hands.put(deleting, on: name, by: soon)
        let told = try await eventually {
            await examine(plain)
        } until: {
            !$0.told.isEmpty
        }
        #expect(told.told == ["warn storage.bucket.settings drift"])
        #expect(
            told["storage.bucket.settings"]?.summary
                == "Objects are deleted after 30 days, and the platform file does not say so."
        )
        #expect(await examine(try scene.resource(declared(name, "ignore: [lifecycle]"))).told == [])
        let declaring = try scene.resource(declared(name, "lifecycle: [{id: gone, expire_after: 30d}]"))
        #expect(await examine(declaring).told == [])
    }

    @Test func `where versioning is suspended no marker stays`() async throws {
        try await scene.resource(declared(name, "versioning: true")).bootstrap()
        try await scene.resource(declared(name, "versioning: false")).bootstrap()
        let examination = await examine(try scene.resource(declared(name, "{}")))
        #expect(examination["storage.bucket.roundtrip"]?.status == .pass)
        #expect(try await leftovers() == 0)
    }

    @Test func `what killed runs left is swept, and nothing else`() async throws {
        try await scene.resource(declared(name, "versioning: true")).bootstrap()
        let old = ProbeKey(at: Date(timeIntervalSinceNow: -7_200)).text
        let young = ProbeKey().text
        let foreign = "ihctl-doctor/1000000000-mine"
        for key in [old, young, foreign] {
            try await scene.hands.putObject([1], to: key, in: name, by: soon)
            _ = try await scene.hands.createMultipartUpload(of: key, in: name, by: soon)
        }
        try await scene.hands.deleteObject(old, in: name, by: soon)
        let examination = await examine(try scene.resource(declared(name, "{}")))
        #expect(
            examination["storage.bucket.roundtrip"]?.seen?.contains("3 leftovers of earlier runs taken away") == true
        )
        let versions = try await scene.hands.listAllVersions(in: name, prefix: "ihctl-doctor", by: soon)
        let uploads = try await scene.hands.listMultipartUploads(in: name, by: soon)
        #expect(Set(versions.map(\.key)) == [young, foreign] && Set(uploads.map(\.key)) == [young, foreign])
    }

    @Test func `a look that is cancelled leaves nothing`() async throws {
        let versioned = try scene.resource(declared(name, "versioning: true"))
        try await versioned.bootstrap()
        let standIn = scene.standIn
        standIn.misbehave(.hanging) { $0.isReadingOfProbe }
        let run = Task { await examine(versioned) }
        while !standIn.requests.contains(where: { $0.isReadingOfProbe }) {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await leftovers() > 0)
        run.cancel()
        _ = await run.value
        #expect(
            try await eventually {
                try await self.leftovers()
            } until: {
                $0 == 0
            } == 0
        )
    }

    @Test func `a probe that cannot be taken away is named`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        scene.standIn.misbehave(.answering(403, s3Error("AccessDenied"))) {
            $0.method == "DELETE" && !$0.target.contains("uploadId")
        }
        let examination = await examine(try scene.resource(declared(name, "{}")))
        let outcome = try #require(examination["storage.bucket.roundtrip"])
        #expect(outcome.status == .warn && outcome.summary.contains("could not be taken away"))
        #expect(outcome.fixes.first?.contains("delete-object --endpoint-url") == true)
        #expect(examination["storage.bucket.permissions"]?.evidence("delete") == "refused")
    }

    @Test func `nothing is written where it would be locked`() async throws {
        let locked = try scene.resource(declared(name, "object_lock: {mode: governance, retention: 1d}"))
        try await locked.bootstrap()
        scene.standIn.forget()
        let examination = await examine(try scene.resource(declared(name, "{}")))
        #expect(examination["storage.bucket.roundtrip"]?.status == .skipped)
        #expect(examination["storage.bucket.permissions"]?.status == .pass)
        #expect(scene.standIn.writes.allSatisfy { $0.target.contains("upload") })
    }

    @Test func `uploads that nobody ended are counted, and ending them mends it`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let ids = [
            try await scene.hands.createMultipartUpload(of: "one", in: name, by: soon),
            try await scene.hands.createMultipartUpload(of: "it's two", in: name, by: soon),
        ]
        let resource = try scene.resource(declared(name, "{}"))
        #expect(await examine(resource).told == [])
        // One of them is the oldest, and the probe's own comes and goes.
        let examination = await examine(resource) { $0.leftover = .zero }
        #expect(examination.told == ["warn storage.bucket.uploads stuck"])
        #expect(examination["storage.bucket.uploads"]?.fixes.first?.contains("--upload-id") == true)
        #expect(examination["storage.bucket.uploads"]?.measures.contains { $0.name == "oldest_upload" } == true)
        for (id, key) in zip(ids, ["one", "it's two"]) {
            try await scene.hands.abortMultipartUpload(id, of: key, in: name, by: soon)
        }
        let mended = await examine(resource)
        #expect(mended["storage.bucket.uploads"]?.measures.first?.value.rounded() ?? 9 <= 1)
    }

    @Test func `a bucket that strangers see into is told, unless its declared policy says so`() async throws {
        let policy = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],\
            "Resource":["arn:aws:s3:::\(name)","arn:aws:s3:::\(name)/*"]}]}
            """
        try await scene.hands.createBucket(name, by: soon)
        try await scene.hands.putObject([1], to: "own", in: name, by: soon)
        try await scene.hands.putPolicy(policy, on: name, by: soon)
        let resource = try scene.resource(declared(name, "{}"))
        let told = try await eventually {
            await examine(resource).told
        } until: {
            !$0.isEmpty
        }
        #expect(told == ["fail storage.bucket.public exposed"])
        let meant = await examine(try scene.resource(declared(name, "policy: \(policy)")))
        #expect(meant["storage.bucket.public"]?.status == .pass)
        try await scene.hands.deletePolicy(of: name, by: soon)
        #expect(
            try await eventually {
                await examine(resource).told
            } until: {
                $0 == []
            } == []
        )
    }

    @Test func `a slow store is a warning`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let examination = await examine(try scene.resource(declared(name, "{}"))) { $0.patience = .zero }
        #expect(examination.told == ["warn storage.bucket.roundtrip latency"])
    }
}
