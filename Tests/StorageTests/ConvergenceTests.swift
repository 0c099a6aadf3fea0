import Platform
import S3
import TestSupport
import Testing
import Words

@testable import Storage

/// From nothing to everything as declared, on a real store.
@Suite(.live, .timeLimit(.minutes(5))) struct ConvergenceTests {
    private let scene: Scene
    private let soon = Scene.soon

    init() throws {
        scene = try Scene()
    }

    static let everything = """
        versioning: true
        encryption: AES256
        lifecycle:
          - {id: old, prefix: tmp/, expire_after: 7d}
          - {id: parts, abort_uploads_after: 7d}
          - {id: versions, prefix: v/, expire_after: 30d, expire_old_versions_after: 3d}
        cors:
          - {origins: ['https://b.example.com', 'https://a.example.com'], methods: [PUT, GET], headers: ['*', X-B], expose: [ETag], max_age: 10m}
          - {origins: ['*'], methods: [GET]}
        policy:
          Version: '2012-10-17'
          Statement:
            - {Sid: read, Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: ['arn:aws:s3:::NAME/*']}
        tags: {team: platform, env: dev, note: ''}
        """

    static func everything(_ name: String) throws -> DeclaredStorage {
        try declared(name, everything.replacing("NAME", with: name))
    }

    @Test func `what is not there is made, the second look finds nothing to do and nothing is written`() async throws {
        defer { scene.standIn.stop() }
        let name = Scene.name()
        let resource = try scene.resource(Self.everything(name))
        let plan = try await resource.survey(by: soon)
        #expect(plan.changes.map(\.kind) == [.create])
        #expect(plan.changes.first?.address.description == "fr-par/storage/bucket/\(name)")
        #expect(plan.sound.isEmpty)
        #expect(scene.standIn.writes.isEmpty)
        #expect(plan.told.contains("create versioning: null → true"))
        #expect(plan.told.contains("create tags.team: null → \"platform\""))
        #expect(
            plan.told.contains(
                "create lifecycle.old: null → {\"enabled\":true,\"expire_after\":\"7d\",\"prefix\":\"tmp/\"}"
            )
        )

        let change = try #require(plan.changes.first)
        #expect(try await resource.carryOut(change, by: soon) == [])
        scene.standIn.forget()
        let again = try await resource.survey(by: soon)
        #expect(again.changes == [])
        #expect(again.sound.map(\.description) == ["fr-par/storage/bucket/\(name)"])
        // One list, and one request for each declared setting.
        #expect(again.requests == 7)
        #expect(scene.standIn.requests.count == 7)
        #expect(scene.standIn.writes.isEmpty)
        // An old plan finds all done.
        #expect(try await resource.carryOut(change, by: soon) == [])
        #expect(scene.standIn.writes.isEmpty)
    }

    @Test func `an object lock comes with the bucket and is not asked for twice`() async throws {
        defer { scene.standIn.stop() }
        let name = Scene.name()
        let resource = try scene.resource(declared(name, "object_lock: {mode: governance, retention: 3d}"))
        #expect(try await resource.bootstrap() == [])
        let wanted = Observed.set(StoredLock(defaultRetention: .init(.governance, .days(3))))
        let seen = try await eventually {
            try await scene.hands.get(StoredLock.self, of: name, by: soon)
        } until: {
            $0 == wanted
        }
        #expect(seen == wanted)
        #expect(try await resource.told() == [])
        try await scene.hands.put(StoredLock(defaultRetention: .init(.governance, .days(9))), on: name, by: soon)
        #expect(
            try await resource.told(awaiting: ["update object_lock.retention: \"9d\" → \"3d\""]) == [
                "update object_lock.retention: \"9d\" → \"3d\""
            ]
        )
    }

    @Test func `only what is declared is read and compared`() async throws {
        defer { scene.standIn.stop() }
        let name = Scene.name()
        try await scene.hands.createBucket(name, by: soon)
        try await scene.hands.put(BucketTagging([S3Tag("a", "b")]), on: name, by: soon)
        try await scene.hands.put(BucketVersioning(.enabled), on: name, by: soon)
        let resource = try scene.resource(declared(name, "encryption: none"))
        let survey = try await resource.survey(by: soon)
        #expect(survey.changes == [])
        #expect(scene.standIn.requests.map(\.target).filter { $0.contains("?") } == ["/\(name)?encryption="])
    }

    @Test func `versioning that is not wanted may be off or suspended`() async throws {
        defer { scene.standIn.stop() }
        let name = Scene.name()
        let resource = try scene.resource(declared(name, "versioning: false"))
        try await resource.bootstrap()
        #expect(try await scene.hands.get(BucketVersioning.self, of: name, by: soon) == .absent)
        #expect(scene.standIn.writes.map(\.target) == ["/\(name)"])
        try await scene.hands.put(BucketVersioning(.enabled), on: name, by: soon)
        let drift = try await resource.survey(by: soon)
        #expect(drift.told == ["update versioning: true → false"])
        #expect(drift.changes.first?.fields.first?.note?.contains("suspended") == true)
        try await resource.bootstrap()
        #expect(try await scene.hands.get(BucketVersioning.self, of: name, by: soon).value?.status == .suspended)
        #expect(try await resource.told() == [])
    }

    @Test func `what is left alone is neither read nor written, and said once`() async throws {
        defer { scene.standIn.stop() }
        let name = Scene.name()
        try await scene.hands.createBucket(name, by: soon)
        let resource = try scene.resource(declared(name, "versioning: true\ntags: {a: b}\nignore: [versioning, cors]"))
        let survey = try await resource.survey(by: soon)
        #expect(survey.told == ["update tags.a: null → \"b\""])
        let notes = survey.findings.filter { $0.id == "storage.bucket.ignored" }
        #expect(notes.map(\.message) == ["left alone, as its ignore: says: versioning"])
        #expect(!scene.standIn.requests.contains { $0.target.contains("versioning") })
    }

    @Test func `buckets that nobody declared are counted and not touched`() async throws {
        defer { scene.standIn.stop() }
        let (name, stranger) = (Scene.name(), Scene.name("stranger"))
        try await scene.hands.createBucket(stranger, by: soon)
        let survey = try await scene.resource(declared(name, "versioning: true")).survey(by: soon)
        let note = try #require(survey.findings.first { $0.id == "storage.undeclared" })
        #expect(note.severity == .note)
        #expect(note.data["count"] != .integer(0))
        #expect(!scene.standIn.requests.contains { $0.target.contains(stranger) })
        let none = try scene.resource(DeclaredStorage())
        scene.standIn.forget()
        #expect(try await none.survey(by: soon).requests == 0)
        #expect(scene.standIn.requests.isEmpty)
    }

    @Test func `the owner is told`() async throws {
        defer { scene.standIn.stop() }
        let resource = try scene.resource(declared(Scene.name(), "versioning: true"))
        #expect(try await resource.identity(by: soon) == [.bucketOwner: "admin"])
    }

    @Test func `no setting is lost beside the others of its bucket`() async throws {
        defer { scene.standIn.stop() }
        // SeaweedFS loses a quarter of them when they are written at once.
        let settings = [
            "versioning: true", "encryption: AES256", "tags: {a: b}", "lifecycle: [{id: old, expire_after: 7d}]",
        ]
        let yaml = (0..<40).map { _ in
            "  \(Scene.name()): {\(settings.joined(separator: ", ")), cors: [{origins: ['*'], methods: [GET]}]}"
        }
        let storage = try declared("region: us-east-1\nbuckets:\n" + yaml.joined(separator: "\n"))
        let resource = try scene.resource(storage, endpoint: scene.store.endpoint)
        let changes = try await resource.survey(by: soon).changes
        try await withThrowingTaskGroup { group in
            for change in changes { group.addTask { try await resource.carryOut(change, by: Scene.soon) } }
            for try await findings in group { #expect(findings == []) }
        }
        #expect(try await resource.told() == [])
    }

    @Test func `twenty buckets with four settings cost four requests each and one for all`() async throws {
        let names = (0..<20).map { _ in Scene.name() }
        let yaml = names.map { name in
            """
              \(name):
                versioning: true
                encryption: AES256
                lifecycle: [{id: old, expire_after: 7d}]
                tags: {team: platform}
            """
        }
        defer { scene.standIn.stop() }
        let storage = try declared("region: us-east-1\nbuckets:\n" + yaml.joined(separator: "\n"))
        let resource = try scene.resource(storage, endpoint: scene.store.endpoint)
        let changes = try await resource.survey(by: soon).changes
        #expect(changes.count == 20)
        try await withThrowingTaskGroup { group in
            for change in changes { group.addTask { try await resource.carryOut(change, by: Scene.soon) } }
            for try await findings in group { #expect(findings == []) }
        }
        var fastest = Duration.seconds(1_000)
        for _ in 0..<5 {
            let start = ContinuousClock.now
            let survey = try await resource.survey(by: soon)
            fastest = min(fastest, ContinuousClock.now - start)
            #expect(survey.changes == [])
            #expect(survey.requests == 81)
        }
        let start = ContinuousClock.now
        _ = try await scene.hands.listBuckets(by: soon)
        for name in names {
            _ = try await scene.hands.get(BucketVersioning.self, of: name, by: soon)
            _ = try await scene.hands.get(BucketEncryption.self, of: name, by: soon)
            _ = try await scene.hands.get(StoredLifecycle.self, of: name, by: soon)
            _ = try await scene.hands.get(BucketTagging.self, of: name, by: soon)
        }
        let sequential = ContinuousClock.now - start
        let ratio = Int((sequential / fastest * 10).rounded())
        print(
            "20 buckets with 4 settings, nothing to do: 81 requests, \(fastest.wholeMilliseconds) ms;",
            "one after the other \(sequential.wholeMilliseconds) ms (\(ratio / 10).\(ratio % 10) times)",
        )
    }
}
