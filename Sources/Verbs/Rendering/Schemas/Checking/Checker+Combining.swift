internal import Words
internal import YAML

/// What only plain JSON schemas ask: sizes, and rules that are combined.
extension Checker {
    mutating func check(_ node: YAML.Node, against more: Rule.More, isRoot: Bool) {
        checkSizes(node, more)
        for rule in more.all { add(trial(node, against: rule, isRoot: isRoot)) }
        if !more.any.isEmpty { checkAlternatives(node, more.any, isOneAlone: false, isRoot: isRoot) }
        if !more.one.isEmpty { checkAlternatives(node, more.one, isOneAlone: true, isRoot: isRoot) }
        if let not = more.not, trial(node, against: not, isRoot: isRoot).isEmpty {
            report(.conflict("is just what its schema says it must not be"), at: node)
        }
    }

    private mutating func checkSizes(_ node: YAML.Node, _ more: Rule.More) {
        switch node.content {
        case .sequence(let items):
            if !more.counts.allow(items.count) {
                let found = items.isEmpty ? "an empty list" : counted(items.count, "item")
                report(.badValue(expected: more.counts.inWords("item"), found: found, near: nil), at: node)
            }
            if more.hasUniqueItems { checkUnique(items) }
        case .mapping(let mapping):
            if !more.fieldCounts.allow(mapping.count) {
                let found = mapping.isEmpty ? "an empty map" : counted(mapping.count, "field")
                report(.badValue(expected: more.fieldCounts.inWords("field"), found: found, near: nil), at: node)
            }
        case .scalar: break
        }
    }

    private mutating func checkUnique(_ items: [YAML.Node]) {
        // Equal ones are found by their print, so that long lists take no longer than they are.
        var first: [String: Int] = [:]
        for (position, item) in items.enumerated() {
            guard let twin = first.updateValue(position, forKey: item.scalar?.text ?? YAML.text(of: item)) else {
                continue
            }
            guard items[twin] == item else { continue }
            steps.append(.index(position))
            report(.conflict("is the same as item \(twin), and no item may be there twice"), at: item)
            steps.removeLast()
        }
    }

    private mutating func checkAlternatives(_ node: YAML.Node, _ rules: [Int], isOneAlone: Bool, isRoot: Bool) {
        var failures: [[SchemaFault]] = []
        var fitting: [Int] = []
        for rule in rules {
            let faults = trial(node, against: rule, isRoot: isRoot)
            if faults.isEmpty { fitting.append(rule) } else { failures.append(faults) }
            if !isOneAlone, !fitting.isEmpty { return }
        }
        if fitting.isEmpty { return add(nearest(failures)) }
        guard isOneAlone, fitting.count > 1 else { return }
        let names = fitting.compactMap { rule in book.rule(rule).fields?.required.joined(separator: " with ") }
        let isTold = names.count == fitting.count && !names.contains("")
        report(
            .conflict(
                isTold
                    ? "has \(names.joined(separator: " and ")), of which one alone may be there"
                    : "is \(counted(fitting.count, "thing")) at once of which its schema allows one alone"
            ),
            at: node
        )
    }

    /// Of what is wrong by each of several alternatives, what is told: put together where it is the same, else the least.
    private func nearest(_ failures: [[SchemaFault]]) -> [SchemaFault] {
        guard var told = failures.first?.first else { return [] }
        var expected: [String] = []
        var missing: [String] = []
        for faults in failures {
            guard faults.count == 1, let fault = faults.first else { break }
            switch fault.kind {
            case .wrongType(let wanted, _, _) where fault.path == told.path && !expected.contains(wanted):
                expected.append(wanted)
            case .missingField(let names) where fault.path.steps.dropLast() == told.path.steps.dropLast():
                missing += names
            default: break
            }
        }
        if expected.count == failures.count, case .wrongType(_, let found, let hint) = told.kind {
            told.kind = .wrongType(expected: expected.joined(separator: " or "), found: found, hint: hint)
            return [told]
        }
        if missing.count >= failures.count, failures.count > 1, failures.allSatisfy({ $0.count == 1 }) {
            told.kind = .missingField(missing)
            told.path = YAML.Path(Array(told.path.steps.dropLast()))
            return [told]
        }
        // Whatever got furthest before it failed, and of those what fails least.
        func rank(_ faults: [SchemaFault]) -> (Int, Int) {
            (-(faults.map(\.path.steps.count).min() ?? 0), faults.count)
        }
        return failures.min { rank($0) < rank($1) } ?? []
    }
}
