internal import YAML

/// The labels of an object or of the pods it makes.
struct Labels: Sendable {
    let texts: [String: String]

    init(_ node: YAML.Node?) {
        var texts: [String: String] = [:]
        for entry in node.entries { texts[entry.name] = Optional(entry.value).plain }
        self.texts = texts
    }

    subscript(name: String) -> String? { texts[name] }
    var isEmpty: Bool { texts.isEmpty }
}

/// What chooses objects by their labels: all that it names must hold.
struct Selector: Sendable {
    struct Expression: Sendable {
        var key: String
        var word: String
        var values: Set<String>
    }

    /// In the order they are written.
    let labels: [(name: String, value: String)]
    let expressions: [Expression]
    /// Neither a map nor missing: nothing can be said of what it chooses.
    let isBroken: Bool

    /// `matchLabels` and `matchExpressions`; an empty one chooses all.
    init(_ node: YAML.Node?) {
        labels = node?["matchLabels"].entries.map { ($0.name, Optional($0.value).plain) } ?? []
        expressions = (node?["matchExpressions"]).items.map { item in
            Expression(
                key: item["key"].plain,
                word: item["operator"].plain,
                values: Set(item["values"].texts)
            )
        }
        isBroken = node.isThere && node?.mapping == nil
    }

    /// The plain map that services choose by.
    init(map node: YAML.Node?) {
        labels = node.entries.map { ($0.name, Optional($0.value).plain) }
        expressions = []
        isBroken = node.isThere && node?.mapping == nil
    }

    var isEmpty: Bool { labels.isEmpty && expressions.isEmpty }

    func matches(_ own: Labels) -> Bool {
        guard !isBroken else { return false }
        return labels.allSatisfy { own[$0.name] == $0.value }
            && expressions.allSatisfy { expression in
                let value = own[expression.key]
                return switch expression.word {
                case "In": value.map(expression.values.contains) ?? false
                case "NotIn": value.map { !expression.values.contains($0) } ?? true
                case "Exists": value != nil
                case "DoesNotExist": value == nil
                default: false
                }
            }
    }

    /// `app=agent, tier in (web)`, for messages.
    var inWords: String {
        let plain = labels.map { "\($0.name)=\($0.value)" }
        let others = expressions.map { "\($0.key) \($0.word) \($0.values.sorted().joined(separator: ","))" }
        return YAML.excerpt((plain + others).joined(separator: ", "), limit: 120)
    }
}
