/// A named value of a command, declared once: the table reads it from here and `arguments[option]` gives its value.
///
/// A name of one letter is a short option only (`-C`); every other is long (`--pool`) and may have a short form.
package struct Option<Value: Sendable>: OptionDeclaration {
    package var spec: OptionSpec
    let absent: Value

    private init(_ spec: OptionSpec, absent: Value) {
        self.spec = spec
        self.absent = absent
    }

    /// An option with a value that stands when it is not given.
    package init(
        _ name: String,
        short: Character? = nil,
        _ kind: ValueKind<Value>,
        default absent: Value,
        environment: [String] = [],
        category: String? = nil,
        isHidden: Bool = false,
        _ summary: String,
    ) {
        var spec = OptionSpec(name, short, kind, environment, category, isHidden, summary)
        spec.defaultText = kind.write(absent)
        spec.read = { texts throws(BadValue) in try kind.read(texts[texts.count - 1]) }
        self.init(spec, absent: absent)
    }

    /// An option that may be left out; `otherwise` tells readers of help what stands then.
    package init<Wrapped>(
        _ name: String,
        short: Character? = nil,
        _ kind: ValueKind<Wrapped>,
        environment: [String] = [],
        otherwise: String? = nil,
        category: String? = nil,
        isHidden: Bool = false,
        _ summary: String,
    ) where Value == Wrapped? {
        var spec = OptionSpec(name, short, kind, environment, category, isHidden, summary)
        spec.defaultText = otherwise
        spec.read = { texts throws(BadValue) in Value.some(try kind.read(texts[texts.count - 1])) }
        self.init(spec, absent: nil)
    }

    /// An option whose value may be left out too: `--diff` and `--diff main`; `bare` stands for the first.
    package init<Wrapped>(
        _ name: String,
        optionally kind: ValueKind<Wrapped>,
        bare: String,
        category: String? = nil,
        isHidden: Bool = false,
        _ summary: String,
    ) where Value == Wrapped? {
        self.init(name, kind.called("[\(kind.placeholder)]"), category: category, isHidden: isHidden, summary)
        spec.bare = bare
    }

    /// An option that may be given many times.
    package init<Element>(
        repeated name: String,
        short: Character? = nil,
        _ kind: ValueKind<Element>,
        environment: [String] = [],
        category: String? = nil,
        isHidden: Bool = false,
        _ summary: String,
    ) where Value == [Element] {
        var spec = OptionSpec(name, short, kind, environment, category, isHidden, summary)
        spec.isRepeatable = true
        spec.read = { texts throws(BadValue) in
            var values: [Element] = []
            for text in texts { values.append(try kind.read(text)) }
            return values
        }
        self.init(spec, absent: [])
    }

    /// A switch: true when given.
    package init(
        flag name: String,
        short: Character? = nil,
        category: String? = nil,
        isHidden: Bool = false,
        _ summary: String,
    ) where Value == Bool {
        self.init(OptionSpec(flag: name, short, category, isHidden, summary), absent: false)
    }

    /// A switch with two names: `--wait` and `--no-wait`.
    package init(
        negatable name: String,
        default absent: Bool,
        category: String? = nil,
        isHidden: Bool = false,
        _ summary: String,
    ) where Value == Bool {
        var spec = OptionSpec(flag: name, nil, category, isHidden, summary)
        spec.isNegatable = true
        spec.defaultText = absent ? "on" : "off"
        self.init(spec, absent: absent)
    }

    package func absentValue() -> any Sendable { absent }
}

/// What the table needs of an option, whatever its type.
package protocol OptionDeclaration: Sendable {
    var spec: OptionSpec { get }
    func absentValue() -> any Sendable
}

/// One row of the table of options.
package struct OptionSpec: Sendable {
    /// Long name without dashes, or a single letter.
    package var name: String
    package var short: Character?
    package var placeholder: String
    package var summary: String
    package var defaultText: String?
    /// Variables that give the value when the line does not, the first that is set and not empty.
    package var environment: [String]
    package var category: String?
    package var isFlag = false
    package var isNegatable = false
    package var isRepeatable = false
    /// What stands for a value that may be left out and is.
    package var bare: String?
    package var isHidden: Bool
    package var completion: Completion
    var read: @Sendable ([String]) throws(BadValue) -> any Sendable

    init<Value>(
        _ name: String,
        _ short: Character?,
        _ kind: ValueKind<Value>,
        _ environment: [String],
        _ category: String?,
        _ isHidden: Bool,
        _ summary: String,
    ) {
        self.name = name
        self.short = name.count == 1 ? name.first : short
        placeholder = kind.placeholder
        self.summary = summary
        self.environment = environment
        self.category = category
        self.isHidden = isHidden
        completion = kind.completion
        read = { texts throws(BadValue) in texts }
    }

    init(flag name: String, _ short: Character?, _ category: String?, _ isHidden: Bool, _ summary: String) {
        self.name = name
        self.short = name.count == 1 ? name.first : short
        placeholder = ""
        self.summary = summary
        environment = []
        self.category = category
        self.isHidden = isHidden
        completion = .none
        isFlag = true
        read = { texts throws(BadValue) in texts.last == "true" }
    }

    package var long: String? { name.count == 1 ? nil : name }

    /// How messages name it: `--pool`, or `-C`.
    package var spelled: String { name.count == 1 ? "-\(name)" : "--\(name)" }
}
