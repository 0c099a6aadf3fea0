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
        for (name, stream) in streams.items where stream.retention == .workqueue && !isConsumed(name) {
            let origin = setting.map?["streams"]?.map?.origin(ofKey: name) ?? setting.origin
            let hint = "without one it only fills up: add it under \(path / "consumers")"
            reader.warn(path / "streams" / name, origin, "a workqueue stream without a consumer", hint: hint)
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
        let maps = [("streams", streams.names), ("consumers", consumers.names), ("key_value", keyValue.names)]
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
