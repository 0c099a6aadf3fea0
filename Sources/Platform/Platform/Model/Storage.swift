package struct Storage: Section {
    package enum Role: String, Choice { case primary, cache }
    package enum AddressStyle: String, Choice { case path, virtual }

    package var endpoint = Reference(.variable("STORAGE_ENDPOINT", fallback: "https://s3.fr-par.scw.cloud"))
    package var region = "fr-par"
    package var accessKey = SecretReference.variable("STORAGE_ACCESS_KEY")
    package var secretKey = SecretReference.variable("STORAGE_SECRET_KEY")
    package var style = AddressStyle.path
    package var role = Role.primary
    package var partSize = ByteSize("64MB")
    package var partsAtOnce = 10
    package var defaultBucket: String?
    package var buckets = Named<Bucket>()

    package init() {}

    package static let summary = "S3-compatible object storage."

    package static let fields: [Field<Storage>] = [
        field("endpoint", \.endpoint, "The store's URL."),
        field("region", \.region, "The region requests are signed for.", .notEmpty),
        field("access_key", \.accessKey, "The access key's id."),
        field("secret_key", \.secretKey, "The access key's secret."),
        field("style", \.style, "The bucket in the path, or in the host name."),
        field("role", \.role, "The store of record, or a cache of it."),
        field("part_size", \.partSize, "Uploads larger than this go in parts."),
        field("parts_at_once", \.partsAtOnce, "Parts sent at the same time.", .within(1...100)),
        field("default_bucket", \.defaultBucket, "Where the agent writes when nothing else is said."),
        field("buckets", \.buckets, "The buckets and what is wanted of each."),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        for name in buckets.names where !isBucketName(name) {
            let origin = setting.map?["buckets"]?.map?.origin(ofKey: name) ?? setting.origin
            let hint = "3 to 63 small letters, digits, dots and dashes"
            reader.refuse(path / "buckets" / name, origin, "this is no bucket's name", hint: hint)
        }
        if let defaultBucket, buckets[defaultBucket] == nil {
            let place = path / "default_bucket"
            let origin = setting.origin(of: "default_bucket")
            reader.refuse(place, origin, unknown: "bucket", defaultBucket, among: buckets.names)
        }
    }
}

private func isBucketName(_ name: String) -> Bool {
    (3...63).contains(name.utf8.count)
        && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            isDNSLabel(String($0))
        }
}

package struct Bucket: Section {
    package enum Encryption: String, Choice { case aes256 = "AES256", kms = "aws:kms", none }

    package var location: String?
    package var versioning: Bool?
    package var encryption: Encryption?
    package var lifecycle: [LifecycleRule]?
    package var cors: [CORSRule]?
    package var policy: Tree?
    package var tags: Named<String>?
    package var objectLock: ObjectLock?
    package var replication: Replication?
    package var required: [String] = []
    package var ignore: [String] = []

    package init() {}

    package static let summary = "A bucket; what is not said is left as the store has it."

    package static let fields: [Field<Bucket>] = [
        field("location", \.location, "The region it stands in."),
        field("versioning", \.versioning, "Old versions are kept."),
        field("encryption", \.encryption, "How objects are encrypted at rest."),
        field("lifecycle", \.lifecycle, "When objects move or go; an empty list for never."),
        field("cors", \.cors, "Which web origins may ask for objects; an empty list for none."),
        field("policy", \.policy, "A bucket policy, as the store spells it; an empty map for none."),
        field("tags", \.tags, "Labels on the bucket, all of them; an empty map for none."),
        field("object_lock", \.objectLock, "Objects can be locked against deletion; never to be taken back."),
        field("replication", \.replication, "What is copied to other buckets."),
        field("required", \.required, "Settings that must work; others may be unsupported by the store."),
        field("ignore", \.ignore, "Settings left alone when they differ."),
    ]

    /// What `required` and `ignore` may name.
    package static let settings = fields.map(\.shape.name).filter { $0 != "required" && $0 != "ignore" }

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        for (key, names) in [("required", required), ("ignore", ignore)] {
            for name in names where !Bucket.settings.contains(name) {
                reader.refuse(path / key, setting.origin(of: key), unknown: "setting", name, among: Bucket.settings)
            }
        }
        refuseTwins(in: lifecycle?.map(\.id), at: path / "lifecycle", setting.origin(of: "lifecycle"), &reader)
        refuseTwins(
            in: replication?.rules.map(\.id),
            at: path / "replication",
            setting.origin(of: "replication"),
            &reader
        )
        if objectLock != nil, versioning == false {
            let message = "a bucket with object lock keeps its versions"
            reader.refuse(path / "versioning", setting.origin(of: "versioning"), message, hint: "leave the key out")
        }
    }

    private func refuseTwins(in ids: [String]?, at path: SettingPath, _ origin: Origin, _ reader: inout Reader) {
        var seen: Set<String> = []
        for id in ids ?? [] where !seen.insert(id).inserted {
            reader.refuse(
                path,
                origin,
                "two rules are called \(quoted(id))",
                hint: "the store tells rules apart by their ids"
            )
        }
    }
}

