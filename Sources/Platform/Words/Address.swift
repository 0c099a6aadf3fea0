/// A thing's one name in every verb: `fr-par/storage/bucket/reports`.
package struct Address: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let parts: [String]

    /// A slash inside a part would look like two parts: it is written as `%2F`.
    package init(_ parts: [String]) {
        self.parts = parts.map { $0.replacing("%", with: "%25").replacing("/", with: "%2F") }
    }

    package init(_ parts: String...) {
        self.init(parts)
    }

    /// Reads what `description` writes; nil where a part is empty.
    package init?(reading text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard !text.isEmpty, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.parts = parts
    }

    private init(written parts: [String]) {
        self.parts = parts
    }

    package var description: String { parts.joined(separator: "/") }

    package static func / (whole: Address, part: String) -> Address {
        Address(written: whole.parts + Address(part).parts)
    }

    package static func < (one: Address, other: Address) -> Bool {
        one.parts.lexicographicallyPrecedes(other.parts)
    }

    /// Whether this is the other or stands below it.
    package func isWithin(_ other: Address) -> Bool {
        parts.starts(with: other.parts)
    }

    /// Whether a pattern means it: an address, one above it, or one with `*` for any letters of a part and `**` for any parts.
    package func matches(_ pattern: String) -> Bool {
        let wanted = pattern.split(separator: "/").map(String.init)
        return !wanted.isEmpty && Address.matches(parts[...], wanted[...])
    }

    private static func matches(_ parts: ArraySlice<String>, _ wanted: ArraySlice<String>) -> Bool {
        guard let first = wanted.first else { return true }
        if first == "**" {
            return (parts.startIndex...parts.endIndex).contains { matches(parts[$0...], wanted.dropFirst()) }
        }
        guard let part = parts.first, Glob.matches(Array(part.utf8)[...], Array(first.utf8)[...]) else { return false }
        return matches(parts.dropFirst(), wanted.dropFirst())
    }
}

/// `*` stands for any letters, everything else for itself.
private enum Glob {
    static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        let star = UInt8(ascii: "*")
        var (text, pattern) = (text, pattern)
        var retry: (text: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
        while true {
            if let wanted = pattern.first, wanted == star {
                pattern = pattern.dropFirst()
                retry = (text, pattern)
            } else if let letter = text.first, letter == pattern.first {
                (text, pattern) = (text.dropFirst(), pattern.dropFirst())
            } else if text.isEmpty, pattern.isEmpty {
                return true
            } else if let last = retry, !last.text.isEmpty {
                retry = (last.text.dropFirst(), last.pattern)
                (text, pattern) = (last.text.dropFirst(), last.pattern)
            } else {
                return false
            }
        }
    }
}
