/// Why a text can name no bucket, by the rules that all stores share.
package enum BucketNameFault: Sendable, Hashable {
    /// 3 to 63 letters.
    case length(Int)
    /// Lower-case letters, digits, hyphens and dots only.
    case letter(Character)
    /// It begins and ends with a letter or digit, and no two dots meet.
    case shape
    case looksLikeAddress

    package static func fault(in name: String) -> BucketNameFault? {
        guard (3...63).contains(name.utf8.count) else { return .length(name.utf8.count) }
        if let bad = name.first(where: { !isLetterOrDigit($0) && $0 != "-" && $0 != "." }) { return .letter(bad) }
        guard let first = name.first, let last = name.last, isLetterOrDigit(first), isLetterOrDigit(last) else {
            return .shape
        }
        if name.contains("..") { return .shape }
        let parts = name.split(separator: ".")
        return parts.count == 4 && parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) ? .looksLikeAddress : nil
    }

    private static func isLetterOrDigit(_ letter: Character) -> Bool {
        ("a"..."z").contains(letter) && letter.utf8.count == 1 || ("0"..."9").contains(letter)
    }
}
