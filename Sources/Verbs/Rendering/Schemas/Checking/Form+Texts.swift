/// Whether a text has the form it should have; looked at lightly, without a calendar.
extension Rule.Form {
    func takes(_ text: String) -> Bool {
        switch self {
        case .int32, .int64: true
        case .bytes: Self.isBase64(text.utf8)
        case .time: Self.isTime(Array(text.utf8))
        case .quantity: Self.isQuantity(text.utf8[...])
        case .duration: Self.isDuration(text.utf8[...])
        }
    }

    /// RFC 4648, with the line breaks that Go's reader skips.
    private static func isBase64(_ bytes: String.UTF8View) -> Bool {
        var count = 0
        var padding = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            case UInt8(ascii: "="): padding += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                if padding > 0 { return false }
            default: return false
            }
            count += 1
        }
        return count % 4 == 0 && padding < 3
    }

    /// RFC 3339: `2030-01-31T08:00:00.5+01:00`.
    private static func isTime(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 20 else { return false }
        for (position, mark) in "0000-00-00T00:00:00".utf8.enumerated() {
            let byte = bytes[position]
            guard mark == UInt8(ascii: "0") ? isDigit(byte) : byte == mark || mark == UInt8(ascii: "T") && byte == 0x74
            else { return false }
        }
        func pair(_ position: Int) -> Int { Int(bytes[position] - 48) * 10 + Int(bytes[position + 1] - 48) }
        guard (1...12).contains(pair(5)), (1...31).contains(pair(8)), pair(11) < 24, pair(14) < 60, pair(17) < 61 else {
            return false
        }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix(while: isDigit)
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(digits.count + 1)
        }
        if rest.count == 1 { return rest.first.map { $0 | 0x20 } == UInt8(ascii: "z") }
        guard rest.count == 6, rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") else { return false }
        let zone = Array(rest.dropFirst())
        return zone[2] == UInt8(ascii: ":") && [0, 1, 3, 4].allSatisfy { isDigit(zone[$0]) }
    }

    /// A number, and behind it a power of ten or of two: `500m`, `1.5Gi`, `2e3`.
    private static func isQuantity(_ bytes: Substring.UTF8View) -> Bool {
        var rest = bytes
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        guard let behind = number(rest) else { return false }
        if behind.isEmpty { return true }
        let suffix = String(Substring(behind))
        if ["n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].contains(suffix) {
            return true
        }
        guard behind.first == UInt8(ascii: "e") || behind.first == UInt8(ascii: "E") else { return false }
        var power = behind.dropFirst()
        if power.first == UInt8(ascii: "+") || power.first == UInt8(ascii: "-") { power = power.dropFirst() }
        return !power.isEmpty && power.allSatisfy(isDigit)
    }

    /// Numbers with units, one after the other: `1h30m`, `1.5s`, and the days, weeks and years that Prometheus has; `0` alone.
    private static func isDuration(_ bytes: Substring.UTF8View) -> Bool {
        var rest = bytes
        guard !rest.isEmpty else { return false }
        if rest.elementsEqual("0".utf8) { return true }
        while !rest.isEmpty {
            guard let behind = number(rest) else { return false }
            let unit = behind.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
            guard ["ns", "us", "µs", "ms", "s", "m", "h", "d", "w", "y"].contains(String(Substring(unit))) else {
                return false
            }
            rest = behind.dropFirst(unit.count)
        }
        return true
    }

    /// What stands behind the digits and the point at the beginning; nil where there is no digit.
    private static func number(_ bytes: Substring.UTF8View) -> Substring.UTF8View? {
        let whole = bytes.prefix(while: isDigit)
        var rest = bytes.dropFirst(whole.count)
        guard rest.first == UInt8(ascii: ".") else { return whole.isEmpty ? nil : rest }
        rest = rest.dropFirst()
        let fraction = rest.prefix(while: isDigit)
        return whole.isEmpty && fraction.isEmpty ? nil : rest.dropFirst(fraction.count)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
