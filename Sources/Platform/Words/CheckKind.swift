/// What a check is, whatever it looks at: listed, explained, asked for and left out by its id.
package struct CheckKind: Sendable, Hashable {
    /// Stable, without the instance: `storage.bucket.roundtrip`.
    package let id: String
    /// What holds when all is well: `an object comes back as it was written`.
    package let title: String
    /// What it says of the whole where it does not hold, unless a finding says otherwise.
    package let severity: Finding.Severity
    /// Ids of checks that have to hold before this one can tell anything.
    package let requires: [String]
    /// Other words to choose it by: `writes`, `security`, `slow`.
    package let tags: [String]

    package init(
        _ id: String,
        _ title: String,
        severity: Finding.Severity = .error,
        requires: [String] = [],
        tags: [String] = [],
    ) {
        self.id = id
        self.title = title
        self.severity = severity
        self.requires = requires
        self.tags = tags
    }

    /// `storage` of `storage.bucket.roundtrip`.
    package var component: String { String(id.prefix { $0 != "." }) }
    /// Where `docs/checks.md` tells of it.
    package var docs: String { "docs/checks.md#\(id.replacing(".", with: ""))" }
}
