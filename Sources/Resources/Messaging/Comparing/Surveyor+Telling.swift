internal import JSON
internal import NATS
internal import Words

/// What there is to say beside the changes.
extension Surveyor {
    mutating func tell(_ comparison: Comparison, of desired: some Desired, at address: Address, _ table: FieldTable) {
        for (field, since) in comparison.unsupported {
            let isRequired = desired.requires(field)
            add(.unsupported(field.path, since: since, at: address, seen.server.version, isRequired: isRequired))
        }
        for field in comparison.ignored { add(.leftAlone(field.path, at: address)) }
        for field in desired.declared where !table.isKnown(field.key) {
            add(.unknownField(field.path, at: address, nearest: NearestName.to(field.key, among: table.rules.keys)))
        }
    }

    /// A workqueue keeps everything until it is done: without a consumer it only fills up.
    mutating func warnOfUnread() {
        let read = Set(desired.consumers.map(\.stream))
        for stream in desired.streams where !read.contains(stream.name) {
            let info = seen.streams[stream.name]
            let retention = stream.declares("retention") ? stream.value("retention").string : nil
            guard (retention ?? info?.configuration.retention) == "workqueue", (info?.consumers ?? 0) == 0 else {
                continue
            }
            add(.noConsumer(stream.address, messages: info?.messages ?? 0))
        }
    }

    mutating func tellUndeclared() {
        let streams = seen.streams.keys.filter { streamsByName[$0] == nil }.sorted()
        if !streams.isEmpty { add(.undeclared("streams", streams, at: .messaging(region))) }
        for stream in desired.streams {
            let consumers = undeclaredConsumers(of: stream.name).sorted()
            if !consumers.isEmpty { add(.undeclared("consumers", consumers, at: stream.address)) }
        }
    }

    /// Durable consumers of a stream that the file does not name, as far as they were asked for.
    func undeclaredConsumers(of stream: String) -> [String] {
        guard let found = seen.consumers[stream] else { return [] }
        let declared = Set(desired.consumers.lazy.filter { $0.stream == stream }.map(\.name))
        let others = found.values.filter { $0.configuration.isDurable && !$0.isTheServersOwn }
        return others.map(\.name).filter { !declared.contains($0) }
    }
}

extension ConsumerInfo {
    /// By which another stream takes its messages from this one.
    var isTheServersOwn: Bool { configuration.json["direct"] == true || configuration.json["sourcing"] == true }
}
