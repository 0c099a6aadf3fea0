package import JSON

/// What an API server says that it is.
package struct ServerVersion: Sendable, Hashable, CustomStringConvertible {
    /// `v1.29.3+k3s1`, with all that a distribution adds.
    package let text: String
    package let major: Int
    package let minor: Int

    /// Nil where this is no answer of an API server.
    package init?(_ json: JSON) {
        guard let text = json["gitVersion"].string, let version = ServerVersion(text) else { return nil }
        self = version
    }

    /// Reads `v1.29.3`, `1.29`, `1.29+`; nil for anything else.
    package init?(_ text: String) {
        let bare = text.hasPrefix("v") ? text.dropFirst() : text[...]
        let parts = bare.split(separator: ".", maxSplits: 2)
        guard parts.count > 1, let major = Int(parts[0]), let minor = Int(parts[1].prefix { $0.isNumber }) else {
            return nil
        }
        self.text = text
        self.major = major
        self.minor = minor
    }

    package func isAtLeast(_ other: ServerVersion) -> Bool {
        (major, minor) >= (other.major, other.minor)
    }

    package var description: String { text }
}

/// What an API server says of its parts.
package struct ServerHealth: Sendable, Hashable {
    /// Those that do not hold.
    package let failing: [String]

    package var isSound: Bool { failing.isEmpty }

    /// Reads `ok`, or one line a part: `[+]etcd ok`, `[-]etcd failed: reason withheld`; nil where it is neither.
    package init?(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard trimmed(text) == "ok" || lines.contains(where: { $0.hasPrefix("[+]") || $0.hasPrefix("[-]") }) else {
            return nil
        }
        failing = lines.filter { $0.hasPrefix("[-]") }.map { String($0.dropFirst(3).prefix { $0 != " " }) }
    }
}

/// Whether something is permitted, and why.
package struct AccessAnswer: Sendable, Hashable {
    package let isAllowed: Bool
    package let reason: String
}

/// What somebody may do in a namespace.
package struct AccessRules: Sendable, Hashable {
    package struct Rule: Sendable, Hashable {
        package let verbs: [String]
        package let groups: [String]
        package let resources: [String]
        /// Empty for any.
        package let names: [String]
    }

    package let rules: [Rule]
    /// The server cannot tell all.
    package let isIncomplete: Bool

    init(_ status: JSON) {
        isIncomplete = status["incomplete"].boolean ?? false
        rules = (status["resourceRules"].array ?? []).map {
            Rule(
                verbs: $0["verbs"].strings ?? [],
                groups: $0["apiGroups"].strings ?? [],
                resources: $0["resources"].strings ?? [],
                names: $0["resourceNames"].strings ?? []
            )
        }
    }

    package func allow(_ verb: String, _ kind: ObjectKind, named name: String? = nil) -> Bool {
        rules.contains { rule in
            (rule.verbs.contains("*") || rule.verbs.contains(verb))
                && (rule.groups.contains("*") || rule.groups.contains(kind.group))
                && (rule.resources.contains("*") || rule.resources.contains(kind.plural))
                && (rule.names.isEmpty || name.map(rule.names.contains) ?? false)
        }
    }
}
