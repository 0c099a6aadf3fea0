/// Amounts as people read them.
extension Double {
    /// Written `312 MiB`, `1.4 GiB`.
    var bytesText: String {
        var (value, unit) = (abs(self), "bytes")
        for next in ["KiB", "MiB", "GiB", "TiB"] where value >= 1_024 { (value, unit) = (value / 1_024, next) }
        let sign = self < 0 ? "-" : ""
        if value >= 100 || unit == "bytes" || value == value.rounded() {
            return "\(sign)\(Int(value.rounded())) \(unit)"
        }
        return "\(sign)\((value * 10).rounded() / 10) \(unit)"
    }

    /// Written `42 %`.
    var percentText: String { "\(Int(rounded(.down))) %" }
}

/// `a`, `a and b`, `a, b and 3 more`.
func listed(_ names: [String], upTo limit: Int = 3) -> String {
    if names.count > limit { return "\(names.prefix(limit).joined(separator: ", ")) and \(names.count - limit) more" }
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) and \(last)"
}
