internal import Words

/// Reads values for a template: follows paths through loops, notes what is read, and tells what cannot be.
struct ValueReader {
    /// What a loop's name stands for: an item, or of a map an entry with `key` and `value`.
    struct Binding {
        var name: String
        var key: String?
        var value: Values.Value
    }

    let values: Values
    var bindings: [Binding] = []
    var usage: ValueUsage
    private(set) var faults: [TemplateFault] = []
    private(set) var budget = Budget()

    init(_ values: Values) {
        self.values = values
        usage = ValueUsage(of: values)
    }

    mutating func blame(_ fault: TemplateFault) {
        guard faults.count < TemplateFailure.limit else { return }
        // A loop meets the same fault with every item.
        if !faults.contains(fault) { faults.append(fault) }
    }

    mutating func blame(_ kind: TemplateFault.Kind, _ path: ValuePath, at place: Place, _ origin: Values.Origin? = nil)
    {
        blame(TemplateFault(kind, at: place, path: path, origin: origin))
    }

    /// Whether there is still room for so much; tells once when there is not.
    mutating func spend(nodes: Int = 0, bytes: Int = 0, at place: @autoclosure () -> Place) -> Bool {
        if budget.isSpent { return false }
        guard let limit = budget.spend(nodes: nodes, bytes: bytes) else { return true }
        blame(TemplateFault(.tooLarge(limit: limit), at: place()))
        return false
    }

    enum Found {
        case value(Values.Value)
        /// A key of a map, asked for by `name.key`.
        case key(String, of: Values.Value)
        /// Not there, and allowed not to be: below nothing, or under a name that people choose.
        case absent(from: Values.Value)
        /// A fault, told already.
        case fault
    }

    /// Follows a path; a missing value is a fault unless it may be absent.
    mutating func follow(_ path: ValuePath, at place: Place) -> Found {
        var here = values.root
        var steps = path.steps[...]
        if let first = steps.first, let binding = bindings.last(where: { $0.name == first }) {
            steps = steps.dropFirst()
            here = binding.value
            if let key = binding.key {
                switch steps.first {
                case "value": steps = steps.dropFirst()
                case "key" where steps.count == 1: return .key(key, of: here)
                case "key": return mismatch("a map", "a text", path, place, here.origin)
                case let step?: return missing(step, ["key", "value"], path, place, here.origin)
                case nil:
                    return mismatch("\(first).key or \(first).value", "an entry of a map", path, place, here.origin)
                }
            }
        }
        for step in steps {
            if case .nothing = here.content { return .absent(from: here) }
            guard let next = here.child(step) else {
                switch here.content {
                case .map(let fields) where fields.areChosen: return .absent(from: here)
                case .map(let fields):
                    let loops = here.number == 0 ? bindings.map(\.name) : []
                    return missing(step, loops + fields.names, path, place, here.origin)
                case .list(let items):
                    let known = items.isEmpty ? [] : ["0 to \(items.count - 1)"]
                    return missing(step, known, path, place, here.origin)
                default: return mismatch("a map at \"\(step)\"", here.named, path, place, here.origin)
                }
            }
            here = next
        }
        return .value(here)
    }

    private mutating func missing(
        _ step: String,
        _ known: [String],
        _ path: ValuePath,
        _ place: Place,
        _ origin: Values.Origin,
    ) -> Found {
        blame(.missing(step: step, known: known), path, at: place, origin)
        return .fault
    }

    private mutating func mismatch(
        _ expected: String,
        _ found: String,
        _ path: ValuePath,
        _ place: Place,
        _ origin: Values.Origin,
    ) -> Found {
        blame(.mismatch(expected: expected, found: found), path, at: place, origin)
        return .fault
    }
}

extension ValueReader {
    /// A value that must be there, whole; nil after telling why not.
    mutating func value(_ path: ValuePath, at place: Place) -> Values.Value? {
        switch follow(path, at: place) {
        case .value(let value): return whole(value, path, at: place)
        case .key(let key, let owner):
            usage.ask(owner)
            var value = Values.Value(.text(key), owner.origin)
            value.number = owner.number
            return value
        case .absent(let from):
            usage.ask(from)
            blame(.unset, path, at: place, from.origin)
            return nil
        case .fault: return nil
        }
    }

