internal import FoundationEssentials

/// A moment of RFC 3339 in one spelling: in UTC, without zeros behind its fraction; text that is none stays as it is.
func normalisedMoment(_ text: String) -> String {
    let (whole, fraction) = withoutFraction(text)
    guard let date = try? Date(whole, strategy: .iso8601) else { return text }
    var digits = Substring(fraction)
    while digits.last == "0" { digits = digits.dropLast() }
    let second = date.ISO8601Format().dropLast()
    return digits.isEmpty ? "\(second)Z" : "\(second).\(digits)Z"
}

private func withoutFraction(_ text: String) -> (whole: String, fraction: String) {
    guard let dot = text.firstIndex(of: ".") else { return (text, "") }
    let fraction = text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
    return ("\(text[..<dot])\(text[fraction.endIndex...])", String(fraction))
}
