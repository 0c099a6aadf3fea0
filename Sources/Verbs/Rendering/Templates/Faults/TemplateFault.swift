package import Words

/// What is wrong with a template, or with what it asks of the values, and where both stand.
package struct TemplateFault: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        // The template alone.
        /// No YAML, or no UTF-8: in the reader's words.
        case unreadable(String)
        case unknownTag(String, near: String?)
        /// A tag of ours before something that it cannot stand before.
        case misplacedTag(String, wanted: String)
        case malformedPath(ValuePath.Malformed)
        /// A brace that begins no hole.
        case malformedHole(String)
        case malformedName(String)
        // The template and the values.
        /// No value of this name; what is known there.
        case missing(step: String, known: [String])
        /// Known, and nobody has said it.
        case unset
        case mismatch(expected: String, found: String)
        /// A reference to a secret, wherever it leads.
        case secret(reference: String)
        case hidden(name: String, isLoop: Bool)
        case duplicateKey(String, first: Place)
        /// A character that the text around the hole would read as something else.
        case unsafeText(character: String)
        case tooLarge(limit: String)
    }

    package var kind: Kind
    /// Where the template says it.
    package var place: Place
    /// What it asks for.
    package var path: ValuePath?
    /// Where the value stands, or for a missing one the map it is missing from.
    package var origin: Values.Origin?

    package init(_ kind: Kind, at place: Place, path: ValuePath? = nil, origin: Values.Origin? = nil) {
        self.kind = kind
        self.place = place
        self.path = path
        self.origin = origin
    }
}

/// All that is wrong, in the order of the templates.
package struct TemplateFailure: Error, Sendable, Hashable {
    package var faults: [TemplateFault]

    /// More would hide the first ones, and a hostile template has a million.
    static let limit = 100

    package init(_ faults: [TemplateFault]) {
        precondition(!faults.isEmpty, "a failure has a reason")
        self.faults = faults
    }

    package var findings: [Finding] { faults.map(\.finding) }
}

extension TemplateFailure: CustomStringConvertible {
    package var description: String {
        findings.map { "\($0.place.map { "\($0): " } ?? "")\($0.headline)" }.joined(separator: "\n")
    }
}
