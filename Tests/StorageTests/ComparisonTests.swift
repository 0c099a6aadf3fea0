import Platform
import S3
import Testing
import Words

@testable import Storage

/// What is the same in other words, and what is not.
@Suite struct ComparisonTests {
    @Test(arguments: [
        #"{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"a","Principal":"*"}}"#,
        #"{"Version":"2008-10-17","Statement":[{"Sid":"","Action":["S3:getobject"],"Resource":["a"],"Effect":"Allow","Principal":{"AWS":["*"]}}]}"#,
    ]) func `policies that mean the same are the same`(text: String) throws {
        let first = PolicyForm.canonical([
            "Statement": [["Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "a", "Principal": ["AWS": "*"]]]
        ])
        #expect(BucketField.policyPicture(of: text) == first)
    }

    @Test(arguments: [
        (
            #"{"Statement":[{"Principal":{"AWS":"123456789012"}}]}"#,
            #"{"Statement":[{"Principal":{"AWS":["arn:aws:iam::123456789012:root"]}}]}"#, true
        ),
        (
            #"{"Statement":[{"Condition":{"Bool":{"aws:SecureTransport":true}}}]}"#,
            #"{"Statement":[{"Condition":{"Bool":{"AWS:securetransport":["true"]}}}]}"#, true
        ),
        (#"{"Statement":[{"Sid":"a"},{"Sid":"b"}]}"#, #"{"Statement":[{"Sid":"b"},{"Sid":"a"}]}"#, true),
        (#"{"Statement":[{"Resource":["a","b"]}]}"#, #"{"Statement":[{"Resource":["b","a","a"]}]}"#, true),
        (#"{"Statement":[{"Resource":["a","b"]}]}"#, #"{"Statement":[{"Resource":["A","b"]}]}"#, false),
        (#"{"Statement":[{"Effect":"Allow"}]}"#, #"{"Statement":[{"Effect":"Deny"}]}"#, false),
        (
            #"{"Statement":[{"Condition":{"Bool":{"k":"true"}}}]}"#,
            #"{"Statement":[{"Condition":{"Bool":{"k":"false"}}}]}"#, false
        ),
        (#"{"Statement":[{"Sid":"a"}]}"#, #"{"Statement":[{"Sid":"a"},{"Sid":"b"}]}"#, false),
        (#"{"Version":"2012-10-17"}"#, #"{}"#, false), (#"{"Statement":[]}"#, "no JSON", false),
    ]) func `two policies are the same or are not`(one: String, other: String, same: Bool) {
        #expect((BucketField.policyPicture(of: one) == BucketField.policyPicture(of: other)) == same)
    }

    private func lifecycle(_ yaml: String) throws -> JSONValue {
        let bucket = try #require(try declared("abc", yaml).buckets["abc"])
        return try #require(BucketField.lifecycle.wish(bucket, .other)).picture
    }

    @Test func `an order, a store's capitals and an empty filter are no drift`() throws {
        let yaml = """
            lifecycle:
              - {id: b, expire_after: 400d, transitions: [{after: 90d, to: deep_archive}, {after: 30d, to: GLACIER}]}
              - {id: a, prefix: p/, expire_after: 1y}
            """
        let stored = StoredLifecycle([
            StoredRule(id: "a", filter: ObjectFilter(prefix: "p/"), expiration: .at(.days(365))),
            StoredRule(
                id: "b",
                filter: ObjectFilter(prefix: ""),
                expiration: .at(.days(400)),
                transitions: [.init(.days(30), to: "Glacier"), .init(.days(90), to: "DEEP_ARCHIVE")],
            ),
        ])
        #expect(BucketField.lifecycle.differences(from: stored.picture, to: try lifecycle(yaml)) == [])
        var other = stored
        other.rules[1].transitions[0] = .init(.days(31), to: "GLACIER")
        other.rules[1].noncurrentTransitions = [.init(days: 3, to: "GLACIER")]
        let paths = BucketField.lifecycle.differences(from: other.picture, to: try lifecycle(yaml)).map(
            \.path.description
        )
        #expect(paths == ["lifecycle.b.transitions.0.after", "lifecycle.b.undeclared"])
    }

    @Test func `nothing, none and empty are the same, but an empty tag is one`() throws {
        for field in [BucketField.lifecycle, .cors, .policy, .tags] {
            #expect(field.differences(from: .null, to: [:]) == [] && field.differences(from: [], to: .null) == [])
        }
        #expect(BucketField.versioning.differences(from: .null, to: false) == [])
        #expect(BucketField.tags.differences(from: .null, to: ["a": ""]).map(\.path.description) == ["tags.a"])
        #expect(BucketField.tags.differences(from: ["a": ""], to: .null).map(\.path.description) == ["tags.a"])
    }

    @Test(arguments: [
        ("https://s3.eu-west-1.amazonaws.com", nil, StoreDialect.aws),
        ("https://s3.amazonaws.com:443/x", "AmazonS3", .aws),
        ("https://amazonaws.com.example.com", nil, .other), ("http://127.0.0.1:1", "SeaweedFS 30GB 4.48", .seaweedFS),
        ("http://127.0.0.1:1", "SeaweedFS 30GB 5.1", .other), ("http://127.0.0.1:1", "MinIO", .other),
        ("http://127.0.0.1:1", "SeaweedFS", .seaweedFS),
    ]) func `a store is known by its address or by its name`(endpoint: String, server: String?, dialect: StoreDialect) {
        #expect(StoreDialect(endpoint: endpoint, server: server) == dialect)
    }

    private func judged(_ yaml: String, _ fields: [String: FieldSight], _ dialect: StoreDialect) throws
        -> BucketJudgement
    {
        let resource = try Scene.offline(declared("abc", yaml))
        return resource.judge("abc", BucketSight(presence: .present, fields: fields), dialect)
    }

    @Test func `the first store encrypts everything, and that is no drift`() throws {
        let seen: [String: FieldSight] = ["encryption": .picture("AES256")]
        #expect(try judged("encryption: none", seen, .aws).change == nil)
        #expect(try judged("encryption: none", seen, .other).change?.fields.map(\.to) == [.null])
        #expect(try judged("encryption: aws:kms", ["encryption": .picture("aws:kms")], .aws).isSound)
    }

    @Test func `the first store moves nothing but makes buckets anywhere`() throws {
        let seen: [String: FieldSight] = ["location": .picture("us-east-1")]
        #expect(try judged("location: us-east-1", seen, .aws).isSound)
        #expect(try judged("location: eu-west-1", seen, .aws).change?.kind == .replace)
        #expect(try judged("location: eu-west-1", seen, .other).change?.kind == .impossible)
    }

    @Test func `one-way switches are called so`() throws {
        let nothing: [String: FieldSight] = ["versioning": .picture(.null), "object_lock": .picture(.null)]
        let judgement = try judged("versioning: true\nobject_lock: {retention: 3d}", nothing, .other)
        #expect(judgement.change?.fields.map { $0.note?.prefix(7) } == ["one-way", "one-way"])
        let lock: [String: FieldSight] = ["object_lock": .picture(StoredLock().picture)]
        let retention = try judged("object_lock: {mode: compliance, retention: 3d}", lock, .other)
        #expect(retention.change?.fields.map(\.path) == ["object_lock.mode", "object_lock.retention"])
        #expect(retention.change?.fields.allSatisfy { $0.note == nil } == true)
    }

    @Test func `replication is compared by rules`() throws {
        let yaml = "replication: {role: r, rules: [{id: x, to: other, prefix: p/}]}"
        let bucket = try #require(try declared("abc", yaml).buckets["abc"])
        let wish = try #require(BucketField.replication.wish(bucket, .other)).picture
        #expect(wish == ["x": ["role": "r", "enabled": true, "prefix": "p/", "to": "other", "deletions": false]])
        let drift = BucketField.replication.differences(
            from: [
                "x": ["role": "r", "enabled": false, "prefix": "p/", "to": "other", "priority": 1], "y": ["to": "z"],
            ],
            to: wish
        )
        #expect(drift.map(\.path.description) == ["replication.x.enabled", "replication.y"])
    }
}
