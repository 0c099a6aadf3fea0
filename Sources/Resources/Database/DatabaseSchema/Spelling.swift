internal import Glibc

/// Strings as PostgreSQL compares them: by their bytes.
extension String {
    func isSpelt(like other: String) -> Bool {
        compareSpelling(with: other) == 0
    }

    /// The order of the collation "C".
    func isSpelt(before other: String) -> Bool {
        compareSpelling(with: other) < 0
    }

    func hashSpelling(into hasher: inout Hasher) {
        var copy = self
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    private func compareSpelling(with other: String) -> Int {
        var (one, other) = (self, other)
        return one.withUTF8 { one in
            other.withUTF8 { other in
                let common = min(one.count, other.count)
                if common > 0, let one = one.baseAddress, let other = other.baseAddress {
                    let order = memcmp(one, other, common)
                    if order != 0 { return Int(order) }
                }
                return one.count - other.count
            }
        }
    }
}