package struct LifecycleRule: Section {
    package struct Transition: Section {
        package var after = Period(seconds: 0)
        package var to = ""

        package init() {}

        package static let summary = "A move to a colder storage class."

        package static let fields: [Field<Transition>] = [
            field("after", \.after, "Age in whole days.", required: true, .wholeDays),
            field("to", \.to, "The storage class.", required: true, .notEmpty),
        ]
    }

    package var id = ""
    package var prefix = ""
    package var transitions: [Transition] = []
    package var expireAfter: Period?
    package var expireOldVersionsAfter: Period?
    package var abortUploadsAfter: Period?

    package init() {}

    package static let summary = "When objects move or go."

    package static let fields: [Field<LifecycleRule>] = [
        field("id", \.id, "The rule's name in the store.", required: true, .notEmpty),
        field("prefix", \.prefix, "Objects whose keys begin so; all without it."),
        field("transitions", \.transitions, "Moves to colder storage."),
        field("expire_after", \.expireAfter, "Age at which objects go.", .wholeDays),
        field(
            "expire_old_versions_after",
            \.expireOldVersionsAfter,
            "The same for versions no longer current.",
            .wholeDays
        ),
        field("abort_uploads_after", \.abortUploadsAfter, "Age at which unfinished uploads go.", .wholeDays),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        // Keys that could not be read are complained of already.
        if Set(setting.map?.keys ?? []).isSubset(of: ["id", "prefix"]), !id.isEmpty {
            reader.refuse(path, setting.origin, "this rule does nothing", hint: "say when objects move or go")
        }
        if let expireAfter, let last = transitions.map(\.after).max(), expireAfter <= last {
            let place = path / "expire_after"
            reader.refuse(place, setting.origin(of: "expire_after"), "objects would go before they move, after \(last)")
        }
    }
}

package struct CORSRule: Section {
    package var origins: [String] = []
    package var methods: [String] = []
    package var headers: [String] = []
    package var expose: [String] = []
    package var maxAge: Period?

    package init() {}

    package static let summary = "Which web origins may ask for objects."

    package static let fields: [Field<CORSRule>] = [
        field("origins", \.origins, "Web origins.", required: true),
        field("methods", \.methods, "HTTP methods.", required: true),
        field("headers", \.headers, "Request headers allowed."),
        field("expose", \.expose, "Response headers shown to scripts."),
        field("max_age", \.maxAge, "How long a browser remembers."),
    ]
}

package struct ObjectLock: Section {
    package enum Mode: String, Choice { case governance, compliance }

    package var mode = Mode.governance
    package var retention: Period?

    package init() {}

    package static let summary = "Objects can be locked against deletion."

    package static let fields: [Field<ObjectLock>] = [
        field("mode", \.mode, "Whether somebody with the right may unlock an object."),
        field("retention", \.retention, "How long an object that says nothing itself is locked.", .wholeDays),
    ]
}

package struct Replication: Section {
    package struct Rule: Section {
        package var id = ""
        package var prefix = ""
        package var to = ""
        package var storageClass: String?
        package var priority: Int?
        package var deletions = false

        package init() {}

        package static let summary = "Which objects are copied, and where to."

        package static let fields: [Field<Rule>] = [
            field("id", \.id, "The rule's name in the store.", required: true, .notEmpty),
            field("prefix", \.prefix, "Objects whose keys begin so; all without it."),
            field("to", \.to, "The other bucket's name.", required: true, .notEmpty),
            field("storage_class", \.storageClass, "Its storage class there."),
            field("priority", \.priority, "The higher one wins where two rules meet.", .atLeast(0)),
            field("deletions", \.deletions, "Deletions are copied too."),
        ]
    }

    package var role = ""
    package var rules: [Rule] = []

    package init() {}

    package static let summary = "What is copied to other buckets."

    package static let fields: [Field<Replication>] = [
        field("role", \.role, "In whose name it is copied, as the store spells it."),
        field("rules", \.rules, "What is copied; an empty list for nothing."),
    ]
}
