internal import JSON
internal import Platform
internal import Words

/// A durable pull consumer as the file wants it, already one agent's where there is one for each.
struct DesiredConsumer: Desired {
    let address: Address
    let name: String
    let stream: String
    let declared: [Declared]
    let initial: JSON
    let ignored: Set<String>
    let required: Set<String>

    /// The subjects it will take; nil where the server has to be asked, empty where it takes all.
    var filters: [String]? {
        guard declares("filter_subjects") else { return nil }
        return value("filter_subjects").strings ?? []
    }
}

extension DesiredConsumer {
    init(_ name: String, _ consumer: Consumer, agent: String?, _ region: String) {
        var fields = DeclaredFields()
        fields.add("filter", "filter_subjects", consumer.filter.map { JSON([$0.naming(agent)]) })
        fields.add("acknowledge", "ack_policy", consumer.acknowledge)
        fields.add("deliver", "deliver_policy", consumer.deliver)
        fields.add("acknowledge_within", "ack_wait", consumer.acknowledgeWithin)
        fields.add("max_deliver", "max_deliver", consumer.maxDeliver)
        fields.add("max_pending", "max_ack_pending", consumer.maxPending)
        fields.add(consumer.fields, agent: agent, .consumer)
        // Nobody pulls from a consumer that pushes.
        if !fields.all.contains(where: { $0.key == "deliver_subject" }) {
            fields.add("deliver_subject", "deliver_subject", JSON.null)
        }
        self.name = name.naming(agent)
        stream = consumer.stream
        address = .consumer(self.name, of: stream, region)
        declared = fields.all
        initial = ["ack_policy": "explicit", "deliver_policy": "all"]
        ignored = Set(consumer.ignore)
        required = Set(consumer.required)
    }
}
