import Deadlines
import Platform
import TestSupport
import Testing
import Words

@testable import S3
@testable import Storage

/// Where a bucket stands, and what becomes of one that stands elsewhere.
@Suite(.live, .timeLimit(.minutes(5))) final class LocationTests {
    private let scene: Scene
    private let name = Scene.name()
    private let soon = Scene.soon

    init() throws {
        scene = try Scene()
    }

    deinit {
        scene.standIn.stop()
    }

    private func located(_ place: String, times: Int = .max) {
        let document = "<LocationConstraint>\(place)</LocationConstraint>"
        scene.standIn.misbehave(.answering(200, document), times: times) { $0.target.hasSuffix("?location=") }
    }

    private func resource(_ location: String, region: String = "fr-par") throws -> StorageResource {
        let yaml = "region: \(region)\nbuckets: {\(name): {location: \(location), versioning: true}}"
        return try scene.resource(declared(yaml))
    }

    @Test func `a store without locations is said to have none, and nothing is replaced`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let survey = try await resource("fr-par").survey(by: soon)
        #expect(survey.told == ["update versioning: null → true"])
        let finding = try #require(survey.findings.first { $0.id == "storage.bucket.unsupported" })
        #expect(finding.data["field"] == "location" && finding.severity == .note)
    }

    @Test func `a bucket that stands elsewhere is replaced, and what it holds is told before`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        try await scene.hands.put(BucketVersioning(.enabled), on: name, by: soon)
        for _ in 0..<3 { try await scene.hands.putObject([1, 2], to: "a/k", in: name, by: soon) }
        try await scene.hands.deleteObject("a/k", in: name, by: soon)
        _ = try await scene.hands.createMultipartUpload(of: "u", in: name, attributes: ObjectAttributes(), by: soon)
        located("fr-par")
        located("nl-ams", times: 2)
        let resource = try resource("fr-par")
        let survey = try await resource.survey(by: soon)
        let change = try #require(survey.changes.first)
        #expect(change.kind == .replace && change.isDestructive)
        #expect(survey.told == ["replace location: \"nl-ams\" → \"fr-par\""])
        #expect(change.loss == "4 objects, 6 bytes")
        #expect(change.reason == "a bucket stays where it was made")
        #expect(scene.standIn.writes.isEmpty)
        #expect(try await resource.carryOut(change, by: soon) == [])
        #expect(scene.standIn.writes.contains { $0.method == "PUT" && $0.body.contains("<LocationConstraint>fr-par<") })
        #expect(try await scene.hands.listAllVersions(in: name, by: soon).isEmpty)
        #expect(try await scene.hands.listMultipartUploads(in: name, by: soon).isEmpty)
        #expect(try await resource.told() == [])
        // Told once more the plan finds a bucket that is as it should be.
        #expect(try await resource.carryOut(change, by: soon) == [])
    }

    @Test func `a bucket that holds data is never deleted for a change that does not say so`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        try await scene.hands.putObject([1], to: "k", in: name, by: soon)
        located("nl-ams")
        let resource = try resource("fr-par")
        let replace = try #require(try await resource.survey(by: soon).changes.first)
        for kind in Change.Kind.allCases where kind != .replace {
            var change = replace
            change.kind = kind
            await #expect(throws: StaleChange.self, "\(kind)") { try await resource.carryOut(change, by: soon) }
        }
        #expect(scene.standIn.writes.isEmpty)
        #expect(try await scene.hands.getObject("k", in: name, by: soon).bytes == [1])
    }

    @Test func `what cannot be counted is not taken for nothing`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        located("nl-ams")
        scene.standIn.misbehave(.answering(403, s3Error("AccessDenied"))) { $0.target.contains("versions") }
        let change = try #require(try await resource("fr-par").survey(by: soon).changes.first)
        #expect(change.loss?.hasPrefix("nobody knows how much") == true)
    }

    @Test func `a replacement that was stopped between the old and the new goes on`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        located("nl-ams")
        let resource = try resource("fr-par")
        let change = try #require(try await resource.survey(by: soon).changes.first)
        #expect(change.loss == nil)
        try await scene.hands.deleteBucket(name, by: soon)
        located("fr-par")
        #expect(try await resource.carryOut(change, by: soon) == [])
        #expect(try await resource.told() == [])
    }

    @Test func `a place where this endpoint makes no buckets is impossible`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        located("nl-ams")
        let change = try #require(try await resource("pl-waw").survey(by: soon).changes.first)
        #expect(change.kind == .impossible)
        #expect(change.reason?.contains("pl-waw") == true)
    }

    @Test func `a bucket is taken away with all that is in it, when that is the word`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let resource = try resource("fr-par")
        for number in 0..<1_050 where number % 350 == 0 {
            try await scene.hands.putObject([1], to: "k\(number)", in: name, by: soon)
        }
        let change = try #require(try await resource.destruction(of: name, by: soon))
        #expect(change.kind == .destroy && change.loss == "3 objects, 3 bytes")
        #expect(try await resource.carryOut(change, by: soon) == [])
        #expect(try await scene.hands.bucketExists(name, by: soon) == false)
        #expect(try await resource.destruction(of: name, by: soon) == nil)
        #expect(try await resource.carryOut(change, by: soon) == [])
    }

    @Test func `more than a thousand objects are said to be so, and all go`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        let (hands, name) = (scene.hands, name)
        _ = await inFlight(32, Array(0..<1_010)) { number in
            try? await hands.putObject([], to: "k\(number)", in: name, by: Scene.soon)
        }
        let resource = try resource("fr-par")
        let change = try #require(try await resource.destruction(of: name, by: soon))
        #expect(change.loss == "more than 1,000 objects")
        #expect(try await resource.carryOut(change, by: soon) == [])
        #expect(scene.standIn.requests.filter { $0.target.hasSuffix("?delete=") }.count == 2)
        #expect(try await hands.bucketExists(name, by: soon) == false)
    }

    @Test func `what a store is known not to have is told, and the rest is done`() async throws {
        let yaml = """
            lifecycle:
              - {id: age, prefix: r/, expire_after: 365d, transitions: [{after: 30d, to: GLACIER}]}
              - {id: cold, transitions: [{after: 9d, to: GLACIER}]}
            replication: {role: r, rules: [{id: x, to: other}]}
            """
        let resource = try scene.resource(declared(name, yaml))
        #expect(
            try await resource.bootstrap().map(\.id) == ["storage.bucket.unsupported", "storage.bucket.unsupported"]
        )
        let survey = try await resource.survey(by: soon)
        #expect(survey.changes == [] && survey.sound.count == 1)
        let notes = survey.findings.filter { $0.id == "storage.bucket.unsupported" }
        #expect(notes.compactMap { $0.data["field"] } == ["lifecycle", "replication"])
        #expect(notes.first?.message.contains("colder storage") == true)
        let rules = try await scene.hands.get(StoredLifecycle.self, of: name, by: soon).value?.rules
        #expect(rules == [StoredRule(id: "age", filter: ObjectFilter(prefix: "r/"), expiration: .at(.days(365)))])
        // The store would take one of these for the deletion of the bucket.
        #expect(!scene.standIn.writes.contains { $0.target.contains("replication") })
    }

    @Test func `a store that turns out not to have a part gets the rest`() async throws {
        try await scene.hands.createBucket(name, by: soon)
        // Without the name by which it is known.
        let list =
            "<ListAllMyBucketsResult><Buckets><Bucket><Name>\(name)</Name></Bucket></Buckets></ListAllMyBucketsResult>"
        scene.standIn.misbehave(.answering(200, list)) { $0.target == "/" }
        let yaml = "lifecycle: [{id: age, expire_after: 365d, transitions: [{after: 30d, to: GLACIER}]}]"
        let findings = try await scene.resource(declared(name, yaml)).bootstrap()
        #expect(findings.map(\.id) == ["storage.bucket.unsupported"])
        let rules = try await scene.hands.get(StoredLifecycle.self, of: name, by: soon).value?.rules
        #expect(rules?.map(\.expiration) == [.at(.days(365))])
    }
}
