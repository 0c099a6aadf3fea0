package import Words

/// Which checks are wanted: by id, by address, by a pattern of either, or by a tag.
package struct Selection: Sendable, Hashable {
    /// A word that leaves checks out, and why.
    package struct Skip: Sendable, Hashable {
        package var pattern: String
        package var reason: String

        package init(_ pattern: String, because reason: String) {
            self.pattern = pattern
            self.reason = reason
        }
    }

    /// All where there is none.
    package var only: [String]
    package var skip: [Skip]

    package init(only: [String] = [], skip: [Skip] = []) {
        self.only = only
        self.skip = skip
    }

    func wants(_ check: Check) -> Bool {
        only.isEmpty || only.contains(where: check.isMeant)
    }

    func skipReason(for check: Check) -> String? {
        skip.first { check.isMeant(by: $0.pattern) }?.reason
    }

    /// Patterns that mean none of these checks: a slip that would leave in what should be out, or the other way round.
    package func meaningless(among checks: [Check], known catalogue: [CheckKind]) -> [String] {
        (only + skip.map(\.pattern)).filter { pattern in
            !checks.contains { $0.isMeant(by: pattern) } && !catalogue.contains { $0.isMeant(by: pattern) }
        }
    }
}

extension CheckKind {
    /// Its id, the beginning of it, a tag, or a pattern over ids.
    package func isMeant(by pattern: String) -> Bool {
        if tags.contains(pattern) || id == pattern || id.hasPrefix(pattern + ".") { return true }
        guard pattern.contains("*"), !pattern.contains("/") else { return false }
        // A dot stands between the words of an id as a slash does in an address.
        return Address(id.split(separator: ".").map(String.init))
            .matches(pattern.split(separator: ".").joined(separator: "/"))
    }
}

extension Check {
    func isMeant(by pattern: String) -> Bool {
        kind.isMeant(by: pattern) || target.matches(pattern)
    }
}
