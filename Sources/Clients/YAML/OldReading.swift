extension YAML {
    /// What a YAML 1.1 reader (PyYAML, Ruby, go-yaml in part) takes a plain text for that means something else in 1.2.
    package enum OldReading: Sendable, Hashable {
        /// `yes`, `no`, `on`, `off`, `y`, `n`: true or false.
        case boolean
        /// `012`: ten.
        case octal
        /// `0b11`: three.
        case binary
        /// `1_000`: a thousand.
        case grouped
        /// `12:30:45`: 45,045, a number of base 60.
        case sexagesimal
        /// `2001-12-14`: a date.
        case date
        /// `=`, the default value of YAML 1.1's value type, and `<<`, a merge.
        case sign

        init?(of text: String) {
            switch text {
            case "=", "<<": self = .sign
            case "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF":
                self = .boolean
            default:
                guard let first = text.utf8.first, Self.beginsNumber(first), text.utf8.count < 64 else { return nil }
                self.init(ofNumber: Array(text.utf8))
            }
        }

        private init?(ofNumber bytes: [UInt8]) {
            if Self.isDate(bytes) {
                self = .date
                return
            }
            let signed = bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-")
            let digits = bytes.dropFirst(signed ? 1 : 0)
            let rest = digits.dropFirst()
            let isZeroFirst = digits.first == UInt8(ascii: "0")
            if isZeroFirst, let mark = rest.first, mark | 0x20 == UInt8(ascii: "b"), rest.count > 1 {
                guard rest.dropFirst().allSatisfy({ $0 == 48 || $0 == 49 || $0 == UInt8(ascii: "_") }) else {
                    return nil
                }
                self = .binary
            } else if isZeroFirst, !rest.isEmpty, digits.allSatisfy({ Self.isDigit($0) || $0 == UInt8(ascii: "_") }) {
                self = .octal
            } else if isZeroFirst, let mark = rest.first,
                mark | 0x20 == UInt8(ascii: "x") || mark | 0x20 == UInt8(ascii: "o"),
                signed || mark & 0x20 == 0 || digits.contains(UInt8(ascii: "_"))
            {
                guard rest.count > 1, rest.dropFirst().allSatisfy(Self.isHexadecimal) else { return nil }
                self = .grouped
            } else if Self.isSexagesimal(digits) {
                self = .sexagesimal
            } else if digits.contains(UInt8(ascii: "_")), digits.contains(where: Self.isDigit),
                digits.allSatisfy({ Self.isDigit($0) || "_.eE+-".utf8.contains($0) })
            {
                self = .grouped
            } else {
                return nil
            }
        }

        private static func beginsNumber(_ byte: UInt8) -> Bool {
            isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }

        private static func isDigit(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }

        private static func isHexadecimal(_ byte: UInt8) -> Bool {
            isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        }

        /// Digits in groups of at most two after the first, split by colons: `190:20:30.15`.
        private static func isSexagesimal(_ digits: ArraySlice<UInt8>) -> Bool {
            let whole = digits.prefix { $0 != UInt8(ascii: ".") }
            let parts = whole.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard parts.count > 1, let first = parts.first, first.first.map(isDigit) == true else { return false }
            guard first.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }) else { return false }
            guard digits.dropFirst(whole.count + 1).allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }) else {
                return false
            }
            return parts.dropFirst().allSatisfy { part in
                (1...2).contains(part.count) && part.allSatisfy(isDigit)
                    && (part.count == 1 || part.first ?? 0 < UInt8(ascii: "6"))
            }
        }

        /// `2001-12-14`, and with anything behind it that begins as a time does.
        private static func isDate(_ bytes: [UInt8]) -> Bool {
            let parts = bytes.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].count == 4, parts[0].allSatisfy(isDigit) else { return false }
            guard (1...2).contains(parts[1].count), parts[1].allSatisfy(isDigit) else { return false }
            let day = parts[2].prefix(while: isDigit)
            guard (1...2).contains(day.count) else { return false }
            guard let next = parts[2].dropFirst(day.count).first else { return true }
            return next | 0x20 == UInt8(ascii: "t") || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t")
        }
    }
}
