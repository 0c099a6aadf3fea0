internal import Glibc

/// A block of addresses as CIDR writes it: `10.0.0.0/8`, `fd00::/8`.
package struct AddressBlock: Sendable, Hashable {
    /// As it is written.
    package let spelled: String
    private let bytes: [UInt8]
    private let length: Int

    package init?(_ spelled: String) {
        let parts = spelled.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Self.bytes(of: String(parts[0])), isDigits(parts[1]),
            let length = Int(parts[1]), length <= bytes.count * 8
        else { return nil }
        self.spelled = spelled
        self.bytes = bytes
        self.length = length
    }

    package static func isAddress(_ text: String) -> Bool { bytes(of: text) != nil }

    /// Whether an address stands in it; a name stands in none.
    package func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: address), other.count == bytes.count else { return false }
        return (0..<length).allSatisfy { bit in
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            return bytes[bit / 8] & mask == other[bit / 8] & mask
        }
    }

    private static func bytes(of address: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, address, &bytes) == 1 { return bytes }
        }
        return nil
    }
}
