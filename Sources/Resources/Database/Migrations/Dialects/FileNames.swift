/// `000001_create_orders.up.sql`, as golang-migrate pairs them.
struct PairName {
    let version: Version
    let name: String
    let direction: Direction

    init?(_ fileName: String) {
        let isUp = fileName.hasSuffix(".up.sql")
        guard isUp || fileName.hasSuffix(".down.sql") else { return nil }
        direction = isUp ? .up : .down
        let stem = fileName.dropLast(isUp ? 7 : 9)
        guard let bar = stem.firstIndex(of: "_"), let version = Version(stem[..<bar]), version.isWhole else {
            return nil
        }
        self.version = version
        name = String(stem[stem.index(after: bar)...])
    }
}

/// `V1.2__Create_orders.sql`, `U1_2__Create_orders.sql` or `R__Orders_by_day.sql`.
struct FlywayName {
    enum Kind { case versioned, undo, repeatable }

    let kind: Kind
    let version: Version
    let name: String

    init?(_ fileName: String) {
        // Asked of every file of every folder: most are none.
        guard let first = fileName.utf8.first, "VUR".utf8.contains(first) else { return nil }
        guard fileName.hasSuffix(".sql") || fileName.hasSuffix(".java"), let dot = fileName.lastIndex(of: ".") else {
            return nil
        }
        let stem = fileName[..<dot]
        guard let separator = stem.firstRange(ofText: "__") else { return nil }
        name = String(stem[separator.upperBound...])
        let prefix = stem[..<separator.lowerBound]
        switch prefix.first {
        case "V": kind = .versioned
        case "U": kind = .undo
        case "R" where prefix == "R" && !name.isEmpty:
            kind = .repeatable
            version = Version(repeatable: name)
            return
        default: return nil
        }
        let digits = String(prefix.dropFirst().map { $0 == "_" ? "." : $0 })
        guard let version = Version(digits) else { return nil }
        self.version = version
    }
}

/// `20260101120000_create_orders.sql`, `20260101120000.sql`, `4-more.sql`: dbmate wants digits and nothing else.
struct DigitsName {
    let version: Version
    let name: String

    init?(_ fileName: String) {
        guard fileName.hasSuffix(".sql") else { return nil }
        let stem = fileName.dropLast(4)
        let digits = stem.prefix { $0.isASCII && $0.isNumber }
        guard let version = Version(digits) else { return nil }
        self.version = version
        let rest = stem.dropFirst(digits.count)
        name = String(rest.first == "_" ? rest.dropFirst() : rest)
    }
}

/// `00004_backfill.go`: a migration that is a program of goose's.
struct ProgramName {
    let version: Version
    let name: String

    init?(_ fileName: String) {
        guard fileName.hasSuffix(".go"), !fileName.hasSuffix("_test.go") else { return nil }
        let stem = fileName.dropLast(3)
        guard let bar = stem.firstIndex(of: "_"), let version = Version(stem[..<bar]), version.isWhole else {
            return nil
        }
        self.version = version
        name = String(stem[stem.index(after: bar)...])
    }
}

extension Substring {
    /// Where a text first stands in this one.
    fileprivate func firstRange(ofText text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            formIndex(after: &start)
        }
        return nil
    }
}
