import FoundationEssentials
import S3
import Testing

@Suite struct SettingDocumentTests {
    static let lifecycle = BucketLifecycle([
        LifecycleRule(id: "all", expiration: .at(.days(30)), abortsUploadsAfterDays: 7),
        LifecycleRule(
            isEnabled: false,
            filter: ObjectFilter(prefix: "logs/"),
            transitions: [.init(.days(30), to: "ONEZONE_IA"), .init(.days(90), to: "GLACIER")],
            noncurrentExpiration: .init(days: 10, newerVersions: 3),
            noncurrentTransitions: [.init(days: 5, to: "GLACIER")],
        ),
        LifecycleRule(id: "tag", filter: ObjectFilter(tags: [S3Tag("a", "b")]), expiration: .expiredMarkers),
        LifecycleRule(
            id: "and",
            filter: ObjectFilter(
                prefix: "x<&>",
                tags: [S3Tag("k", "2"), S3Tag("a", "")],
                sizeGreaterThan: 1,
                sizeLessThan: 1_000,
            ),
            expiration: .at(.date(Date(timeIntervalSince1970: 1_800_000_000))),
        ),
    ])

    @Test func `each setting comes back as it was written`() throws {
        try same(Self.lifecycle)
        try same(BucketVersioning(.enabled))
        try same(BucketVersioning(.suspended))
        try same(BucketEncryption(.aes256))
        try same(BucketEncryption(.kms(key: nil), usesBucketKey: true))
        try same(BucketEncryption(.kms(key: "arn:x")))
        try same(BucketEncryption(.other("aws:kms:dsse", key: "k")))
        try same(BucketTagging([S3Tag("b", "2"), S3Tag("a", "1 & 2")]))
        try same(BucketCORS([.init(allowedOrigins: ["*"], allowedMethods: ["GET", "PUT"])]))
        try same(
            BucketCORS([
                .init(
                    id: "x",
                    allowedOrigins: ["https://a", "https://b"],
                    allowedMethods: ["GET"],
                    allowedHeaders: ["*"],
                    exposedHeaders: ["ETag"],
                    maxAgeSeconds: 60,
                )
            ])
        )
        try same(PublicAccessBlock(blocksPublicACLs: false))
        try same(ObjectLock())
        try same(ObjectLock(defaultRetention: .init(.governance, .days(5))))
        try same(ObjectLock(defaultRetention: .init(.compliance, .years(1))))
        try same(ObjectOwnership(.bucketOwnerEnforced))
        try same(
            BucketReplication(
                role: "arn:role",
                rules: [
                    .init(
                        id: "r",
                        priority: 1,
                        filter: ObjectFilter(prefix: "p"),
                        destination: "arn:aws:s3:::other",
                        storageClass: "GLACIER",
                        account: "12",
                        replicatesDeletions: true,
                    )
                ],
            )
        )
    }

    private func same<Setting: WritableBucketSetting>(_ setting: Setting) throws {
        let read = try Setting(document: XMLElement(document: setting.document.document))
        #expect(read == setting)
    }

    @Test func `the dialects' forms of one filter are the same filter`() throws {
        let forms = [
            "<Filter/>", "<Filter><Prefix/></Filter>", "<Filter><Prefix></Prefix></Filter>", "<Prefix></Prefix>", "",
            "<Filter><And><Prefix></Prefix></And></Filter>",
        ]
        for form in forms {
            let rule = "<Rule>\(form)<Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>"
            let text = "<LifecycleConfiguration>\(rule)</LifecycleConfiguration>"
            let lifecycle = try BucketLifecycle(document: XMLElement(document: Array(text.utf8)))
            #expect(lifecycle == BucketLifecycle([LifecycleRule(expiration: .at(.days(1)))]), "\(form)")
        }
        let old = "<Rule><Prefix>a/</Prefix><Status>Enabled</Status></Rule>"
        let text = "<LifecycleConfiguration>\(old)</LifecycleConfiguration>"
        let read = try BucketLifecycle(document: XMLElement(document: Array(text.utf8)))
        #expect(read?.rules.first?.filter == ObjectFilter(prefix: "a/"))
    }

    @Test func `several conditions stand under And, one alone`() {
        #expect(ObjectFilterElement(of: ObjectFilter(prefix: "a")) == "Filter(Prefix)")
        #expect(ObjectFilterElement(of: ObjectFilter(tags: [S3Tag("a", "b")])) == "Filter(Tag(Key,Value))")
        #expect(
            ObjectFilterElement(of: ObjectFilter(prefix: "a", tags: [S3Tag("a", "b")]))
                == "Filter(And(Prefix,Tag(Key,Value)))"
        )
        #expect(ObjectFilterElement(of: ObjectFilter()) == "Filter(Prefix)")
    }

    private func ObjectFilterElement(of filter: ObjectFilter) -> String {
        let document = BucketLifecycle([LifecycleRule(filter: filter)]).document
        func shape(_ element: XMLElement) -> String {
            element.children.isEmpty
                ? element.name : "\(element.name)(\(element.children.map { shape($0) }.joined(separator: ",")))"
        }
        return document["Rule"]?["Filter"].map { shape($0) } ?? ""
    }

    @Test func `documents that say nothing are absent settings`() throws {
        #expect(try BucketVersioning(document: XMLElement("VersioningConfiguration")) == nil)
        #expect(try BucketCORS(document: XMLElement("CORSConfiguration")) == nil)
        #expect(try BucketTagging(document: XMLElement("Tagging", [XMLElement("TagSet")])) == nil)
        #expect(try BucketLifecycle(document: XMLElement("LifecycleConfiguration")) == nil)
        #expect(try ObjectLock(document: XMLElement("ObjectLockConfiguration")) == nil)
        #expect(try BucketEncryption(document: XMLElement("ServerSideEncryptionConfiguration")) == nil)
    }

    @Test func `documents that make no sense are errors`() {
        let status = XMLElement("VersioningConfiguration", [XMLElement("Status", "Maybe")])
        #expect(throws: XMLFault.self) { try BucketVersioning(document: status) }
        let rule = XMLElement("Rule", [XMLElement("Expiration")])
        #expect(throws: XMLFault.self) {
            try BucketLifecycle(document: XMLElement("LifecycleConfiguration", [rule]))
        }
    }

    @Test func `the two old names of regions are spelled out`() throws {
        func region(_ text: String) throws -> String? {
            try BucketLocation(document: XMLElement("LocationConstraint", text))?.region
        }
        #expect(try region("") == "us-east-1")
        #expect(try region("EU") == "eu-west-1")
        #expect(try region("fr-par") == "fr-par")
    }
}
