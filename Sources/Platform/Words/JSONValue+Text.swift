/// JSON as text: keys sorted, the same value always the same bytes.
extension JSONValue {
    /// One line, no spaces.
    package var compact: String {
        var writer = JSONWriter(indented: false)
        writer.write(self, depth: 0)
        return writer.text
    }

    /// Two spaces a level, no newline at the end.
    package var pretty: String {
        var writer = JSONWriter(indented: true)
        writer.write(self, depth: 0)
        return writer.text
    }

    /// The text as a JSON string, quotes included.
    package static func quoted(_ text: String) -> String {
        var writer = JSONWriter(indented: false)
        writer.write(string: text)
        return writer.text
    }
}

private struct JSONWriter {
    let indented: Bool
    private var bytes: [UInt8] = []

    init(indented: Bool) {
        self.indented = indented
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .boolean(let flag): append(flag ? "true" : "false")
        case .integer(let number): append(String(number))
        // JSON has no word for infinity or not-a-number.
        case .number(let number): append(number.isFinite ? String(number) : "null")
        case .string(let text): write(string: text)
        case .array(let elements):
            write(open: "[", close: "]", elements, depth: depth) { writer, element in
                writer.write(element, depth: depth + 1)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            write(open: "{", close: "}", sorted, depth: depth) { writer, member in
                writer.write(string: member.key)
                writer.append(writer.indented ? ": " : ":")
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func write<Element>(
        open: String,
        close: String,
        _ elements: [Element],
        depth: Int,
        each: (inout JSONWriter, Element) -> Void,
    ) {
        append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            breakLine(depth + 1)
            each(&self, element)
        }
        if !elements.isEmpty { breakLine(depth) }
        append(close)
    }

    mutating func write(string: String) {
        bytes.append(UInt8(ascii: "\""))
        // Only behind these bytes can something stand that has power over a terminal.
        if string.utf8.contains(where: { $0 == 0xC2 || $0 == 0xE2 }) {
            for scalar in string.unicodeScalars {
                if JSONWriter.commands.contains(scalar) {
                    write(escaped: scalar.value)
                } else {
                    for byte in String(scalar).utf8 { write(byte) }
                }
            }
        } else {
            for byte in string.utf8 { write(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Further controls, line ends of Unicode's own, and marks that turn the direction of writing.
    private static let commands: Set<Unicode.Scalar> = Set(
        [0x80...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069].joined().compactMap { Unicode.Scalar($0) }
    )

    private mutating func write(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        case 0x00..<0x20, 0x7F: write(escaped: UInt32(byte))
        default: bytes.append(byte)
        }
    }

    private mutating func write(escaped value: UInt32) {
        let digits = String(value, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }

    private mutating func breakLine(_ depth: Int) {
        guard indented else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