    /// A value that may be nothing: nil then, and after a fault.
    mutating func valueIfSet(_ path: ValuePath, at place: Place) -> (value: Values.Value?, isSound: Bool) {
        switch follow(path, at: place) {
        case .value(let value):
            if case .nothing = value.content {
                usage.ask(value)
                return (nil, true)
            }
            let value = whole(value, path, at: place)
            return (value, value != nil)
        case .key: return (value(path, at: place), true)
        case .absent(let from):
            usage.ask(from)
            return (nil, true)
        case .fault: return (nil, false)
        }
    }

    private mutating func whole(_ value: Values.Value, _ path: ValuePath, at place: Place) -> Values.Value? {
        usage.take(value)
        switch value.content {
        case .nothing:
            blame(.unset, path, at: place, value.origin)
            return nil
        case .reference(let reference):
            blame(.secret(reference: reference), path, at: place, value.origin)
            return nil
        default: return value
        }
    }

    /// The list or the map that a loop goes through; nil after a fault.
    mutating func collection(of loop: Loop) -> Values.Value? {
        let (path, place) = (loop.reading.path, loop.reading.place)
        let isLoop = bindings.contains { $0.name == loop.name }
        if isLoop || values.root.child(loop.name) != nil {
            blame(TemplateFault(.hidden(name: loop.name, isLoop: isLoop), at: place))
            return nil
        }
        switch follow(path, at: place) {
        case .value(let value):
            usage.ask(value)
            switch value.content {
            case .list, .map: return value
            case .nothing: blame(.unset, path, at: place, value.origin)
            default: blame(.mismatch(expected: "a list or a map", found: value.named), path, at: place, value.origin)
            }
        case .key(_, let owner):
            blame(.mismatch(expected: "a list or a map", found: "a text"), path, at: place, owner.origin)
        case .absent(let from):
            usage.ask(from)
            blame(.unset, path, at: place, from.origin)
        case .fault: break
        }
        return nil
    }

    /// Whether a condition holds; nil after a fault.
    mutating func holds(_ condition: Condition) -> Bool? {
        let reading = condition.reading
        switch follow(reading.path, at: reading.place) {
        case .value(let value):
            usage.ask(value)
            return value.holds != condition.isNegated
        case .key(_, let owner):
            usage.ask(owner)
            return !condition.isNegated
        case .absent(let from):
            usage.ask(from)
            return condition.isNegated
        case .fault: return nil
        }
    }

    /// A text with its holes filled in; nil after a fault.
    ///
    /// A guarded one takes no value that could end the text around it.
    mutating func text(_ text: HoledText, isGuarded: Bool = false) -> String? {
        var filled = ""
        var isSound = true
        for part in text.parts {
            switch part {
            case .text(let text): filled += text
            case .hole(let path, let place, let isAsIs):
                guard let value = value(path, at: place) else {
                    isSound = false
                    continue
                }
                guard let spelled = value.spelled else {
                    blame(.mismatch(expected: "a single value", found: value.named), path, at: place, value.origin)
                    isSound = false
                    continue
                }
                if isGuarded, !isAsIs, let character = Self.unsafeCharacter(in: spelled) {
                    blame(.unsafeText(character: character), path, at: place, value.origin)
                    isSound = false
                }
                guard spend(bytes: spelled.utf8.count, at: place) else { return nil }
                filled += spelled
            }
        }
        return isSound ? filled : nil
    }

    /// What a Dockerfile, a shell, an .env file or a server's configuration may take for the end of a value or for a command.
    private static func unsafeCharacter(in text: String) -> String? {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": return "a line break"
            case "\"", "'", "`": return "a quote"
            case "\\": return "a backslash"
            case "$": return "a dollar sign"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: return "a control character"
            default: continue
            }
        }
        return nil
    }
}
