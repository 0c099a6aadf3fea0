package struct Messaging: Section {
    package enum Role: String, Choice { case single, cluster, leaf }

    package var url = Reference(.variable("NATS_URL", fallback: "nats://localhost:4222"))
    package var token: SecretReference?
    package var cluster: Reference?
    package var monitoring: Reference?
    package var role = Role.single
    package var version = "2.10"
    package var largestMessage: ByteSize?
    package var agents: [String] = []
    package var streams = Named<Stream>()
    package var consumers = Named<Consumer>()
    package var keyValue = Named<KeyValueBucket>()
    package var objectStores = Named<ObjectBucket>()

    package init() {}

    package static let summary = "NATS with JetStream."

    package static let fields: [Field<Messaging>] = [
        field("url", \.url, "nats:// or tls://; several with commas."),
        field("token", \.token, "The authentication token."),
        field("cluster", \.cluster, "The cluster's name."),
        field("monitoring", \.monitoring, "The monitoring URL, port 8222 as a rule."),
        field("role", \.role, "A server of its own, a cluster, or a leaf of one."),
        field("version", \.version, "The oldest version that will do, in quotes.", .version),
        field("largest_message", \.largestMessage, "The largest message that is ever sent."),
        field("agents", \.agents, "The agents' ids; consumers with {agent} in their name exist once for each."),
        field("streams", \.streams, "The streams."),
        field("consumers", \.consumers, "The durable consumers."),
        field("key_value", \.keyValue, "Key-value buckets."),
        field("object_stores", \.objectStores, "Object stores."),
    ]
}
