/// A check of what other checks found: it asks no server, it puts together what is known.
package struct Conclusion: Sendable {
    package let kind: CheckKind
    package let target: Address
    /// Checks that are run for it where it is asked for by itself, as a line would choose them.
    package let sources: [String]
    package let conclude: @Sendable ([CheckOutcome]) -> Diagnosis

    package init(
        _ kind: CheckKind,
        of target: Address,
        drawnFrom sources: [String] = [],
        _ conclude: @escaping @Sendable ([CheckOutcome]) -> Diagnosis
    ) {
        self.kind = kind
        self.target = target
        self.sources = sources
        self.conclude = conclude
    }
}
