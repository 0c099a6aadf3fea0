internal import JSON
internal import Kustomize
internal import Words
internal import YAML

/// Holds one object against rules and gathers what is wrong.
///
/// It goes through the object once, and through no part of it more often than the rules say; a hostile schema runs out of steps.
struct Checker {
    var book: RuleBook
    let object: KindName
    private(set) var faults: [SchemaFault] = []
    var steps: [YAML.Path.Step] = []
    private var stepsLeft = 500_000
    /// Whether the next node is the root of an object whose rule does not speak of apiVersion, kind and metadata.
    private var isAtRoot = false
    /// The rule of the whole object, once it is being held against one.
    private var root: Int?

    /// More would hide the first ones.
    static let mostFaults = 100
    private static let deepest = 200

    init(book: consuming RuleBook, object: KindName) {
        self.book = book
        self.object = object
    }

    /// Checks the whole object.
    /// - Parameter isSpecAlone: whether the rule may leave out what every object has: apiVersion, kind and metadata.
    mutating func checkRoot(_ node: YAML.Node, against rule: Int, isSpecAlone: Bool) {
        isAtRoot = isSpecAlone
        root = rule
        check(node, against: rule)
    }

    mutating func check(_ node: YAML.Node, against number: Int) {
        guard mayGoOn(at: node) else { return }
        let rule = book.rule(number)
        let root = isAtRoot
        isAtRoot = false
        switch node.content {
        case .mapping(let mapping):
            guard rule.types.contains(.map) else { return mismatch(rule, node) }
            if let fields = rule.fields { check(mapping, of: node, against: fields, more: rule.more, isRoot: root) }
        case .sequence(let items):
            guard rule.types.contains(.list) else { return mismatch(rule, node) }
            if let item = rule.items { check(items, against: item) }
        case .scalar(let scalar):
            check(scalar, of: node, against: rule)
        }
        if let values = rule.values { check(node, isOneOf: values) }
        if let more = rule.more { check(node, against: more, isRoot: root) }
    }

    private mutating func mayGoOn(at node: YAML.Node) -> Bool {
        guard faults.count < Self.mostFaults, stepsLeft > 0 else { return false }
        stepsLeft -= 1
        if stepsLeft == 0 {
            report(.tooLarge("checking it takes more steps than any sensible object and schema need"), at: node)
            return false
        }
        if steps.count == Self.deepest {
            report(.tooLarge("it is more than \(Self.deepest) levels deep"), at: node)
            return false
        }
        return true
    }

    private mutating func check(
        _ mapping: YAML.Mapping,
        of node: YAML.Node,
        against fields: Rule.Fields,
        more: Rule.More?,
        isRoot: Bool,
    ) {
        for entry in mapping.entries {
            let name = entry.name
            steps.append(.key(name))
            defer { steps.removeLast() }
            var isKnown = false
            if let rule = fields.rules[name] {
                isKnown = true
                checkField(entry.value, against: rule)
            }
            if let patterns = more?.fieldPatterns {
                for (pattern, rule) in patterns where pattern.matches(name) {
                    isKnown = true
                    checkField(entry.value, against: rule)
                }
            }
            guard !isKnown, !(isRoot && Self.rootFields.contains(name)) else { continue }
            switch fields.others {
            case .free: break
            case .rule(let rule): check(entry.value, against: rule)
            case .refused: reportUnknown(entry, fields)
            }
        }
        for name in fields.required where mapping[name]?.isNull ?? true {
            report(.missingField([name]), at: mapping.entry(name)?.value ?? node, below: name)
        }
        for names in fields.exclusive {
            let present = names.filter { mapping[$0].map { !$0.isNull } ?? false }
            guard present.count > 1, let second = mapping.entry(present[1]) else { continue }
            report(.conflict("has \(present.joined(separator: " and ")), which exclude each other"), at: second.key)
        }
    }

    static let rootFields: Set<String> = ["apiVersion", "kind", "metadata"]

    /// A field that is null is one that is not there: the API server takes it for that.
    private mutating func checkField(_ value: YAML.Node, against rule: Int) {
        if !value.isNull { check(value, against: rule) }
    }

    private mutating func check(_ items: [YAML.Node], against rule: Int) {
        for (position, item) in items.enumerated() {
            steps.append(.index(position))
            check(item, against: rule)
            steps.removeLast()
        }
    }

    private mutating func reportUnknown(_ entry: YAML.Mapping.Entry, _ fields: Rule.Fields) {
        let known = fields.rules.keys.sorted()
        let spans = fields.type.map { RuleBook.fields(of: $0) }?.filter { $0.name == entry.name }.map(\.span.inWords)
        report(
            .unknownField(
                near: NearestName.to(entry.name, among: known),
                known: known,
                homes: spans?.isEmpty == false ? [] : root.map { homes(of: entry.name, in: fields, below: $0) } ?? [],
                others: spans.flatMap { $0.isEmpty ? nil : $0.joined(separator: " and ") },
            ),
            at: entry.key
        )
    }

    mutating func mismatch(_ rule: Rule, _ node: YAML.Node) {
        report(.wrongType(expected: expected(of: rule), found: found(node), hint: hint(rule, node)), at: node)
    }

    /// Adds a fault; `below` for what is missing within the node.
    mutating func report(_ kind: SchemaFault.Kind, at node: YAML.Node, below name: String? = nil) {
        guard faults.count < Self.mostFaults else { return }
        faults.append(
            SchemaFault(
                kind: kind,
                path: YAML.Path(name.map { steps + [.key($0)] } ?? steps),
                place: node.place,
                apiVersion: object.apiVersion,
                objectKind: object.kind,
                version: book.cluster,
            )
        )
    }

    /// The faults that a rule alone finds; those found so far stay as they are.
    mutating func trial(_ node: YAML.Node, against rule: Int, isRoot: Bool) -> [SchemaFault] {
        let before = faults
        faults = []
        isAtRoot = isRoot
        check(node, against: rule)
        isAtRoot = false
        defer { faults = before }
        return faults
    }

    mutating func add(_ more: [SchemaFault]) {
        faults += more.prefix(Self.mostFaults - faults.count)
    }
}
