import Deadlines
import Platform
import S3
import TestSupport
import Testing
import Words

@testable import Storage

/// What cannot be, and why: names of others, keys without rights, stores that are none.
@Suite(.live, .timeLimit(.minutes(5))) final class RefusalTests {
    private let scene: Scene
    private let name = Scene.name()
    private let soon = Scene.soon

    init() throws {
        scene = try Scene()
    }

    deinit {
        scene.standIn.stop()
    }

    @Test func `wrong credentials are told apart, and no secret is told`() async throws {
        let storage = try declared(name, "versioning: true")
        let secret = "wrong-secret-of-some-length"
        for (key, word) in [(SeaweedFS.accessKey, secret), ("nobody", secret)] {
            let resource = try scene.resource(storage, accessKey: key, secretKey: word)
            let failure = await #expect(throws: ResourceFailure.self) { try await resource.survey(by: soon) }
            #expect(failure?.finding.id == "storage.credentials")
            #expect(failure?.finding.failureClass == "auth")
            #expect(failure?.isAnswer == true)
            #expect(!String(describing: failure).contains(secret))
            let identity = await #expect(throws: ResourceFailure.self) { try await resource.identity(by: soon) }
            #expect(identity?.finding.id == "storage.credentials")
        }
    }

    @Test func `a key that may only read sees what it may, and is refused with the reason`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let reader = try scene.resource(
            declared(name, "versioning: true\nencryption: AES256"),
            accessKey: SeaweedFS.readerAccessKey,
            secretKey: SeaweedFS.readerSecretKey
        )
        let survey = try await reader.survey(by: soon)
        #expect(survey.told == ["update versioning: null → true"])
        let unread = try #require(survey.findings.first { $0.id == "storage.bucket.unread" })
        #expect(unread.failureClass == "permission" && unread.data["field"] == "encryption")
        let findings = try await reader.carryOut(try #require(survey.changes.first), by: soon)
        #expect(Set(findings.map(\.failureClass)) == ["permission"])
        #expect(Set(findings.map(\.id)) == ["storage.bucket.unread", "storage.bucket.failed"])

        let other = try scene.resource(
            declared(Scene.name(), "versioning: true"),
            accessKey: SeaweedFS.readerAccessKey,
            secretKey: SeaweedFS.readerSecretKey
        )
        let create = try #require(try await other.survey(by: soon).changes.first)
        #expect(create.kind == .create)
        let failure = await #expect(throws: ResourceFailure.self) { try await other.carryOut(create, by: soon) }
        #expect(failure?.finding.failureClass == "permission")
        #expect(failure?.isAnswer == true)
    }

    @Test func `a name that is somebody else's is impossible`() async throws {
        scene.standIn.misbehave(.answering(403, s3Error("AccessDenied"))) { [name] in $0.target.hasPrefix("/\(name)") }
        let resource = try scene.resource(declared(name, "versioning: true"))
        let change = try #require(try await resource.survey(by: soon).changes.first)
        #expect(change.kind == .impossible)
        #expect(change.reason?.contains("403 AccessDenied") == true)
        await #expect(throws: StaleChange.self) { try await resource.carryOut(change, by: soon) }
        #expect(scene.standIn.writes.isEmpty)
    }

    @Test func `a name that somebody else takes in between is told to be taken`() async throws {
        let resource = try scene.resource(declared(name, "versioning: true"))
        let change = try #require(try await resource.survey(by: soon).changes.first)
        scene.standIn.misbehave(.answering(409, s3Error("BucketAlreadyExists"))) { $0.isWrite }
        let failure = await #expect(throws: ResourceFailure.self) { try await resource.carryOut(change, by: soon) }
        #expect(failure?.finding.id == "storage.bucket.taken")
        #expect(failure?.isAnswer == true)
    }

    @Test func `a store that is down, silent or no store at all is said to be`() async throws {
        let storage = try declared(name, "versioning: true")
        let down = try scene.resource(storage, endpoint: "http://127.0.0.1:\(freePort())")
        let refused = await #expect(throws: ResourceFailure.self) { try await down.survey(by: soon) }
        #expect(refused?.finding.id == "storage.connect" && refused?.finding.failureClass == "refused")
        #expect(refused?.isAnswer == false)

        let mute = try Listener(.silent)
        let silent = try scene.resource(storage, endpoint: "http://127.0.0.1:\(mute.port)")
        let unheard = await #expect(throws: ResourceFailure.self) {
            try await silent.survey(by: .after(.milliseconds(300)))
        }
        #expect(unheard?.finding.failureClass == "no_reply")

        scene.standIn.misbehave(.answering(200, "<html><body>Welcome</body></html>")) { _ in true }
        let web = await #expect(throws: ResourceFailure.self) { try await scene.resource(storage).survey(by: soon) }
        #expect(web?.finding.id == "storage.connect")
        #expect(throws: ResourceFailure.self) { try scene.resource(storage, endpoint: "ftp://store") }
        keep(mute)
    }

    @Test func `a bucket that was changed since the plan is left as it is`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let resource = try scene.resource(declared(name, "tags: {a: b, c: d}"))
        let change = try #require(try await resource.survey(by: soon).changes.first)
        try await scene.hands.put(BucketTagging([S3Tag("mine", "x")]), on: name, by: soon)
        await #expect(throws: StaleChange.self) { try await resource.carryOut(change, by: soon) }
        #expect(scene.standIn.writes.isEmpty)
        // Another wish than the plan's is another plan.
        let fresh = try #require(try await resource.survey(by: soon).changes.first)
        let other = try scene.resource(declared(name, "tags: {a: b, c: e}"))
        await #expect(throws: StaleChange.self) { try await other.carryOut(fresh, by: soon) }
        var altered = fresh
        altered.precondition = "of another time"
        await #expect(throws: StaleChange.self) { try await resource.carryOut(altered, by: soon) }
        #expect(scene.standIn.writes.isEmpty)
        #expect(try await resource.carryOut(fresh, by: soon) == [])
    }

    @Test func `a store that cannot make a bucket for two at once is asked again`() async throws {
        scene.standIn.misbehave(.answering(404, s3Error("NoSuchBucket")), times: 2) { $0.isWrite }
        let resource = try scene.resource(declared(name, "versioning: true"))
        #expect(try await resource.bootstrap() == [])
        #expect(try await resource.told() == [])
    }

    @Test func `two at once end where one does`() async throws {
        let names = (0..<4).map { _ in Scene.name() }
        let yaml = names.map {
            "  \($0): {versioning: true, encryption: AES256, tags: {a: b}, lifecycle: [{id: x, expire_after: 3d}]}"
        }
        let resource = try scene.resource(declared("region: us-east-1\nbuckets:\n" + yaml.joined(separator: "\n")))
        let changes = try await resource.survey(by: soon).changes
        try await withThrowingTaskGroup { group in
            for change in changes + changes {
                group.addTask { try await resource.carryOut(change, by: Scene.soon) }
            }
            for try await findings in group { #expect(findings == []) }
        }
        #expect(try await resource.survey(by: soon).sound.count == 4)
    }
}
