internal import JSON

/// One field of JetStream's API: what it holds, since when servers know it, and whether it can be changed.
struct FieldRule: Sendable {
    /// What a server does when the field is to change.
    enum Verdict: Sendable, Hashable {
        case inPlace(note: String? = nil)
        /// Only by a new one in place of the old.
        case replace(String)
        /// It refuses, and what it guards is not to be thrown away for it unasked.
        case refused(String)
    }

    let key: String
    let since: Release
    let reading: Reading
    let verdict: @Sendable (_ from: JSON, _ to: JSON, ServerFacts) -> Verdict

    func isKnown(to server: ServerFacts) -> Bool { server.isAtLeast(since) }
}

extension FieldRule {
    static func inPlace(_ key: String, _ reading: Reading, since: Release = .always, note: String? = nil) -> FieldRule {
        FieldRule(key: key, since: since, reading: reading) { _, _, _ in .inPlace(note: note) }
    }

    /// Older servers refuse what newer ones take.
    static func inPlace(
        _ key: String,
        _ reading: Reading,
        changeableSince release: Release,
        since: Release = .always,
    ) -> FieldRule {
        FieldRule(key: key, since: since, reading: reading) { _, _, server in
            server.isAtLeast(release) ? .inPlace() : .replace("servers before \(release) cannot change it")
        }
    }

    static func fixed(_ key: String, _ reading: Reading, since: Release = .always) -> FieldRule {
        FieldRule(key: key, since: since, reading: reading) { _, _, _ in .replace("cannot be changed") }
    }

    /// A switch that can be set and never be taken back.
    static func oneWay(_ key: String, since: Release = .always) -> FieldRule {
        FieldRule(key: key, since: since, reading: .flag) { _, to, _ in
            to == true
                ? .inPlace(note: "cannot be taken back") : .refused("once it is set it cannot be taken back")
        }
    }
}

/// All fields of streams, or of consumers.
struct FieldTable: Sendable {
    let rules: [String: FieldRule]

    init(_ rules: [FieldRule]) {
        self.rules = Dictionary(rules.map { ($0.key, $0) }) { _, last in last }
    }

    /// Maps of which every key is a field of its own.
    static let openMaps: Set = ["metadata", "consumer_limits"]

    func rule(_ key: String) -> FieldRule {
        if let rule = rules[key] { return rule }
        if key.hasPrefix("metadata.") { return .inPlace(key, .text, since: Release(2, 10)) }
        return .inPlace(key, .tree)
    }

    func isKnown(_ key: String) -> Bool { rules[key] != nil || key.hasPrefix("metadata.") }
}
