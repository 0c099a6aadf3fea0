internal import YAML

/// Where a field that stands in the wrong place may belong: a level up, or a few levels down.
extension Checker {
    /// The paths of the nearest parts of the object that have a field of this name; none where there are too many to help.
    mutating func homes(of name: String, in fields: Rule.Fields, below root: Int) -> [String] {
        guard fields.type != nil else { return [] }
        return above(name, root) ?? below(name, fields)
    }

    /// The innermost part around this one that has the field.
    private mutating func above(_ name: String, _ root: Int) -> [String]? {
        var number = root
        var home: [String]?
        // The last step is the field itself, the one before leads to where it stands.
        for (position, step) in steps.dropLast().enumerated() {
            let rule = book.rule(number)
            if rule.fields?.rules[name] != nil {
                let path = YAML.Path(Array(steps[..<position]))
                home = [path.steps.isEmpty ? "the object itself" : path.description]
            }
            switch step {
            case .index:
                guard let items = rule.items else { return home }
                number = items
            case .key(let key):
                if let next = rule.fields?.rules[key] {
                    number = next
                } else if case .rule(let next)? = rule.fields?.others {
                    number = next
                } else {
                    return home
                }
            }
        }
        return home
    }

    /// The parts within this one that have the field, of the uppermost level where any has.
    private mutating func below(_ name: String, _ fields: Rule.Fields) -> [String] {
        let here = YAML.Path(Array(steps.dropLast())).description
        var level = fields.rules.map { (number: $0.value, path: here.isEmpty ? $0.key : "\(here).\($0.key)") }
        var seen: Set<Int> = []
        for _ in 0..<3 {
            level = level.filter { !seen.contains($0.number) }
            guard level.count < 2_000 else { return [] }
            seen.formUnion(level.map(\.number))
            var found: [String] = []
            var next: [(number: Int, path: String)] = []
            for (number, path) in level {
                let rule = book.rule(number)
                if let items = rule.items { next.append((items, "\(path)[]")) }
                guard let inner = rule.fields else { continue }
                if inner.rules[name] != nil { found.append(path) }
                next += inner.rules.map { ($0.value, "\(path).\($0.key)") }
            }
            // A list and its items are one level to the eye.
            found += next.filter { $0.path.hasSuffix("[]") && book.rule($0.number).fields?.rules[name] != nil }.map(
                \.path
            )
            if !found.isEmpty { return found.count > 3 ? [] : found.sorted() }
            level = next
        }
        return []
    }
}
