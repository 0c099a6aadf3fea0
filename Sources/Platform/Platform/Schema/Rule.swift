internal import Words

/// A limit on a value beyond its type: words for people, a test, and its words in JSON schema.
package struct Rule<Value: Sendable>: Sendable {
    let text: String
    let schema: JSONValue
    let holds: @Sendable (Value) -> Bool
}

extension Rule where Value == Int {
    package static func within(_ range: ClosedRange<Int>) -> Rule {
        Rule(
            text: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            schema: ["minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)],
            holds: range.contains,
        )
    }

    package static func atLeast(_ least: Int) -> Rule {
        Rule(text: "\(least) or more", schema: ["minimum": .integer(least)]) { $0 >= least }
    }
}

extension Rule where Value == Double {
    package static func within(_ range: ClosedRange<Double>) -> Rule {
        Rule(
            text: "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))",
            schema: ["minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)],
            holds: range.contains,
        )
    }
}

extension Rule where Value == Period {
    /// For what happens again and again, or waits: nothing at all would spin or never wait.
    package static var positive: Rule {
        Rule(text: "a time longer than 0", schema: ["pattern": "[1-9]"]) { $0.duration > .zero }
    }

    package static var wholeDays: Rule {
        Rule(text: "whole days, at least one", schema: ["pattern": "[1-9]"]) { period in
            let seconds = period.duration.components.seconds
            return seconds >= 86_400 && seconds % 86_400 == 0
        }
    }
}

extension Rule where Value == String {
    package static var notEmpty: Rule {
        Rule(text: "a text that is not empty", schema: ["minLength": 1]) { !$0.isEmpty }
    }

    /// A metric as Prometheus names one.
    package static var metricName: Rule {
        Rule(
            text: "a metric's name: letters, digits, _ and :, no digit first",
            schema: ["pattern": "^[a-zA-Z_:][a-zA-Z0-9_:]*$"],
        ) { name in
            guard let first = name.utf8.first, !first.isDigit else { return false }
            return name.utf8.allSatisfy { $0.isLetter || $0.isDigit || "_:".utf8.contains($0) }
        }
    }

    /// A name as DNS and Kubernetes take it.
    package static var dnsLabel: Rule {
        Rule(
            text: "a name of small letters, digits and dashes, at most 63",
            schema: ["pattern": "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"],
            holds: isDNSLabel,
        )
    }

    /// The oldest version that will do: `13`, `2.10`, `1.24.3`.
    package static var version: Rule {
        Rule(text: "a version like 2.10", schema: ["pattern": "^[0-9]+(\\.[0-9]+){0,2}$"]) { text in
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count <= 3 && parts.allSatisfy { isDigits($0) }
        }
    }
}

func isDNSLabel(_ name: String) -> Bool {
    guard (1...63).contains(name.utf8.count), !name.hasPrefix("-"), !name.hasSuffix("-") else { return false }
    return name.utf8.allSatisfy { $0.isSmallLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
}

func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(\.isDigit)
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    var isLetter: Bool { isSmallLetter || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
