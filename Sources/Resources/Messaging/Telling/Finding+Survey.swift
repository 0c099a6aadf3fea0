internal import JSON
internal import Words

/// What a survey says beside its changes.
extension Finding {
    static func overlap(_ overlap: Overlap, at address: Address, isUndeclared: Bool) -> Finding {
        Finding(
            "messaging.stream.overlap",
            .error,
            subject: address.description,
            overlap.reason(seenFrom: overlap.stream, isUndeclared: isUndeclared),
            evidence: [
                .fact(overlap.stream, overlap.subject),
                .fact(overlap.other, overlap.otherSubject),
            ],
            remedies: [.hint("a subject is kept by one stream of an account: narrow one of the two")],
            topic: "messaging.stream.overlap",
        )
    }

    static func noConsumer(_ address: Address, messages: UInt64) -> Finding {
        let held = messages == 1 ? "1 message waits" : "\(Loss.grouped(messages)) messages wait"
        return Finding(
            "messaging.stream.no-consumer",
            .warning,
            subject: address.description,
            "a workqueue without a consumer only fills up",
            evidence: messages == 0 ? [] : [.fact("held", held)],
            remedies: [.hint("declare one under messaging.consumers")],
            topic: "messaging.stream.no-consumer",
        )
    }

    static func filter(_ address: Address, _ reason: String) -> Finding {
        Finding(
            "messaging.consumer.filter",
            .error,
            subject: address.description,
            reason,
            remedies: [
                .hint("a consumer takes a part of what its stream keeps: mend its filter or the stream's subjects")
            ],
            topic: "messaging.consumer.filter",
        )
    }

    static func workqueue(_ address: Address, _ reason: String) -> Finding {
        Finding(
            "messaging.consumer.workqueue",
            .error,
            subject: address.description,
            reason,
            topic: "messaging.consumer.workqueue",
        )
    }

    static func twin(_ address: Address) -> Finding {
        Finding(
            "messaging.consumer.twice",
            .error,
            subject: address.description,
            "two consumers of the file come to the same name",
            remedies: [.hint("an agent's id in place of {agent} gives a name that stands there already")],
            topic: "messaging.consumer.twice",
        )
    }

    static func unsupported(
        _ path: String,
        since: Release,
        at address: Address,
        _ version: String,
        isRequired: Bool,
    ) -> Finding {
        Finding(
            "messaging.unsupported",
            isRequired ? .error : .note,
            subject: address.description,
            "\(path) is not known to nats-server \(version): it came with \(since)",
            remedies: isRequired ? [.hint("bring the server to \(since) or newer")] : [],
            topic: "messaging.unsupported",
            data: ["field": .string(path)],
        )
    }

    static func leftAlone(_ path: String, at address: Address) -> Finding {
        Finding(
            "messaging.ignored",
            .note,
            subject: address.description,
            "\(path) differs and is left alone, as ignore: says",
            topic: "messaging.ignored",
            data: ["field": .string(path)],
        )
    }

    static func unknownField(_ path: String, at address: Address, nearest: String?) -> Finding {
        Finding(
            "messaging.field.unknown",
            .warning,
            subject: address.description,
            "\(path) is no field that nats-server 2.15 knows",
            remedies: nearest.map { [.hint("did you mean \"\($0)\"?")] } ?? [],
            topic: "messaging.field.unknown",
            data: ["field": .string(path)],
        )
    }

    static func undeclared(_ what: String, _ names: [String], at address: Address) -> Finding {
        let shown = names.prefix(20).joined(separator: ", ")
        let more = names.count > 20 ? " and \(names.count - 20) more" : ""
        let word = names.count == 1 ? String(what.dropLast()) : what
        return Finding(
            "messaging.undeclared",
            .note,
            subject: address.description,
            "\(names.count) \(word) that the file does not name: \(shown)\(more)",
            topic: "messaging.undeclared",
            data: [what: .array(names.map(JSONValue.string))],
        )
    }

    static func ineffective(_ difference: Difference, at address: Address, isRequired: Bool) -> Finding {
        Finding(
            "messaging.ineffective",
            isRequired ? .error : .warning,
            subject: address.description,
            "\(difference.field.path) was taken by the server and is not as it was said",
            evidence: [
                .fact("wanted", difference.rule.reading.shown(difference.to).compact),
                .fact("is", difference.rule.reading.shown(difference.from).compact),
            ],
            topic: "messaging.ineffective",
            data: ["field": .string(difference.field.path)],
        )
    }
}
