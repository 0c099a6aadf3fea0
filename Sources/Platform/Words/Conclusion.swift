/// A check of what other checks found: it asks no server, it puts together what is known.
package struct Conclusion: Sendable {
    package let kind: CheckKind
    package let target: Address
    package let conclude: @Sendable ([CheckOutcome]) -> Diagnosis

    package init(_ kind: CheckKind, of target: Address, _ conclude: @escaping @Sendable ([CheckOutcome]) -> Diagnosis) {
        self.kind = kind
        self.target = target
        self.conclude = conclude
    }
}
