package import PostgreSQL

/// A setting's value as the server compares it: units are worked out, words of yes and no are one.
package enum ServerSetting: Hashable {
    case switched(Bool)
    /// In the server's own unit.
    case number(Double)
    case text(String)

    /// What is declared, in the unit of the setting; nil where the server would not take it.
    package init?(_ spelled: String, type: String, unit: String?) {
        let text = spelled.filter { !$0.isWhitespace }
        switch type {
        case "bool":
            guard let isOn = ServerSetting.isOn(text.lowercased()) else { return nil }
            self = .switched(isOn)
        case "integer", "real":
            guard let number = ServerSetting.number(text, unit) else { return nil }
            // The server keeps whole ones whole, rounding as C does.
            self = .number(type == "integer" ? number.rounded(.toNearestOrEven) : number)
        case "enum": self = .text(spelled.lowercased())
        default: self = .text(spelled)
        }
    }

    /// Any beginning that tells one word from the others will do.
    private static func isOn(_ word: String) -> Bool? {
        guard !word.isEmpty else { return nil }
        if word == "on" || word == "1" || "true".hasPrefix(word) || "yes".hasPrefix(word) { return true }
        if word == "0" || word.count > 1 && "off".hasPrefix(word) { return false }
        if "false".hasPrefix(word) || "no".hasPrefix(word) { return false }
        return nil
    }

    private static let bytes: [(String, Double)] = [
        ("B", 1), ("kB", 1_024), ("MB", 1_048_576), ("GB", 1_073_741_824), ("TB", 1_099_511_627_776),
    ]
    private static let milliseconds: [(String, Double)] = [
        ("us", 0.001), ("ms", 1), ("s", 1_000), ("min", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    private static func number(_ text: String, _ unit: String?) -> Double? {
        guard
            let digits = text.prefixMatch(
                of: /[+-]?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/
            )?.0
        else { return nil }
        let count: Double?
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
            count = Int(digits.dropFirst(2), radix: 16).map(Double.init)
        } else if digits.count > 1, digits.hasPrefix("0"), digits.utf8.allSatisfy({ (0x30...0x37).contains($0) }) {
            count = Int(digits, radix: 8).map(Double.init)
        } else {
            count = Double(digits)
        }
        guard let count else { return nil }
        let suffix = String(text.dropFirst(digits.count))
        if suffix.isEmpty { return count }
        // A unit of the server may be a multiple: 8kB.
        guard let unit else { return nil }
        let factor = Double(unit.prefix { $0.isNumber }) ?? 1
        let name = String(unit.drop { $0.isNumber })
        for table in [bytes, milliseconds] {
            guard let base = table.first(where: { $0.0 == name }) else { continue }
            guard let given = table.first(where: { $0.0 == suffix }) else { return nil }
            return count * given.1 / (base.1 * factor)
        }
        return nil
    }
}

extension ServerSetting {
    /// What `pg_settings` tells of one.
    package struct Facts: Sendable {
        package var value: String
        package var unit: String?
        package var type: String
        /// `postmaster` wants a restart, `internal` cannot be set.
        package var context: String
        package var isPendingRestart: Bool
        package var source: String

        /// The columns it is read from: what sessions begin with; this one's own settings count for nothing.
        package static let columns = "coalesce(reset_val, setting), unit, vartype, context, pending_restart, source"

        /// - Parameter row: `columns`, behind the setting's name.
        package init(_ row: Row) throws {
            value = try row[1]
            unit = try row[2]
            type = try row[3]
            context = try row[4]
            isPendingRestart = try row[5]
            source = try row[6]
        }

        /// ` x 8kB` behind a number of blocks, the unit itself behind others.
        package var spelled: String {
            guard let unit else { return value }
            return unit.first?.isNumber == true ? "\(value) x \(unit)" : "\(value)\(unit)"
        }
    }
}
