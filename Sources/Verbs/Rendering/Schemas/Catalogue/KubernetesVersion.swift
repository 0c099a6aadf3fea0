/// A minor version of Kubernetes: `1.30`.
package struct KubernetesVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var minor: Int

    /// The versions whose objects are known field by field.
    package static let known = CompactText.kubernetes.versions

    package init(minor: Int) {
        self.minor = minor
    }

    /// Reads `1.30`, `v1.30` and `1.30.4`, what a provider writes behind it too: `v1.30.4-eks-1a2b`, `1.30+`.
    package init?(_ text: String) {
        let number = text.hasPrefix("v") ? text.dropFirst() : text[...]
        let parts = number.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0] == "1" else { return nil }
        let digits = parts[1].utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let isPatchNamed = parts.count == 3
        guard !digits.isEmpty, digits.count < 4, let minor = Int(Substring(digits)) else { return nil }
        guard
            digits.count == parts[1].utf8.count
                || !isPatchNamed && "+-".contains(parts[1].dropFirst(digits.count).prefix(1))
        else { return nil }
        self.minor = minor
    }

    package var description: String { "1.\(minor)" }

    package static func < (one: Self, other: Self) -> Bool { one.minor < other.minor }
}
