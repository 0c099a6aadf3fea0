/// Names that NATS would refuse, consumers of streams that are not there, and work that nobody takes.
extension Messaging {
    /// In a consumer's name and filter: one for each agent.
    package static let agentPlaceholder = "{agent}"

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        checkNames(at: path, in: setting, &reader)
        for (name, consumer) in consumers.items where streams[consumer.stream] == nil {
            let step = SettingPath(["consumers", name])
            guard !reader.refused(path + step) else { continue }
            let origin = setting.at(step)?.origin(of: "stream") ?? setting.origin
            reader.refuse(path + step / "stream", origin, unknown: "stream", consumer.stream, among: streams.names)
        }
        checkPlaceholders(at: path, in: setting, &reader)
        checkFields(at: path, in: setting, &reader)
        for (name, stream) in streams.items where stream.retention == .workqueue && !isConsumed(name) {
            let origin = setting.map?["streams"]?.map?.origin(ofKey: name) ?? setting.origin
            let hint = "without one it only fills up: add it under \(path / "consumers")"
            reader.warn(path / "streams" / name, origin, "a workqueue stream without a consumer", hint: hint)
        }
    }

    /// One consumer cannot stand for all agents' filters.
    private func checkPlaceholders(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        for (name, consumer) in consumers.items {
            guard consumer.filter?.contains(Messaging.agentPlaceholder) == true,
                !name.contains(Messaging.agentPlaceholder)
            else { continue }
            let step = SettingPath(["consumers", name])
            let origin = setting.at(step)?.origin(of: "filter") ?? setting.origin
            let hint = "with {agent} in its name too there is one for each"
            reader.refuse(path + step / "filter", origin, "{agent} stands here and not in the name", hint: hint)
        }
    }

    /// What has a key of its own is written there, so that it stands in one place.
    private func checkFields(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        let streamKeys = [
            "description": "description", "subjects": "subjects", "retention": "retention", "storage": "storage",
            "num_replicas": "replicas", "discard": "discard", "max_msgs": "max_messages",
            "max_msgs_per_subject": "max_messages_per_subject", "max_bytes": "max_bytes", "max_age": "max_age",
            "max_msg_size": "max_message_size", "duplicate_window": "duplicate_window", "compression": "compression",
        ]
        let consumerKeys = [
            "filter_subject": "filter", "ack_wait": "acknowledge_within", "max_deliver": "max_deliver",
            "max_ack_pending": "max_pending",
        ]
        let bucketKeys = [
            "description": "description", "max_msgs_per_subject": "history", "max_age": "ttl",
            "max_bytes": "max_bytes", "max_msg_size": "max_value_size", "num_replicas": "replicas",
            "storage": "storage",
        ]
        let storeKeys = [
            "description": "description", "max_age": "ttl", "max_bytes": "max_bytes", "num_replicas": "replicas",
            "storage": "storage", "compression": "compression",
        ]
        let trees: [(String, [(String, Tree?)], [String: String])] = [
            ("streams", streams.items.map { ($0.name, $0.value.fields) }, streamKeys),
            ("consumers", consumers.items.map { ($0.name, $0.value.fields) }, consumerKeys),
            ("key_value", keyValue.items.map { ($0.name, $0.value.fields) }, bucketKeys),
            ("object_stores", objectStores.items.map { ($0.name, $0.value.fields) }, storeKeys),
        ]
        for (section, items, keys) in trees {
            for (name, tree) in items {
                guard let tree else { continue }
                let place = path / section / name / "fields"
                guard let map = tree.root.map else {
                    reader.refuse(place, tree.root, wantedCollection: "a map")
                    continue
                }
                for entry in map.entries {
                    if let key = keys[entry.key] {
                        let hint = "write it as \(path / section / name / key)"
                        reader.refuse(place / entry.key, entry.keyOrigin, "this field has a key of its own", hint: hint)
                    } else if ["name", "durable_name"].contains(entry.key) {
                        reader.refuse(place / entry.key, entry.keyOrigin, "the name is the key above")
                    }
                }
            }
        }
    }

    private func isConsumed(_ stream: String) -> Bool {
        consumers.items.contains { name, consumer in
            consumer.stream == stream && (!agents.isEmpty || !name.contains(Messaging.agentPlaceholder))
        }
    }

    private func checkNames(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        for (index, agent) in agents.enumerated() where !isNATSName(agent) {
            let step = SettingPath(["agents", String(index)])
            refuseName(path + step, setting.at(step)?.origin ?? setting.origin, &reader)
        }
        let maps = [
            ("streams", streams.names), ("consumers", consumers.names), ("key_value", keyValue.names),
            ("object_stores", objectStores.names),
        ]
        for (key, names) in maps {
            for name in names where !isNATSName(name.replacing(Messaging.agentPlaceholder, with: "a")) {
                refuseName(path / key / name, setting.map?[key]?.map?.origin(ofKey: name) ?? setting.origin, &reader)
            }
        }
    }

    private func refuseName(_ path: SettingPath, _ origin: Origin, _ reader: inout Reader) {
        reader.refuse(path, origin, "NATS takes no such name", hint: "letters, digits, dashes and underscores")
    }
}

private func isNATSName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
        && name.utf8.allSatisfy {
            $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
}
