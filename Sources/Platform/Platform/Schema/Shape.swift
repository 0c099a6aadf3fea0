package import Words

/// What a value may look like, as data: JSON schema, error texts and the reference page are made of it.
package indirect enum Shape: Sendable {
    case text
    case integer
    case number
    case boolean
    case choice([String])
    /// Text of a form that a regular expression can tell an editor, with a word for people.
    case spelled(String, pattern: String)
    /// Text, or where it is found.
    case reference
    /// Where a secret is found, never the secret.
    case secret
    case list(Shape)
    /// A map whose keys are names the user chooses.
    case named(Shape)
    case section(SectionShape)
    /// Any scalar: settings handed on as they are.
    case scalar
    /// A tree that is handed on as it is.
    case anything

    /// What an error calls it.
    package var wanted: String {
        switch self {
        case .text: "text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .choice(let names): "one of \(names.joined(separator: ", "))"
        case .spelled(let word, _): word
        case .reference: "text or a reference (env:NAME, file:PATH or secret:NAME)"
        case .secret: "a reference (env:NAME, file:PATH or secret:NAME)"
        case .list: "a list"
        case .named, .section: "a map"
        case .scalar: "a single value"
        case .anything: "anything"
        }
    }
}

/// The table of one section, without its Swift type.
package struct SectionShape: Sendable {
    package struct Field: Sendable {
        package var name: String
        package var summary: String
        package var shape: @Sendable () -> Shape
        package var isRequired: Bool
        package var rule: JSONValue?
    }

    package var summary: String
    package var fields: [Field]
    /// Sections that only overlay another one demand nothing.
    package var isPartial = false
}
