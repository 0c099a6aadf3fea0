internal import Words

/// A text as an error shows it.
///
/// What is long or looks like a secret is not shown: people paste keys into the wrong line, and errors end in logs.
func quoted(_ text: String) -> String {
    let isLong = text.utf8.count > 30
    let hidesSomething = isLong || text.unicodeScalars.contains(where: \.isControl) || looksSecret(text)
    return hidesSomething ? "\"…\" (\(text.count) characters)" : "\"\(text)\""
}

/// Whether a text carries what must not stand in a file: the password of a URL, a token behind its name, a private key.
func looksSecret(_ text: String) -> Bool {
    blankRedactor.redact(text) != text
}

/// Knows no secret, only what secrets look like.
private let blankRedactor = Redactor()

/// Without the `.0` of whole numbers.
func plain(_ number: Double) -> String {
    let text = String(number)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension Unicode.Scalar {
    var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }
}

extension StringProtocol {
    /// What follows a prefix, or nil without it.
    func after(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }

    /// What stands before and after the first occurrence.
    func splitOnce(_ separator: String) -> (String, String)? {
        firstRange(of: separator).map { (String(self[..<$0.lowerBound]), String(self[$0.upperBound...])) }
    }
}
