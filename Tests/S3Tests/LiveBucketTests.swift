import Deadlines
import FoundationEssentials
import HTTP
import S3
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct LiveBucketTests {
    private let store: LiveStore
    private let soon = LiveStore.soon

    init() throws {
        store = try LiveStore()
    }

    @Test func `a bucket is made once, seen, listed and taken away`() async throws {
        let client = store.client
        let name = "t\(UInt64.random(in: 0 ..< .max))"
        #expect(try await client.bucketExists(name, by: soon) == false)
        #expect(try await client.createBucket(name, by: soon) == .created)
        #expect(try await client.createBucket(name, by: soon) == .alreadyYours)
        #expect(try await client.bucketExists(name, by: soon))
        let account = try await client.listBuckets(by: soon)
        #expect(account.buckets.contains { $0.name == name && $0.created != nil })
        try await client.putObject([1], to: "k", in: name, by: soon)
        let full = await #expect(throws: S3Error.self) { try await client.deleteBucket(name, by: soon) }
        #expect(full?.code == .bucketNotEmpty)
        try await client.deleteObject("k", in: name, by: soon)
        try await client.deleteBucket(name, by: soon)
        let gone = await #expect(throws: S3Error.self) { try await client.headBucket(name, by: soon) }
        #expect(gone?.code == .noSuchBucket)
    }

    @Test func `versioning is absent, enabled, suspended`() async throws {
        let bucket = try await store.freshBucket()
        #expect(try await store.client.get(BucketVersioning.self, of: bucket, by: soon) == .absent)
        for status in [BucketVersioning.Status.enabled, .suspended] {
            try await store.client.put(BucketVersioning(status), on: bucket, by: soon)
            let read = try await store.client.get(BucketVersioning.self, of: bucket, by: soon)
            #expect(read == .set(BucketVersioning(status)))
        }
    }

    @Test func `each setting goes from absent to set to absent`() async throws {
        let bucket = try await store.freshBucket()
        try await roundTrip(BucketEncryption(.aes256), bucket)
        try await roundTrip(BucketTagging([S3Tag("team", "a + b"), S3Tag("env", "dev")]), bucket)
        let rule = BucketCORS.Rule(
            id: "web",
            allowedOrigins: ["https://app.example.com"],
            allowedMethods: ["GET", "PUT"],
            allowedHeaders: ["*"],
            exposedHeaders: ["ETag"],
            maxAgeSeconds: 600,
        )
        try await roundTrip(BucketCORS([rule]), bucket)
        try await roundTrip(
            BucketLifecycle([
                LifecycleRule(id: "old", filter: ObjectFilter(prefix: "tmp/"), expiration: .at(.days(7)))
            ]),
            bucket,
        )
    }

    @Test func `ownership is changed and read back`() async throws {
        let bucket = try await store.freshBucket()
        for rule in [ObjectOwnership.Rule.bucketOwnerEnforced, .bucketOwnerPreferred, .objectWriter] {
            try await store.client.put(ObjectOwnership(rule), on: bucket, by: soon)
            let read = try await store.client.get(ObjectOwnership.self, of: bucket, by: soon)
            #expect(read == .set(ObjectOwnership(rule)))
        }
    }

    @Test func `a lifecycle with every part this store keeps comes back whole`() async throws {
        let bucket = try await store.freshBucket()
        let lifecycle = BucketLifecycle([
            LifecycleRule(id: "all", expiration: .at(.days(365)), abortsUploadsAfterDays: 7),
            LifecycleRule(
                id: "and",
                filter: ObjectFilter(prefix: "a/", tags: [S3Tag("k", "v"), S3Tag("b", "c")]),
                expiration: .at(.days(1)),
                noncurrentExpiration: .init(days: 3, newerVersions: 2),
            ),
            LifecycleRule(
                id: "tag",
                isEnabled: false,
                filter: ObjectFilter(tags: [S3Tag("k", "v")]),
                expiration: .at(.days(9))
            ),
            LifecycleRule(id: "markers", filter: ObjectFilter(prefix: "m"), expiration: .expiredMarkers),
        ])
        try await store.client.put(lifecycle, on: bucket, by: soon)
        let read = try #require(try await store.client.get(BucketLifecycle.self, of: bucket, by: soon).value)
        #expect(Set(read.rules) == Set(lifecycle.rules))
    }

    private func roundTrip<Setting: RemovableBucketSetting>(_ setting: Setting, _ bucket: String) async throws {
        let client = store.client
        let name = Setting.apiName
        try await client.delete(Setting.self, from: bucket, by: soon)
        #expect(try await client.get(Setting.self, of: bucket, by: soon) == .absent, "\(name)")
        try await client.put(setting, on: bucket, by: soon)
        #expect(try await client.get(Setting.self, of: bucket, by: soon) == .set(setting), "\(name)")
        try await client.delete(Setting.self, from: bucket, by: soon)
        #expect(try await client.get(Setting.self, of: bucket, by: soon) == .absent, "\(name)")
    }

    @Test func `a policy keeps its meaning`() async throws {
        let bucket = try await store.freshBucket()
        #expect(try await store.client.policy(of: bucket, by: soon) == .absent)
        let json = """
            {"Version":"2012-10-17","Statement":[{"Sid":"r","Effect":"Allow","Principal":"*","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::\(bucket)/*"]}]}
            """
        try await store.client.putPolicy(json, on: bucket, by: soon)
        let read = try #require(try await store.client.policy(of: bucket, by: soon).value)
        #expect(read.contains("s3:GetObject") && read.contains(bucket))
        let malformed = await #expect(throws: S3Error.self) {
            try await store.client.putPolicy("{", on: bucket, by: soon)
        }
        #expect(malformed?.refusal?.status == 400)
        try await store.client.deletePolicy(of: bucket, by: soon)
        #expect(try await store.client.policy(of: bucket, by: soon) == .absent)
        try await store.client.deletePolicy(of: bucket, by: soon)
    }

    @Test func `object lock comes with the bucket`() async throws {
        let plain = try await store.freshBucket()
        #expect(try await store.client.get(ObjectLock.self, of: plain, by: soon) == .absent)
        let locked = try await store.freshBucket(objectLock: true)
        #expect(try await store.client.get(ObjectLock.self, of: locked, by: soon) == .set(ObjectLock()))
        let wanted = ObjectLock(defaultRetention: .init(.governance, .days(1)))
        try await store.client.put(wanted, on: locked, by: soon)
        #expect(try await store.client.get(ObjectLock.self, of: locked, by: soon) == .set(wanted))
    }

    @Test func `what this store cannot do is said so`() async throws {
        let bucket = try await store.freshBucket()
        guard case .unsupported = try await store.client.get(PublicAccessBlock.self, of: bucket, by: soon) else {
            Issue.record("public-access blocks are supported now")
            return
        }
        let block = await #expect(throws: S3Error.self) {
            try await store.client.put(PublicAccessBlock(), on: bucket, by: soon)
        }
        #expect(block?.isUnsupported == true)
        let rule = LifecycleRule(id: "t", transitions: [.init(.days(30), to: "GLACIER")])
        let transition = await #expect(throws: S3Error.self) {
            try await store.client.put(BucketLifecycle([rule]), on: bucket, by: soon)
        }
        #expect(transition?.isUnsupported == true)
        // This one is taken for the making of the bucket.
        let rules = [BucketReplication.Rule(destination: "arn:aws:s3:::other")]
        let replication = await #expect(throws: S3Error.self) {
            try await store.client.put(BucketReplication(role: "r", rules: rules), on: bucket, by: soon)
        }
        #expect(replication?.isUnsupported == true)
    }

    @Test func `no deletion of a setting deletes the bucket`() async throws {
        let bucket = try await store.freshBucket()
        try await store.client.putObject([1], to: "k", in: bucket, by: soon)
        try await store.client.delete(BucketLifecycle.self, from: bucket, by: soon)
        try await store.client.delete(BucketCORS.self, from: bucket, by: soon)
        try await store.client.delete(BucketEncryption.self, from: bucket, by: soon)
        try await store.client.delete(BucketTagging.self, from: bucket, by: soon)
        try await store.client.delete(ObjectOwnership.self, from: bucket, by: soon)
        try await store.client.deletePolicy(of: bucket, by: soon)
        // SeaweedFS would take this one, sent as it is, for the deletion of the bucket.
        try await store.client.delete(BucketReplication.self, from: bucket, by: soon)
        let error = await #expect(throws: S3Error.self) {
            try await store.client.delete(PublicAccessBlock.self, from: bucket, by: soon)
        }
        #expect(error?.isUnsupported == true)
        #expect(try await store.client.getObject("k", in: bucket, by: soon).bytes == [1])
    }

    @Test func `a bucket whose objects are all deleted but kept as versions is not empty`() async throws {
        let bucket = try await store.freshBucket()
        try await store.client.put(BucketVersioning(.enabled), on: bucket, by: soon)
        try await store.client.putObject([1], to: "k", in: bucket, by: soon)
        try await store.client.deleteObject("k", in: bucket, by: soon)
        let error = await #expect(throws: S3Error.self) { try await store.client.deleteBucket(bucket, by: soon) }
        #expect(error?.code == .bucketNotEmpty)
    }

    @Test func `settings of a bucket that is not there are an error`() async throws {
        let error = await #expect(throws: S3Error.self) {
            try await store.client.get(BucketVersioning.self, of: "not-there", by: soon)
        }
        #expect(error?.code == .noSuchBucket)
        let location = try await store.client.get(BucketLocation.self, of: store.freshBucket(), by: soon)
        #expect(location.value?.region == "us-east-1")
    }

    @Test func `twenty buckets are made at once`() async throws {
        let names = try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await store.freshBucket() } }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        let listed = Set(try await store.client.listBuckets(by: soon).buckets.map(\.name))
        #expect(listed.isSuperset(of: names))
    }
}
