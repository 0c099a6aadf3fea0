/// One step from what is to what should be, as a value: shown, written to a file, and later carried out.
///
/// It never holds a secret: of what is secret it says that it is made or changed, not what it is.
package struct Change: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case create, update
        /// What cannot be changed in place: the old goes, with what it holds, and the new comes.
        case replace
        case destroy
        /// The server would refuse it; `reason` says why.
        case impossible
        /// Only a person can do it: a provider's key, an account.
        case person
    }

    /// A declared field that differs; null is what is not there.
    package struct Field: Sendable, Hashable {
        package var path: String
        package var from: JSONValue
        package var to: JSONValue
        /// What one should know of it: that it cannot be taken back, that it takes two steps.
        package var note: String?

        package init(_ path: String, from: JSONValue = .null, to: JSONValue, note: String? = nil) {
            self.path = path
            self.from = from
            self.to = to
            self.note = note
        }
    }

    package var address: Address
    package var kind: Kind
    package var fields: [Field]
    package var reason: String?
    /// What would go with it: `12,345 messages, 1.2 GB`; nil where nothing would.
    package var loss: String?
    /// What has to be there before, of this resource or another.
    package var after: [Address]
    /// Makes what is missing and touches nothing that is there: no right is granted, no data moves, nothing goes.
    package var isSafe: Bool
    /// A digest of all that was observed of the thing: if it is another when the change is carried out, somebody was quicker.
    package var precondition: String

    package init(
        _ kind: Kind,
        _ address: Address,
        fields: [Field] = [],
        reason: String? = nil,
        loss: String? = nil,
        after: [Address] = [],
        isSafe: Bool = false,
        precondition: String,
    ) {
        self.kind = kind
        self.address = address
        self.fields = fields
        self.reason = reason
        self.loss = loss
        self.after = after
        self.isSafe = isSafe
        self.precondition = precondition
    }

    /// Whether it can be carried out at all.
    package var isFeasible: Bool { kind != .impossible && kind != .person }
    /// Whether something that is there goes: wants a word for this very address.
    package var isDestructive: Bool { kind == .replace || kind == .destroy }
}
