internal import JSON
internal import NATS

/// What would go, in words.
enum Loss {
    /// `12,345 messages, 1.2 GB`; nil where nothing is there.
    static func of(_ stream: StreamInfo, undeclared consumers: [String]) -> String? {
        var parts: [String] = []
        if stream.messages > 0 {
            parts.append("\(grouped(stream.messages)) \(stream.messages == 1 ? "message" : "messages")")
            parts.append(size(stream.bytes))
        }
        if !consumers.isEmpty { parts.append("undeclared consumers: \(consumers.sorted().joined(separator: ", "))") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// A consumer's place in its stream.
    static func of(_ consumer: ConsumerInfo) -> String? {
        guard consumer.deliveredSequence > 0 || consumer.ackPending > 0 else { return nil }
        return "its place: delivered up to message \(grouped(consumer.deliveredSequence)), "
            + "\(grouped(UInt64(consumer.ackPending))) not acknowledged"
    }

    /// A limit below what is there; nil where nothing goes for certain or may go.
    static func ofTightening(_ difference: Difference, _ stream: StreamInfo) -> String? {
        let isNew = stream.configuration.discard == "new"
        let old = difference.from.integer ?? .max
        guard let limit = difference.to.integer, limit > 0, limit < old else { return nil }
        switch difference.field.key {
        case "max_msgs" where !isNew && stream.messages > UInt64(limit):
            return "\(grouped(stream.messages - UInt64(limit))) of \(grouped(stream.messages)) messages go at once"
        case "max_bytes" where !isNew && stream.bytes > UInt64(limit):
            return "\(size(stream.bytes - UInt64(limit))) of \(size(stream.bytes)) go at once"
        case "max_msgs_per_subject" where stream.messages > UInt64(limit):
            return "older messages of subjects that hold more go at once"
        case "max_age": return "messages older than that go at once"
        default: return nil
        }
    }

    static func grouped(_ number: UInt64) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    static func size(_ bytes: UInt64) -> String {
        let units: [(name: String, bytes: UInt64)] = [
            ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000),
        ]
        guard let unit = units.first(where: { bytes >= $0.bytes }) else { return "\(bytes) B" }
        let tenths = bytes / (unit.bytes / 10)
        return "\(tenths / 10).\(tenths % 10) \(unit.name)"
    }
}
