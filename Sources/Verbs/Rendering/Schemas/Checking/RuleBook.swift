internal import JSON

/// The rules read so far; a rule is read when something is first held against it.
struct RuleBook {
    /// Whose rules these are.
    let version: KubernetesVersion
    /// The cluster's, which may be a newer or older one than any that is known.
    let cluster: KubernetesVersion
    private var rules: [Rule?] = []
    /// The word of every rule that comes from a compact text; nil for those of JSON schemas.
    private var words: [String] = []
    private var numbers: [String: Int] = [:]

    /// Where types are looked for, first come, first served.
    private static let texts: [CompactText] = [.kubernetes, .written]

    init(version: KubernetesVersion, cluster: KubernetesVersion) {
        self.version = version
        self.cluster = cluster
    }

    /// The number of what a word of the compact form means: `[]core.v1.Container`, `int(1..65535)`.
    mutating func number(of word: String) -> Int {
        if let known = numbers[word] { return known }
        numbers[word] = rules.count
        rules.append(nil)
        words.append(word)
        return rules.count - 1
    }

    /// A place for a rule that is made later, so that rules can name each other.
    mutating func reserve() -> Int {
        rules.append(nil)
        words.append("any")
        return rules.count - 1
    }

    mutating func set(_ number: Int, to rule: Rule) {
        rules[number] = rule
    }

    mutating func rule(_ number: Int) -> Rule {
        if let rule = rules[number] { return rule }
        let rule = read(words[number])
        rules[number] = rule
        return rule
    }

    /// All fields of a compact type, those of other versions too.
    static func fields(of type: String) -> [CompactText.Field] {
        texts.first { $0.has(type: type) }?.body(of: type).fields ?? []
    }

    private mutating func read(_ word: String) -> Rule {
        if word.hasPrefix("[]") {
            return Rule(types: .list, items: number(of: String(word.dropFirst(2))))
        }
        if word.hasPrefix("{}") {
            let value = number(of: String(word.dropFirst(2)))
            return Rule(types: .map, fields: Rule.Fields(others: .rule(value)))
        }
        if let text = Self.texts.first(where: { $0.has(type: word) }) {
            return Rule(types: .map, fields: fields(of: word, in: text))
        }
        return Self.scalar(word)
    }

    private mutating func fields(of type: String, in text: CompactText) -> Rule.Fields {
        let body = text.body(of: type)
        var fields = Rule.Fields(others: text.isOpen(type: type) ? .free : .refused, type: type)
        fields.exclusive = body.exclusive
        for field in body.fields where field.span.contains(version) {
            fields.rules[field.name] = number(of: String(field.word))
            if field.isRequired { fields.required.append(field.name) }
        }
        return fields
    }

    private static func scalar(_ word: String) -> Rule {
        let parts = word.split(separator: "(", maxSplits: 1)
        let details = parts.count > 1 ? parts[1].dropLast() : nil
        return switch parts[0] {
        case "text":
            Rule(types: .text, values: details?.split(separator: "|").map { .string(String($0)) })
        case "int": Rule(types: .whole, form: .int32, bounds: details.map(bounds))
        case "long": Rule(types: .whole, form: .int64, bounds: details.map(bounds))
        case "number": Rule(types: [.number, .whole], bounds: details.map(bounds))
        case "bool": Rule(types: .truth)
        case "bytes": Rule(types: .text, form: .bytes)
        case "time": Rule(types: .text, form: .time)
        case "duration": Rule(types: .text, form: .duration)
        case "quantity": Rule(types: [.text, .number, .whole], form: .quantity)
        case "port": Rule(types: [.text, .whole], form: .int32)
        case "object": Rule(types: .map, fields: Rule.Fields(others: .free))
        // `any`; that no other word is in the texts, a test sees to.
        default: Rule()
        }
    }

    private static func bounds(_ text: Substring) -> Rule.Bounds {
        let ends = text.split(separator: ".", omittingEmptySubsequences: false)
        return Rule.Bounds(least: ends.first.flatMap { Double($0) }, most: ends.last.flatMap { Double($0) })
    }
}
