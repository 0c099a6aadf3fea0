internal import Words

/// A limit on a value beyond its type: a sentence for people, a test, and its words in JSON schema.
package struct Rule<Value: Sendable>: Sendable {
    let text: String
    let schema: JSONValue
    let holds: @Sendable (Value) -> Bool
}

extension Rule where Value == Int {
    package static func within(_ range: ClosedRange<Int>) -> Rule {
        Rule(
            text: "between \(range.lowerBound) and \(range.upperBound)",
            schema: ["minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)],
            holds: range.contains,
        )
    }

    package static func atLeast(_ least: Int) -> Rule {
        Rule(text: "\(least) or more", schema: ["minimum": .integer(least)]) { $0 >= least }
    }
}

extension Rule where Value == Int? {
    package static func within(_ range: ClosedRange<Int>) -> Rule {
        let plain = Rule<Int>.within(range)
        return Rule(text: plain.text, schema: plain.schema) { $0.map(range.contains) ?? true }
    }

    package static func atLeast(_ least: Int) -> Rule {
        let plain = Rule<Int>.atLeast(least)
        return Rule(text: plain.text, schema: plain.schema) { ($0 ?? least) >= least }
    }
}

extension Rule where Value == Double {
    package static func within(_ range: ClosedRange<Double>) -> Rule {
        Rule(
            text: "between \(range.lowerBound) and \(range.upperBound)",
            schema: ["minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)],
            holds: range.contains,
        )
    }
}

extension Rule where Value == Double? {
    package static func within(_ range: ClosedRange<Double>) -> Rule {
        let plain = Rule<Double>.within(range)
        return Rule(text: plain.text, schema: plain.schema) { $0.map(range.contains) ?? true }
    }
}

extension Rule where Value == String {
    package static var notEmpty: Rule {
        Rule(text: "not empty", schema: ["minLength": 1]) { !$0.isEmpty }
    }

    /// A name as DNS and Kubernetes take it: small letters, digits and dashes, up to 63.
    package static var dnsLabel: Rule {
        Rule(
            text: "small letters, digits and dashes, at most 63, starting with a letter or digit",
            schema: ["pattern": "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"],
            holds: isDNSLabel,
        )
    }
}

func isDNSLabel(_ name: String) -> Bool {
    guard (1...63).contains(name.utf8.count) else { return false }
    let inner = name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
    return inner && !name.hasPrefix("-") && !name.hasSuffix("-")
}
