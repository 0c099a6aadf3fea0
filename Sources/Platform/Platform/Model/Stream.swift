package struct Stream: Section {
    package enum Retention: String, Choice { case limits, interest, workqueue }
    package enum StorageKind: String, Choice { case file, memory }
    package enum Discard: String, Choice { case old, new }
    package enum Compression: String, Choice { case none, s2 }

    package var description: String?
    package var subjects: [String] = []
    package var retention: Retention?
    package var storage: StorageKind?
    package var replicas: Int?
    package var discard: Discard?
    package var maxMessages: Int?
    package var maxMessagesPerSubject: Int?
    package var maxBytes: ByteSize?
    package var maxAge: Period?
    package var maxMessageSize: ByteSize?
    package var duplicateWindow: Period?
    package var compression: Compression?
    package var fields: Tree?
    package var required: [String] = []
    package var ignore: [String] = []

    package init() {}

    package static let summary = "A JetStream stream; what is not said is left as the server has it."

    package static let fields: [Field<Stream>] = [
        field("description", \.description, "One sentence for people."),
        field("subjects", \.subjects, "The subjects it keeps."),
        field("retention", \.retention, "Kept up to limits, while wanted, or until done."),
        field("storage", \.storage, "On disk or in memory."),
        field("replicas", \.replicas, "Copies in the cluster.", .within(1...5)),
        field("discard", \.discard, "What goes when a limit is met."),
        field("max_messages", \.maxMessages, "Messages at most.", .atLeast(1)),
        field("max_messages_per_subject", \.maxMessagesPerSubject, "Messages of one subject at most.", .atLeast(1)),
        field("max_bytes", \.maxBytes, "Bytes at most."),
        field("max_age", \.maxAge, "Age at which messages go.", .positive),
        field("max_message_size", \.maxMessageSize, "The largest message taken."),
        field("duplicate_window", \.duplicateWindow, "How long message ids are remembered.", .positive),
        field("compression", \.compression, "How it is packed on disk."),
        field("fields", \.fields, "Further fields, as the server's API spells them: mirror, sources, placement."),
        field("required", \.required, "Fields that the server must know; others may be unsupported by it."),
        field("ignore", \.ignore, "Fields left alone when they differ."),
    ]
}

package struct Consumer: Section {
    package enum Acknowledge: String, Choice { case explicit, all, none }
    package enum Deliver: String, Choice { case all, last, new }

    package var stream = ""
    package var filter: String?
    package var acknowledge: Acknowledge?
    package var deliver: Deliver?
    package var acknowledgeWithin: Period?
    package var maxDeliver: Int?
    package var maxPending: Int?
    package var fields: Tree?
    package var required: [String] = []
    package var ignore: [String] = []

    package init() {}

    package static let summary = "A durable pull consumer; {agent} in its name and filter makes one for each agent."

    package static let fields: [Field<Consumer>] = [
        field("stream", \.stream, "The stream it reads.", required: true, .notEmpty),
        field("filter", \.filter, "The subjects it takes of it."),
        field("acknowledge", \.acknowledge, "How a message is told to be done; a new consumer begins with explicit."),
        field("deliver", \.deliver, "Where it begins; a new consumer with all."),
        field("acknowledge_within", \.acknowledgeWithin, "Then the message comes again.", .positive),
        field("max_deliver", \.maxDeliver, "How often a message may come.", .atLeast(1)),
        field("max_pending", \.maxPending, "Messages out at once.", .atLeast(1)),
        field("fields", \.fields, "Further fields, as the server's API spells them."),
        field("required", \.required, "Fields that the server must know; others may be unsupported by it."),
        field("ignore", \.ignore, "Fields left alone when they differ."),
    ]
}
