internal import Platform
internal import Words

/// All of one region's JetStream as the platform file wants it: a pure function of the model.
struct DesiredMessaging: Sendable {
    let streams: [DesiredStream]
    let consumers: [DesiredConsumer]
    /// Consumers whose name another one of the same stream has already.
    let twins: [Address]
    private let streamsByAddress: [Address: DesiredStream]
    private let consumersByAddress: [Address: DesiredConsumer]

    init(_ messaging: Messaging, _ region: String) {
        streams =
            messaging.streams.items.map { DesiredStream($0.name, $0.value, region) }
            + messaging.keyValue.items.map { DesiredStream($0.name, $0.value, region) }
            + messaging.objectStores.items.map { DesiredStream($0.name, $0.value, region) }
        var consumers: [DesiredConsumer] = []
        var twins: [Address] = []
        var seen: Set<Address> = []
        for (name, consumer) in messaging.consumers.items {
            let isForEach = name.contains(Messaging.agentPlaceholder)
            let agents: [String?] = isForEach ? messaging.agents : [nil]
            for agent in agents {
                let one = DesiredConsumer(name, consumer, agent: agent, region)
                if seen.insert(one.address).inserted { consumers.append(one) } else { twins.append(one.address) }
            }
        }
        self.consumers = consumers
        self.twins = twins
        streamsByAddress = Dictionary(streams.map { ($0.address, $0) }) { first, _ in first }
        consumersByAddress = Dictionary(consumers.map { ($0.address, $0) }) { first, _ in first }
    }

    /// Streams whose consumers have to be looked at.
    var streamsWithConsumers: Set<String> {
        Set(consumers.map(\.stream))
            .union(streams.lazy.filter { $0.declares("consumer_limits.max_ack_pending") }.map(\.name))
    }

    func stream(at address: Address) -> DesiredStream? { streamsByAddress[address] }
    func consumer(at address: Address) -> DesiredConsumer? { consumersByAddress[address] }
}
