internal import JSON
internal import Kustomize

/// What a value must be, with other rules named by their number in a `RuleBook`.
///
/// One form for both sources: the compact texts need the first few properties, plain JSON schemas all of them.
final class Rule: Sendable {
    let types: ValueTypes
    let form: Form?
    /// The only values there are; nil for any.
    let values: [JSON]?
    let bounds: Bounds?
    let fields: Fields?
    /// What every item of a list must be.
    let items: Int?
    let more: More?

    init(
        types: ValueTypes = .any,
        form: Form? = nil,
        values: [JSON]? = nil,
        bounds: Bounds? = nil,
        fields: Fields? = nil,
        items: Int? = nil,
        more: More? = nil,
    ) {
        self.types = types
        self.form = form
        self.values = values
        self.bounds = bounds
        self.fields = fields
        self.items = items
        self.more = more
    }

    /// What may stand in a map.
    struct Fields: Sendable {
        var rules: [String: Int] = [:]
        var required: [String] = []
        /// Of each of these, one at most may be there.
        var exclusive: [[String]] = []
        var others = Others.refused
        /// The compact type it was read from, which knows the fields of other versions.
        var type: String?
    }

    /// What becomes of a field that has no rule of its own.
    enum Others: Sendable {
        case refused
        case free
        case rule(Int)
    }

    struct Bounds: Sendable {
        var least: Double?
        var most: Double?
        /// Whether the bound itself is allowed no longer.
        var isLeastOut = false
        var isMostOut = false
    }

    /// What only JSON schemas ask.
    struct More: Sendable {
        var lengths = Sizes()
        var counts = Sizes()
        var fieldCounts = Sizes()
        var hasUniqueItems = false
        var multipleOf: Double?
        var pattern: (source: String, machine: Pattern)?
        var fieldPatterns: [(pattern: Pattern, rule: Int)] = []
        var all: [Int] = []
        var any: [Int] = []
        var one: [Int] = []
        var not: Int?
    }

    struct Sizes: Sendable {
        var least: Int?
        var most: Int?

        func allow(_ size: Int) -> Bool { size >= least ?? 0 && size <= most ?? .max }
    }

    /// What a scalar must look like beyond its type.
    enum Form: Sendable {
        case int32, int64
        /// Base64.
        case bytes
        /// RFC 3339.
        case time
        case quantity
        case duration
    }
}

/// The kinds of values that a rule takes.
struct ValueTypes: OptionSet, Sendable, Hashable {
    var rawValue: UInt8

    static let text = ValueTypes(rawValue: 1)
    static let whole = ValueTypes(rawValue: 2)
    /// Any number, whole ones too.
    static let number = ValueTypes(rawValue: 4)
    static let truth = ValueTypes(rawValue: 8)
    static let list = ValueTypes(rawValue: 16)
    static let map = ValueTypes(rawValue: 32)
    static let null = ValueTypes(rawValue: 64)
    static let any = ValueTypes(rawValue: 127)

    private static let names: [(ValueTypes, String)] = [
        (.text, "a text"), (.number, "a number"), (.whole, "a whole number"), (.truth, "true or false"),
        (.list, "a list"), (.map, "a map"),
    ]

    /// `a whole number or a text`.
    var inWords: String {
        var told = self
        // Who takes any number takes whole ones.
        if told.contains(.number) { told.remove(.whole) }
        let words = Self.names.filter { told.contains($0.0) }.map(\.1)
        return words.isEmpty ? "nothing (null)" : words.joined(separator: " or ")
    }
}
