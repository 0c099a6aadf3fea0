/// What is wrong with a text that should be JSON, and where.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// The text ends inside a value.
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case badNumber
        case badEscape
        /// A control character inside a string, which JSON wants escaped.
        case controlCharacter(UInt8)
        case badUTF8
        case tooDeep(limit: Int)
        /// Something stands behind the value.
        case trailingText
    }

    package let kind: Kind
    /// Bytes before the place.
    package let offset: Int
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in bytes.
    package let column: Int

    init(_ kind: Kind, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.kind = kind
        self.offset = offset
        let before = bytes[..<min(offset, bytes.count)]
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        column = before.count - lineStart + 1
    }

    package var description: String {
        let what =
            switch kind {
            case .unexpectedEnd: "the text ends too early"
            case .unexpectedByte(let byte): "unexpected \(JSONError.name(of: byte))"
            case .badNumber: "malformed number"
            case .badEscape: "malformed escape in a string"
            case .controlCharacter(let byte): "unescaped \(JSONError.name(of: byte)) in a string"
            case .badUTF8: "not UTF-8"
            case .tooDeep(let limit): "nested more than \(limit) deep"
            case .trailingText: "text after the value"
            }
        return "line \(line), column \(column): \(what)"
    }

    private static func name(of byte: UInt8) -> String {
        (0x21...0x7E).contains(byte)
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte 0x\(String(byte, radix: 16, uppercase: true))"
    }
}
