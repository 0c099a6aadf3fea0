package import Words

/// What a value may look like, as data: JSON schema, error texts and the reference page are made of it.
package indirect enum Shape: Sendable {
    case text
    case integer
    case number
    case boolean
    case choice([String])
    /// Text of a form that a regular expression can tell an editor, with a word for people; some may also stand as bare numbers.
    case spelled(String, pattern: String, number: NumberForm? = nil)
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

    package enum NumberForm: String, Sendable {
        case integer, number
    }

    /// What an error calls it.
    package var wanted: String {
        switch self {
        case .text: "text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .choice(let names): "one of \(names.joined(separator: ", "))"
        case .spelled(let word, _, _): word
        case .reference: "text or a reference (env:NAME, file:PATH or secret:NAME)"
        case .secret: "a reference (env:NAME, file:PATH or secret:NAME)"
        case .list: "a list"
        case .named, .section: "a map"
        case .scalar: "a single value"
        case .anything: "anything"
        }
    }

    /// What to write where nothing stands.
    var emptyHint: String {
        switch self {
        case .section, .named: "write {} to have it with its built-in values, or leave the key out"
        default: "leave the key out"
        }
    }

    var isOverlay: Bool {
        if case .section(let section) = self { return section.isOverlay }
        return false
    }

    /// Whether the table has this place; below names that the user chooses only where `setting` has the name.
    package func knows(_ steps: ArraySlice<String>, in setting: Setting?) -> Bool {
        guard let step = steps.first else { return true }
        let inner = setting?.at(SettingPath([step]))
        switch self {
        case .section(let section):
            guard let field = section.fields.first(where: { $0.name == step }) else { return false }
            return field.shape().knows(steps.dropFirst(), in: inner)
        case .named(let shape): return inner != nil && shape.knows(steps.dropFirst(), in: inner)
        default: return false
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

    let type: any Section.Type
    package let fields: [Field]
    /// Sections that a region lays over others demand nothing.
    let isOverlay: Bool

    init<S: Section>(_ type: S.Type, isOverlay: Bool = false) {
        self.type = type
        fields = S.fields.map(\.shape)
        self.isOverlay = isOverlay
    }

    package var summary: String { type.summary }

    /// Its type's name without the module's: `Compose.Restart`.
    package var name: String {
        let full = String(reflecting: type)
        return full.after("Platform.") ?? full
    }
}
