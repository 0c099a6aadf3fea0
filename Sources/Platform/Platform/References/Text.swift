extension StringProtocol {
    /// What follows a prefix, or nil without it.
    func after(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }

    /// What stands before and after the first occurrence.
    func splitOnce(_ separator: String) -> (String, String)? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(separator) {
                return (String(self[..<start]), String(self[index(start, offsetBy: separator.count)...]))
            }
            start = index(after: start)
        }
        return nil
    }

    /// Without white space at both ends.
    var trimmed: String {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? start
        return String(self[start..<end])
    }
}
