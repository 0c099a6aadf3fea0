extension Kubernetes {
    /// Where the agent's secrets come from in the cluster, and how they reach it.
    package struct Secrets: Section {
        package enum Source: String, Choice { case existing, external, sealed }
        package enum Way: String, Choice { case files, variables }
        package enum StoreKind: String, Choice { case cluster = "ClusterSecretStore", namespaced = "SecretStore" }

        package var from = Source.existing
        package var handedOver = Way.files
        package var folder = "/run/secrets/agent"
        package var store: String?
        package var storeKind = StoreKind.cluster
        package var storePrefix = ""
        package var refresh = Period(seconds: 3_600)
        package var sealed = Named<String>()

        package init() {}

        package static let summary = "Where the secrets come from, and how they reach the agent."

        package static let fields: [Field<Secrets>] = [
            field(
                "from",
                \.from,
                "A Secret that exists, one that the External Secrets operator makes, or a SealedSecret."
            ),
            field("as", \.handedOver, "Files, with NAME_FILE beside them, or environment variables."),
            field("folder", \.folder, "Where the files stand.", .notEmpty),
            field("store", \.store, "external: the store's name."),
            field("store_kind", \.storeKind, "external: the store's kind."),
            field("store_prefix", \.storePrefix, "external: what stands before each key in the store."),
            field("refresh", \.refresh, "external: how often the store is asked.", .positive),
            field("sealed", \.sealed, "sealed: kubeseal's text for each key; only the cluster can read it."),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            if from == .external, store == nil {
                reader.refuse(path, setting.origin, "\"store\" is missing: external secrets come from one")
            }
            if from == .sealed, sealed.isEmpty {
                let hint = "kubeseal --raw makes them"
                reader.refuse(
                    path,
                    setting.origin,
                    "\"sealed\" is missing: it holds each key's sealed text",
                    hint: hint
                )
            }
        }
    }

    /// ihctl in the cluster: the migrations as a Job, the doctor as a CronJob.
    package struct Ihctl: Section {
        package var image = ""
        package var tag = ""
        package var digest: ImageDigest?
        package var adminSecret: String?
        package var doctor: String? = "*/15 * * * *"

        package init() {}

        /// The image by all that is known of it.
        package var reference: String { "\(image):\(digest?.spelled ?? tag)" }

        package static let summary = "ihctl in the cluster: migrations as a Job, the doctor as a CronJob."

        package static let fields: [Field<Ihctl>] = [
            field("image", \.image, "ihctl's own image, without its tag.", required: true, .notEmpty),
            field("tag", \.tag, "The image's tag; never latest.", required: true, .notEmpty),
            field("digest", \.digest, "The tag and its digest, TAG@sha256:…; a new tag wants a new digest."),
            field(
                "admin_secret",
                \.adminSecret,
                "A Secret with the key DATABASE_ADMIN_URL, for migrations; no Job without it."
            ),
            field("doctor", \.doctor, "When the doctor looks, as cron writes it."),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            reader.refuseMalformed(image: image, tag: tag, at: path, in: setting)
            reader.demand(digest, of: tag, at: path, in: setting)
            guard tag == "latest" else { return }
            let origin = setting.origin(of: "tag")
            reader.refuse(path / "tag", origin, "the tag latest changes under your feet", hint: "name a version")
        }
    }
}
