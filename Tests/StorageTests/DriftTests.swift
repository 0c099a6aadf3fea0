import S3
import TestSupport
import Testing
import Words

@testable import Storage

/// Every declared setting changed behind the platform's back is seen, field by field, and mended.
@Suite(.live, .timeLimit(.minutes(5))) struct DriftTests {
    struct Meddling: Sendable, CustomTestStringConvertible {
        let what: String
        let seen: [String]
        let act: @Sendable (S3Client, String) async throws -> Void

        var testDescription: String { what }
    }

    private static func lifecycle(
        _ change: @escaping @Sendable (inout [StoredRule]) -> Void
    ) -> @Sendable (S3Client, String) async throws -> Void {
        { client, name in
            var rules = try await eventually {
                try await client.get(StoredLifecycle.self, of: name, by: Scene.soon).value?.rules ?? []
            } until: {
                $0.count == 3
            }
            rules.sort { ($0.id ?? "") < ($1.id ?? "") }
            change(&rules)
            try await client.put(StoredLifecycle(rules), on: name, by: Scene.soon)
        }
    }

    private static func cors(
        _ change: @escaping @Sendable (inout [BucketCORS.Rule]) -> Void
    ) -> @Sendable (S3Client, String) async throws -> Void {
        { client, name in
            var rules = try await eventually {
                try await client.get(BucketCORS.self, of: name, by: Scene.soon).value?.rules ?? []
            } until: {
                $0.count == 2
            }
            change(&rules)
            try await client.put(BucketCORS(rules), on: name, by: Scene.soon)
        }
    }

    // In order of their ids: old, parts, versions.
    static let table: [Meddling] = [
        Meddling(what: "versioning suspended", seen: ["versioning: false → true"]) { client, name in
            try await client.put(BucketVersioning(.suspended), on: name, by: Scene.soon)
        },
        Meddling(what: "encryption gone", seen: ["encryption: null → \"AES256\""]) { client, name in
            try await client.delete(BucketEncryption.self, from: name, by: Scene.soon)
        },
        Meddling(
            what: "a rule's age",
            seen: ["lifecycle.old.expire_after: \"8d\" → \"7d\""],
            act: lifecycle { $0[0].expiration = .at(.days(8)) }
        ),
        Meddling(
            what: "a rule's prefix",
            seen: ["lifecycle.old.prefix: \"temp/\" → \"tmp/\""],
            act: lifecycle { $0[0].filter = ObjectFilter(prefix: "temp/") }
        ),
        Meddling(
            what: "a rule asleep",
            seen: ["lifecycle.old.enabled: false → true"],
            act: lifecycle { $0[0].isEnabled = false }
        ),
        Meddling(
            what: "a rule's tags",
            seen: ["lifecycle.old.undeclared: {\"tag k\":\"v\"} → {}"],
            act: lifecycle { $0[0].filter = ObjectFilter(prefix: "tmp/", tags: [S3Tag("k", "v")]) }
        ),
        Meddling(
            what: "uploads ended later",
            seen: ["lifecycle.parts.abort_uploads_after: \"9d\" → \"7d\""],
            act: lifecycle { $0[1].abortsUploadsAfterDays = 9 }
        ),
        Meddling(
            what: "old versions gone sooner, and some kept",
            seen: [
                "lifecycle.versions.expire_old_versions_after: \"1d\" → \"3d\"",
                "lifecycle.versions.undeclared: {\"old_versions_kept\":4} → {}",
            ],
            act: lifecycle { $0[2].noncurrentExpiration = .init(days: 1, newerVersions: 4) }
        ),
        Meddling(
            what: "a rule more",
            seen: ["lifecycle.mine: {\"enabled\":true,\"expire_after\":\"1d\"} → null"],
            act: lifecycle { $0.append(StoredRule(id: "mine", expiration: .at(.days(1)))) }
        ),
        Meddling(
            what: "a rule less",
            seen: ["lifecycle.parts: null → {\"abort_uploads_after\":\"7d\",\"enabled\":true}"],
            act: lifecycle { $0.remove(at: 1) }
        ),
        Meddling(
            what: "origins",
            seen: [
                "cors.0.origins: [\"https://b.example.com\"] → [\"https://a.example.com\",\"https://b.example.com\"]"
            ],
            act: cors { $0[0].allowedOrigins = ["https://b.example.com"] }
        ),
        Meddling(
            what: "methods",
            seen: ["cors.0.methods: [\"DELETE\",\"GET\",\"PUT\"] → [\"GET\",\"PUT\"]"],
            act: cors { $0[0].allowedMethods.append("DELETE") }
        ),
        Meddling(
            what: "headers of both rules",
            seen: ["cors.0.headers: [\"*\"] → [\"*\",\"x-b\"]", "cors.1.headers: [\"*\"] → []"],
            act: cors {
                $0[0].allowedHeaders = ["*"]
                $0[1].allowedHeaders = ["*"]
            }
        ),
        Meddling(
            what: "exposed headers and age",
            seen: ["cors.0.expose: [] → [\"etag\"]", "cors.0.max_age: \"60s\" → \"600s\""],
            act: cors {
                $0[0].exposedHeaders = []
                $0[0].maxAgeSeconds = 60
            }
        ),
        Meddling(
            what: "tags",
            seen: ["tags.env: null → \"dev\"", "tags.mine: \"x\" → null", "tags.team: \"y\" → \"platform\""]
        ) {
            client,
            name in
            let tags = [S3Tag("team", "y"), S3Tag("mine", "x"), S3Tag("note", "")]
            try await client.put(BucketTagging(tags), on: name, by: Scene.soon)
        },
    ]

    @Test(arguments: table) func `a change behind the back is seen as it is, and mended`(meddling: Meddling)
        async throws
    {
        let scene = try Scene()
        defer { scene.standIn.stop() }
        let name = Scene.name()
        let resource = try scene.resource(ConvergenceTests.everything(name))
        try await resource.bootstrap()
        try await meddling.act(scene.hands, name)
        let drift = meddling.seen.map { "update \($0)" }
        #expect(try await resource.told(awaiting: drift) == drift)
        scene.standIn.forget()
        #expect(try await resource.bootstrap() == [])
        // Nothing is written but the setting that was changed.
        let settings = Set(scene.standIn.writes.map(\.target))
        #expect(settings.count == 1)
        #expect(try await resource.told() == [])
    }

    @Test func `a policy is one value: another one is drift, another spelling is none`() async throws {
        let scene = try Scene()
        defer { scene.standIn.stop() }
        let name = Scene.name()
        let resource = try scene.resource(ConvergenceTests.everything(name))
        try await resource.bootstrap()
        func spelled(_ action: String) -> String {
            """
            { "Statement": [{ "Sid": "read", "Resource": "arn:aws:s3:::\(name)/*", "Principal": {"AWS": ["*"]},
              "Effect": "Allow", "Action": ["\(action)"] }], "Version": "2012-10-17" }
            """
        }
        try await scene.hands.putPolicy(spelled("s3:GetObject"), on: name, by: Scene.soon)
        #expect(try await resource.told() == [])
        try await scene.hands.putPolicy(spelled("s3:PutObject"), on: name, by: Scene.soon)
        #expect(try await resource.survey(by: Scene.soon).changes.first?.fields.map(\.path) == ["policy"])
        try await resource.bootstrap()
        #expect(try await scene.hands.policy(of: name, by: Scene.soon).value?.contains("s3:GetObject") == true)
        try await scene.hands.deletePolicy(of: name, by: Scene.soon)
        let gone = try await resource.survey(by: Scene.soon).changes.first?.fields
        #expect(gone?.map(\.path) == ["policy"] && gone?.first?.from == .null)
    }

    @Test(arguments: [
        ("lifecycle: []", "lifecycle"), ("cors: []", "cors"), ("policy: {}", "policy"), ("tags: {}", "tags"),
        ("encryption: none", "encryption"),
    ])
    func `what is declared as empty is taken away`(yaml: String, field: String) async throws {
        let scene = try Scene()
        defer { scene.standIn.stop() }
        let name = Scene.name()
        try await scene.resource(ConvergenceTests.everything(name)).bootstrap()
        let bare = try scene.resource(declared(name, yaml))
        let paths = try await bare.survey(by: Scene.soon).changes.flatMap(\.fields).map(\.path)
        #expect(!paths.isEmpty && paths.allSatisfy { $0 == field || $0.hasPrefix("\(field).") })
        #expect(try await bare.bootstrap() == [])
        #expect(try await bare.told() == [])
        #expect(try await scene.hands.bucketExists(name, by: Scene.soon))
    }
}
