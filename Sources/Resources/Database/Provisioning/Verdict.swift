internal import Cryptography
internal import Words

/// How one thing stands to what is wished of it.
struct Verdict: Sendable {
    /// Why it cannot be mended from here, and who can.
    struct Obstacle: Sendable {
        var kind: Change.Kind
        var reason: String
    }

    var address: Address
    var isThere: Bool
    /// What differs; empty where all is as it should be.
    var fields: [Change.Field]
    /// Made of all that was observed of it: if it is other when the change is carried out, somebody was quicker.
    var precondition: String
    var obstacle: Obstacle?
    var after: [Address]

    init(
        _ address: Address,
        isThere: Bool,
        fields: [Change.Field] = [],
        facts: JSONValue,
        after: [Address] = [],
    ) {
        self.address = address
        self.isThere = isThere
        self.fields = fields
        self.after = after
        precondition = DigestAlgorithm.sha256.digest(of: facts.compact).hexadecimal
    }

    /// Nil where nothing is to be done.
    var change: Change? {
        guard !fields.isEmpty else { return nil }
        return Change(
            obstacle?.kind ?? (isThere ? .update : .create),
            address,
            fields: fields,
            reason: obstacle?.reason,
            after: after,
            precondition: precondition
        )
    }
}

/// Compares what is wished with what was seen: pure.
struct Comparison: Sendable {
    let wish: DatabaseWish
    let seen: Observation
    /// Whether the agent's URL holds a password that can be set.
    let hasPassword: Bool

    /// Everything, in the order in which it can be made.
    var verdicts: [Verdict] {
        [database] + [group, role].compactMap(\.self) + wish.extensions.map(`extension`)
            + wish.settings.compactMap(setting) + [migrations].compactMap(\.self)
    }

    func verdict(of address: Address) -> Verdict? {
        verdicts.first { $0.address == address }
    }

    /// The fields that the platform file does not leave alone.
    func heeded(_ fields: [Change.Field], of part: String) -> [Change.Field] {
        fields.filter { !wish.ignored.contains("\(part).\($0.path)") }
    }
}
