internal import JSON
internal import Platform
internal import Words

/// A stream as the file wants it: one of its own, or the one behind a bucket.
struct DesiredStream: Desired {
    let address: Address
    /// `KV_<bucket>` for a key-value bucket.
    let name: String
    let declared: [Declared]
    let initial: JSON
    let ignored: Set<String>
    let required: Set<String>

    /// The subjects it will keep; nil where the server has to be asked.
    var subjects: [String]? {
        guard declares("subjects") else { return nil }
        return value("subjects").strings ?? []
    }

    /// It takes its messages from other streams, so that their subjects count too.
    var hasOrigins: Bool { !value("mirror").isNull || value("sources").array?.isEmpty == false }

    /// Streams of this account that it copies.
    var origins: [String] {
        ([value("mirror")] + (value("sources").array ?? [])).filter { $0["external"].isNull }.compactMap {
            $0["name"].string
        }
    }
}

extension DesiredStream {
    init(_ name: String, _ stream: Stream, _ region: String) {
        var fields = DeclaredFields()
        fields.add("description", "description", stream.description)
        fields.add(
            "subjects",
            "subjects",
            stream.subjects.isEmpty ? nil : Reading.set.normalised(JSON(stream.subjects))
        )
        fields.add("retention", "retention", stream.retention)
        fields.add("storage", "storage", stream.storage)
        fields.add("replicas", "num_replicas", stream.replicas)
        fields.add("discard", "discard", stream.discard)
        fields.add("max_messages", "max_msgs", stream.maxMessages)
        fields.add("max_messages_per_subject", "max_msgs_per_subject", stream.maxMessagesPerSubject)
        fields.add("max_bytes", "max_bytes", stream.maxBytes)
        fields.add("max_age", "max_age", stream.maxAge)
        fields.add("max_message_size", "max_msg_size", stream.maxMessageSize)
        fields.add("duplicate_window", "duplicate_window", stream.duplicateWindow)
        fields.add("compression", "compression", stream.compression)
        fields.add(stream.fields, .stream)
        address = .stream(name, region)
        self.name = name
        declared = fields.all
        initial = [:]
        ignored = Set(stream.ignore)
        required = Set(stream.required)
    }

    /// A stream with the settings that make it a bucket; clients refuse one that lacks them.
    init(_ name: String, _ bucket: KeyValueBucket, _ region: String) {
        var fields = DeclaredFields()
        let isMirror = bucket.fields?.root.map?["mirror"]?.isNull == false
        if !isMirror { fields.add("subjects", "subjects", JSON(["$KV.\(name).>"])) }
        fields.add("discard", "discard", "new")
        fields.add("allow_rollup_hdrs", "allow_rollup_hdrs", JSON.boolean(true))
        fields.add("deny_delete", "deny_delete", JSON.boolean(true))
        fields.add("allow_direct", "allow_direct", JSON.boolean(true))
        fields.add("description", "description", bucket.description)
        fields.add("history", "max_msgs_per_subject", bucket.history)
        fields.add("ttl", "max_age", bucket.timeToLive)
        fields.add("max_bytes", "max_bytes", bucket.maxBytes)
        fields.add("max_value_size", "max_msg_size", bucket.maxValueSize)
        fields.add("replicas", "num_replicas", bucket.replicas)
        fields.add("storage", "storage", bucket.storage)
        fields.add(bucket.fields, .stream)
        address = .keyValue(name, region)
        self.name = "KV_\(name)"
        declared = fields.all
        initial = ["max_msgs_per_subject": 1]
        ignored = Set(bucket.ignore)
        required = Set(bucket.required)
    }

    init(_ name: String, _ store: ObjectBucket, _ region: String) {
        var fields = DeclaredFields()
        fields.add("subjects", "subjects", JSON(["$O.\(name).C.>", "$O.\(name).M.>"]))
        fields.add("discard", "discard", "new")
        fields.add("allow_rollup_hdrs", "allow_rollup_hdrs", JSON.boolean(true))
        fields.add("allow_direct", "allow_direct", JSON.boolean(true))
        fields.add("description", "description", store.description)
        fields.add("ttl", "max_age", store.timeToLive)
        fields.add("max_bytes", "max_bytes", store.maxBytes)
        fields.add("replicas", "num_replicas", store.replicas)
        fields.add("storage", "storage", store.storage)
        fields.add("compression", "compression", store.compression)
        fields.add(store.fields, .stream)
        address = .objectStore(name, region)
        self.name = "OBJ_\(name)"
        declared = fields.all
        initial = [:]
        ignored = Set(store.ignore)
        required = Set(store.required)
    }
}
