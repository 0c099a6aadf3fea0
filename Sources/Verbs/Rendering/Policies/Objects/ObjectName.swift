/// What the API server takes for names, labels and ports.
enum ObjectName {
    /// RFC 1123: small letters, digits, hyphens; begins and ends with a letter or digit.
    static func isLabel(_ text: some StringProtocol, most: Int = 63) -> Bool {
        !text.isEmpty && consists(text, most, ends: isSmallAlphanumeric) { isSmallAlphanumeric($0) || $0 == hyphen }
    }

    /// RFC 1035, for Services: begins with a letter.
    static func isServiceName(_ text: String) -> Bool {
        isLabel(text) && text.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
    }

    /// Labels with dots between them.
    static func isSubdomain(_ text: some StringProtocol, most: Int = 253) -> Bool {
        guard !text.isEmpty, text.utf8.count <= most else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isLabel($0, most: 253) }
    }

    /// What RBAC takes: any piece of a path.
    static func isPathSegment(_ text: String) -> Bool {
        !text.isEmpty && text != "." && text != ".." && !text.contains("/") && !text.contains("%")
    }

    /// `prefix/name`, the prefix a subdomain.
    static func isLabelKey(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, (1...2).contains(parts.count) else { return false }
        return (parts.count == 1 || isSubdomain(parts[0])) && !name.isEmpty && isLabelValue(name)
    }

    /// Empty, or up to 63 letters, digits, `-`, `_`, `.` with a letter or digit at both ends.
    static func isLabelValue(_ text: some StringProtocol) -> Bool {
        consists(text, 63, ends: isAlphanumeric) { isAlphanumeric($0) || $0 == hyphen || $0 == 0x5F || $0 == 0x2E }
    }

    /// RFC 6335: up to 15 small letters, digits and single hyphens, a letter among them.
    static func isPortName(_ text: String) -> Bool {
        isLabel(text, most: 15) && !text.contains("--") && text.utf8.contains { (0x61...0x7A).contains($0) }
    }

    /// One walk: no copy is made of texts that are nearly all right.
    private static func consists(
        _ text: some StringProtocol,
        _ most: Int,
        ends isEnd: (UInt8) -> Bool,
        of isInner: (UInt8) -> Bool,
    ) -> Bool {
        var count = 0
        var last: UInt8 = 0
        for byte in text.utf8 {
            guard isInner(byte), count > 0 || isEnd(byte) else { return false }
            count += 1
            last = byte
        }
        return count <= most && (count == 0 || isEnd(last))
    }

    private static let hyphen = UInt8(ascii: "-")

    private static func isSmallAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isSmallAlphanumeric(byte) || (0x41...0x5A).contains(byte)
    }
}
