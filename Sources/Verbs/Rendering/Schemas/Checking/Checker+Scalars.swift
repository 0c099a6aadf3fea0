internal import JSON
internal import Kustomize
internal import Words
internal import YAML

extension Checker {
    mutating func check(_ scalar: YAML.Scalar, of node: YAML.Node, against rule: Rule) {
        if let tag = node.tag, !tag.hasPrefix("!!"), tag != "!" {
            return report(.badValue(expected: "a value without a tag", found: tag, near: nil), at: node)
        }
        guard let value = node.value else { return }
        switch value {
        case .null:
            if !rule.types.contains(.null) { mismatch(rule, node) }
        case .boolean:
            if !rule.types.contains(.truth) { mismatch(rule, node) }
        case .integer(let number):
            guard !rule.types.isDisjoint(with: [.whole, .number]) else { return mismatch(rule, node) }
            // In the field's own bits.
            if rule.form == .int32, Int32(exactly: number) == nil {
                return report(.badValue(expected: "a whole number of 32 bits", found: found(node), near: nil), at: node)
            }
            // `0644` is 420 to kubectl and 644 to a newer reader: only one of them can be asked for its bounds.
            if scalar.oldReading == nil { check(Double(number), of: node, against: rule) }
        case .hugeInteger:
            guard !rule.types.isDisjoint(with: [.whole, .number]) else { return mismatch(rule, node) }
            if rule.form == .int32 || rule.form == .int64 {
                return report(.badValue(expected: "a whole number of 64 bits", found: found(node), near: nil), at: node)
            }
            check(Double(scalar.text) ?? .infinity, of: node, against: rule)
        case .float(let number):
            let isWhole = number.rounded() == number && number.magnitude < 9e18
            guard rule.types.contains(.number) || isWhole && rule.types.contains(.whole) else {
                return mismatch(rule, node)
            }
            guard number.isFinite else {
                return report(.badValue(expected: "a number that JSON has", found: found(node), near: nil), at: node)
            }
            check(number, of: node, against: rule)
        case .text:
            guard rule.types.contains(.text) else { return mismatch(rule, node) }
            check(text: scalar.text, of: node, against: rule)
        }
    }

    private mutating func check(_ number: Double, of node: YAML.Node, against rule: Rule) {
        if let bounds = rule.bounds, !bounds.allow(number) {
            report(.badValue(expected: bounds.inWords, found: found(node), near: nil), at: node)
        }
        if let step = rule.more?.multipleOf, step > 0 {
            let times = number / step
            if (times - times.rounded()).magnitude > 1e-9 * max(1, times.magnitude) {
                report(.badValue(expected: "a multiple of \(step.told)", found: found(node), near: nil), at: node)
            }
        }
    }

    private mutating func check(text: String, of node: YAML.Node, against rule: Rule) {
        if let form = rule.form, !form.takes(text) {
            report(.badValue(expected: form.inWords, found: found(node), near: nil), at: node)
        }
        guard let more = rule.more else { return }
        let isLengthAsked = more.lengths.least != nil || more.lengths.most != nil
        if isLengthAsked, !more.lengths.allow(text.unicodeScalars.count) {
            report(.badValue(expected: more.lengths.inWords("character"), found: found(node), near: nil), at: node)
        }
        if let pattern = more.pattern, !pattern.machine.matches(text) {
            let shown = YAML.excerpt(pattern.source, limit: 80)
            report(.badValue(expected: "a text that matches \(shown)", found: found(node), near: nil), at: node)
        }
    }

    mutating func check(_ node: YAML.Node, isOneOf values: [JSON]) {
        // What has the wrong type was told already.
        guard !values.contains(where: { $0.isSame(as: node) }) else { return }
        if let last = faults.last, last.place == node.place, last.path.steps == steps { return }
        let shown = values.map { $0.string ?? $0.text() }
        let near = hides(node) ? nil : NearestName.to(node.scalar?.text ?? "", among: values.compactMap(\.string))
        let expected = shown.count == 1 ? shown[0] : "one of \(shown.prefix(12).joined(separator: ", "))"
        let more = shown.count > 12 ? " and \(shown.count - 12) more" : ""
        report(.badValue(expected: expected + more, found: found(node), near: near), at: node)
    }
}

extension Rule.Bounds {
    func allow(_ number: Double) -> Bool {
        if let least, number < least || isLeastOut && number == least { return false }
        if let most, number > most || isMostOut && number == most { return false }
        return true
    }

    var inWords: String {
        let lower = least.map { isLeastOut ? "more than \($0.told)" : "\($0.told) or more" }
        let upper = most.map { isMostOut ? "less than \($0.told)" : "\($0.told) or less" }
        if let least, let most, !isLeastOut, !isMostOut { return "from \(least.told) to \(most.told)" }
        return [lower, upper].compactMap(\.self).joined(separator: " and ")
    }
}

extension Rule.Sizes {
    /// `1 to 63 characters`.
    func inWords(_ unit: String) -> String {
        switch (least, most) {
        case (let least?, let most?) where least == most: counted(least, unit)
        case (let least?, let most?): "\(least) to \(counted(most, unit))"
        case (let least?, nil): "at least \(counted(least, unit))"
        case (nil, let most?): "at most \(counted(most, unit))"
        case (nil, nil): "any number of \(unit)s"
        }
    }
}

extension Double {
    /// Without the fraction of a whole number.
    var told: String { Int(exactly: self).map(String.init) ?? String(self) }
}

extension JSON {
    /// Whether a node means this value.
    func isSame(as node: YAML.Node) -> Bool {
        switch self {
        case .null: return node.isNull
        case .boolean(let truth): return node.bool == truth
        case .string(let text): return node.string.map { $0.utf8.elementsEqual(text.utf8) } ?? false
        case .integer, .unsigned, .number: return node.double.map { $0 == number } ?? false
        case .array(let values):
            guard let items = node.sequence, items.count == values.count else { return false }
            return zip(values, items).allSatisfy { $0.isSame(as: $1) }
        case .object(let values):
            guard let mapping = node.mapping, mapping.count == values.count else { return false }
            return mapping.entries.allSatisfy { values[$0.name]?.isSame(as: $0.value) ?? false }
        }
    }
}
