internal import Cryptography
internal import JSON
internal import NATS

/// What a look at one region's JetStream showed.
struct Observation: Sendable {
    var server: ServerFacts
    var streams: [String: StreamInfo] = [:]
    /// By stream and name; only of streams whose consumers were asked for.
    var consumers: [String: [String: ConsumerInfo]] = [:]
    var requests = 0

    func consumer(_ name: String, of stream: String) -> ConsumerInfo? { consumers[stream]?[name] }
}

/// A digest of what was observed of one thing, so that a plan knows whether it still is so.
enum Precondition {
    static let absent = "absent"

    /// A stream goes on taking messages, so of what it holds only this counts: that a plan which loses nothing still loses nothing.
    static func of(_ stream: StreamInfo?) -> String {
        stream.map { digest(of: $0.configuration.json, created: $0.created) } ?? absent
    }

    static func of(_ consumer: ConsumerInfo?) -> String {
        consumer.map { digest(of: $0.configuration.json, created: $0.created) } ?? absent
    }

    private static func digest(of configuration: JSON, created: String?) -> String {
        // Without what changes with the server's release alone.
        let text = JSON.array([configuration.pruned, JSON(created)]).text()
        return DigestAlgorithm.sha256.digest(of: text).hexadecimal
    }
}
