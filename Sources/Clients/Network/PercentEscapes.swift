extension StringProtocol {
    /// The text behind percent escapes; nil where one is none, or what comes out is no UTF-8.
    package var percentDecoded: String? {
        var bytes: [UInt8] = []
        var rest = Substring(self).utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            // A sign would pass for a number.
            guard let high = rest.popFirst(), let low = rest.popFirst(), high != UInt8(ascii: "+"),
                high != UInt8(ascii: "-"), let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
