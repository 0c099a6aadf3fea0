extension YAML.Printer {
    /// A scalar and the end of its line; several lines as a literal block two deeper than `indent`.
    mutating func scalar(_ scalar: YAML.Scalar, of node: YAML.Node, indent: Int?) {
        if node.value == .text, Self.fitsLiteral(scalar.text, isDocument: indent == nil) {
            literal(scalar.text, indent: (indent ?? 0) + 2)
        } else {
            inline(scalar, of: node)
            write("\n")
        }
    }

    /// A scalar on one line.
    private mutating func inline(_ scalar: YAML.Scalar, of node: YAML.Node) {
        switch node.value {
        case .null: write("null")
        case .boolean(let truth): write(truth ? "true" : "false")
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .float(let number) where number.isNaN: write(".nan")
        case .float(let number) where number.isInfinite && scalar.text.utf8.contains(UInt8(ascii: ".")):
            bytes.append(contentsOf: scalar.text.lowercased().utf8)
        case .float where Self.isExponential(scalar.text): exponential(scalar.text)
        case .float, .hugeInteger: bytes.append(contentsOf: scalar.text.utf8)
        case .text, nil: quoted(scalar.text)
        }
    }

    /// Not `0x1E`, which a tag can make a number with a fraction.
    private static func isExponential(_ text: String) -> Bool {
        guard case .float = YAML.CoreSchema.value(of: text) else { return false }
        return text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
    }

    /// `1e3` as `1.0e+3`: without the point and the sign it is a text to YAML 1.1.
    private mutating func exponential(_ text: String) {
        let parts = text.utf8.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
        bytes.append(contentsOf: parts[0])
        if !parts[0].contains(UInt8(ascii: ".")) { write(".0") }
        write("e")
        if let sign = parts[1].first, sign != UInt8(ascii: "-"), sign != UInt8(ascii: "+") { write("+") }
        bytes.append(contentsOf: parts[1])
    }

    /// A text on one line, in quotes where it needs them.
    mutating func quoted(_ text: String) {
        if Self.isPlain(text) {
            bytes.append(contentsOf: text.utf8)
        } else if text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }),
            text.unicodeScalars.allSatisfy(Self.isPrintable)
        {
            write("'")
            for byte in text.utf8 {
                bytes.append(contentsOf: repeatElement(byte, count: byte == UInt8(ascii: "'") ? 2 : 1))
            }
            write("'")
        } else {
            doubleQuoted(text)
        }
    }

    private mutating func doubleQuoted(_ text: String) {
        write("\"")
        for character in text.unicodeScalars {
            switch character {
            case "\"": write("\\\"")
            case "\\": write("\\\\")
            case "\n": write("\\n")
            case "\r": write("\\r")
            case "\t": write("\\t")
            case "\u{1B}": write("\\e")
            case "\0": write("\\0")
            case _ where Self.isPrintable(character):
                UTF8.encode(character).map { bytes.append(contentsOf: $0) }
            case _ where character.value < 0x100: escape("x", character.value, width: 2)
            default: escape("u", character.value, width: 4)
            }
        }
        write("\"")
    }

    /// No character beyond U+FFFF comes here: they are all printable.
    private mutating func escape(_ letter: StaticString, _ code: UInt32, width: Int) {
        let digits = String(code, radix: 16, uppercase: true)
        write("\\")
        write(letter)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: width - digits.utf8.count))
        bytes.append(contentsOf: digits.utf8)
    }

    private mutating func literal(_ text: String, indent: Int) {
        write("|")
        let utf8 = text.utf8
        // Without the hint a reader would take the text's own white space for indentation.
        if let first = utf8.first, first == 0x20 || first == 0x09 || first == 0x0A { write("2") }
        if utf8.last != 0x0A {
            write("-")
        } else if utf8.dropLast().last == 0x0A {
            write("+")
        }
        write("\n")
        let lines = text.utf8.last == 0x0A ? text.utf8.dropLast() : text.utf8[...]
        for line in lines.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !line.isEmpty { spaces(indent) }
            bytes.append(contentsOf: line)
            write("\n")
        }
    }

    /// Whether a text of several lines can stand as it is: nothing in it needs an escape.
    private static func fitsLiteral(_ text: String, isDocument: Bool) -> Bool {
        var bytes = text
        guard bytes.withUTF8({ $0.contains(0x0A) }), let first = text.utf8.first else { return false }
        // Readers disagree about the indentation hint of a whole document.
        if isDocument, first == 0x20 || first == 0x09 || first == 0x0A { return false }
        return text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || isPrintable($0) }
            && text.utf8.contains { $0 != 0x0A && $0 != 0x20 && $0 != 0x09 }
    }

    /// Whether a character stands for itself in every reader: no control character, no line break, no byte order mark.
    static func isPrintable(_ character: UnicodeScalar) -> Bool {
        switch character.value {
        case 0x20...0x7E: true
        case 0x2028, 0x2029, 0xFEFF: false
        case 0xA0...0xFFFD, 0x10000...: true
        default: false
        }
    }
}
