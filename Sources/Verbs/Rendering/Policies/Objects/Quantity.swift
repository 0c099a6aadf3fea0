/// An amount as Kubernetes writes it: `250m`, `512Mi`, `1e3`.
struct Quantity: Sendable, Comparable {
    let amount: Double

    /// Nothing for what no API server would take.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 32 else { return nil }
        let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
        var suffix = text[digits.endIndex...]
        var number = String(digits)
        if let first = suffix.first, first == "e" || first == "E", suffix.count > 1 {
            number += suffix
            suffix = ""
        }
        guard let value = Double(number), value.isFinite, let factor = Self.factors[String(suffix)] else { return nil }
        amount = value * factor
    }

    static func < (one: Quantity, other: Quantity) -> Bool { one.amount < other.amount }

    private static let factors: [String: Double] = [
        "n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
        "Ki": 1_024, "Mi": 1_048_576, "Gi": 1_073_741_824, "Ti": 1_099_511_627_776, "Pi": 1_125_899_906_842_624,
        "Ei": 1_152_921_504_606_846_976,
    ]
}
