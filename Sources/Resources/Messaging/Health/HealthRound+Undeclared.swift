internal import JSON
internal import NATS
internal import Words

/// Of what the file does not speak of, the little that breaks what it does speak of: all else is the server's business.
extension HealthRound {
    func undeclared(of stream: DesiredStream, _ info: StreamInfo?) -> [Finding] {
        guard let config = info?.configuration else { return [] }
        let place = stream.setting.joined(separator: ".")
        var findings: [Finding] = []
        if config.isSealed, isUnspoken("sealed", stream) {
            findings.append(
                Finding(
                    MessagingChecks.streamSettings,
                    .error,
                    at: stream.address,
                    .readOnly,
                    "Stream \(stream.name) is sealed: it takes no message and lets none go.",
                    evidence: [.fact("sealed", "true"), .fact("declared", "no")],
                    remedies: [
                        .hint(
                            "A seal is for ever. Bring away what is still needed, delete the stream and let bootstrap make it anew; or declare sealed: true under fields: of \(place), where that is meant."
                        ),
                        .fix("nats stream backup \(stream.name) ./\(stream.name)"),
                    ],
                )
            )
        }
        if config.json["no_ack"] == true, isUnspoken("no_ack", stream) {
            findings.append(
                unspoken(
                    MessagingChecks.streamSettings,
                    stream.address,
                    "Its no_ack is true, and the file does not say so: whoever publishes hears nothing of what was kept.",
                    ("no_ack", "true"),
                    undoing: "no_ack: false",
                    at: place
                )
            )
        }
        return findings
    }

    func undeclared(of consumer: DesiredConsumer, _ info: ConsumerInfo?) -> [Finding] {
        guard let config = info?.configuration.json else { return [] }
        let place = (settingsOfConsumers[consumer.address] ?? ["messaging", "consumers"]).joined(separator: ".")
        var findings: [Finding] = []
        func add(_ message: String, _ fact: (String, String), undoing: String) {
            findings.append(
                unspoken(MessagingChecks.consumerSettings, consumer.address, message, fact, undoing: undoing, at: place)
            )
        }
        if config["headers_only"] == true, isUnspoken("headers_only", consumer) {
            add(
                "Its headers_only is true, and the file does not say so: its workers get messages without their bodies.",
                ("headers_only", "true"),
                undoing: "headers_only: false"
            )
        }
        if let patience = config["inactive_threshold"].nanoseconds, patience > .zero,
            isUnspoken("inactive_threshold", consumer), patience != inactivity(declaredFor: consumer)
        {
            add(
                "Its inactive_threshold is \(patience.readable), and the file does not say so: the server deletes it when no worker has asked for so long.",
                ("inactive_threshold", patience.readable),
                undoing: "inactive_threshold: 0s"
            )
        }
        return findings
    }

    /// A stream's limit holds for consumers that say nothing of it.
    private func inactivity(declaredFor consumer: DesiredConsumer) -> Duration? {
        desired.streams.first { $0.name == consumer.stream }?.value("consumer_limits.inactive_threshold").nanoseconds
    }

    private func isUnspoken(_ key: String, _ desired: some Desired) -> Bool {
        !desired.declares(key) && !desired.ignored.contains(key)
    }

    private func unspoken(
        _ kind: CheckKind,
        _ target: Address,
        _ message: String,
        _ fact: (name: String, value: String),
        undoing: String,
        at place: String,
    ) -> Finding {
        Finding(
            kind,
            .warning,
            at: target,
            .drift,
            message,
            evidence: [.fact(fact.name, fact.value), .fact("declared", "no")],
            remedies: [
                .hint(
                    "Write \(undoing) under fields: of \(place), and let bootstrap take it back; or what it is, where that is meant."
                )
            ],
            data: ["field": .string(fact.name)],
        )
    }
}
