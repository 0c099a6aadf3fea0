package struct KeyValueBucket: Section {
    package var description: String?
    package var history: Int?
    package var timeToLive: Period?
    package var maxBytes: ByteSize?
    package var maxValueSize: ByteSize?
    package var replicas: Int?
    package var storage: Stream.StorageKind?
    package var fields: Tree?
    package var required: [String] = []
    package var ignore: [String] = []

    package init() {}

    package static let summary = "A JetStream key-value bucket; what is not said is left as the server has it."

    package static let fields: [Field<KeyValueBucket>] = [
        field("description", \.description, "One sentence for people."),
        field("history", \.history, "Values kept of each key; a new bucket keeps one.", .within(1...64)),
        field("ttl", \.timeToLive, "Age at which a value goes."),
        field("max_bytes", \.maxBytes, "Bytes at most."),
        field("max_value_size", \.maxValueSize, "The largest value taken."),
        field("replicas", \.replicas, "Copies in the cluster.", .within(1...5)),
        field("storage", \.storage, "On disk or in memory."),
        field("fields", \.fields, "Further fields of its stream, as the server's API spells them."),
        field("required", \.required, "Fields that the server must know; others may be unsupported by it."),
        field("ignore", \.ignore, "Fields left alone when they differ."),
    ]
}

package struct ObjectBucket: Section {
    package var description: String?
    package var timeToLive: Period?
    package var maxBytes: ByteSize?
    package var replicas: Int?
    package var storage: Stream.StorageKind?
    package var compression: Stream.Compression?
    package var fields: Tree?
    package var required: [String] = []
    package var ignore: [String] = []

    package init() {}

    package static let summary = "A JetStream object store; what is not said is left as the server has it."

    package static let fields: [Field<ObjectBucket>] = [
        field("description", \.description, "One sentence for people."),
        field("ttl", \.timeToLive, "Age at which an object goes."),
        field("max_bytes", \.maxBytes, "Bytes at most."),
        field("replicas", \.replicas, "Copies in the cluster.", .within(1...5)),
        field("storage", \.storage, "On disk or in memory."),
        field("compression", \.compression, "How it is packed on disk."),
        field("fields", \.fields, "Further fields of its stream, as the server's API spells them."),
        field("required", \.required, "Fields that the server must know; others may be unsupported by it."),
        field("ignore", \.ignore, "Fields left alone when they differ."),
    ]
}
