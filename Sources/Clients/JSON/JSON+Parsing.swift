extension JSON {
    /// How deep values may nest unless told otherwise: far above any honest document, far below what a stack bears.
    package static let depthLimit = 128

    /// Reads one value as RFC 8259 has it; of repeated keys the last one counts, as for the servers we speak to.
    package init(parsing text: some StringProtocol, depthLimit: Int = depthLimit) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
    }

    package init(parsing bytes: [UInt8], depthLimit: Int = depthLimit) throws(JSONError) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var parser = JSONParser(bytes: buffer, depthLimit: depthLimit)
            return try parser.document()
        }
    }
}

private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let depthLimit: Int
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func document() throws(JSONError) -> JSON {
        // A byte order mark, which some writers cannot leave off.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw failure(.trailingText) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        skipSpace()
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try elements(depth: depth + 1))
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case let other: throw failure(.unexpectedByte(other))
        }
    }

    private mutating func members(depth: Int) throws(JSONError) -> [String: JSON] {
        guard depth <= depthLimit else { throw failure(.tooDeep(limit: depthLimit)) }
        var found: [String: JSON] = [:]
        position += 1
        if try take(UInt8(ascii: "}")) { return found }
        while true {
            skipSpace()
            try expect(UInt8(ascii: "\""), consume: false)
            let key = try string()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            found[key] = try value(depth: depth)
            if try take(UInt8(ascii: "}")) { return found }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func elements(depth: Int) throws(JSONError) -> [JSON] {
        guard depth <= depthLimit else { throw failure(.tooDeep(limit: depthLimit)) }
        var found: [JSON] = []
        position += 1
        if try take(UInt8(ascii: "]")) { return found }
        while true {
            found.append(try value(depth: depth))
            if try take(UInt8(ascii: "]")) { return found }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            try expect(text.utf8Start[index])
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        let negative = bytes[position] == UInt8(ascii: "-")
        if negative { position += 1 }
        var magnitude: UInt64 = 0
        var fits = true
        let firstDigit = position
        while let digit = digit() {
            let (product, tooBig) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, stillTooBig) = product.addingReportingOverflow(UInt64(digit))
            fits = fits && !tooBig && !stillTooBig
            magnitude = sum
        }
        let digits = position - firstDigit
        guard digits > 0, digits == 1 || bytes[firstDigit] != UInt8(ascii: "0") else { throw failure(.badNumber) }
        if try !fractionAndExponent(), fits {
            if !negative { return JSON(magnitude) }
            if magnitude <= UInt64(Int64.max) + 1 { return .integer(Int64(truncatingIfNeeded: 0 &- magnitude)) }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw failure(.badNumber, at: start) }
        return .number(value)
    }

    /// Whether there is a fraction or an exponent behind the digits; they are skipped.
    private mutating func fractionAndExponent() throws(JSONError) -> Bool {
        let start = position
        if peek() == UInt8(ascii: ".") {
            position += 1
            try someDigits()
        }
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try someDigits()
        }
        return position > start
    }

    private mutating func someDigits() throws(JSONError) {
        guard digit() != nil else { throw failure(.badNumber) }
        while digit() != nil {}
    }

    private mutating func digit() -> UInt8? {
        guard let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        position += 1
        return byte - UInt8(ascii: "0")
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// Skips space and takes the byte if it comes next; a text that ends here is an error.
    private mutating func take(_ byte: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard let next = peek() else { throw failure(.unexpectedEnd) }
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8, consume: Bool = true) throws(JSONError) {
        guard let next = peek() else { throw failure(.unexpectedEnd) }
        guard next == byte else { throw failure(.unexpectedByte(next)) }
        if consume { position += 1 }
    }

    private func failure(_ kind: JSONError.Kind, at offset: Int? = nil) -> JSONError {
        JSONError(kind, at: offset ?? position, in: bytes)
    }
}

// Strings: a run without escapes is copied in one piece.
extension JSONParser {
    fileprivate mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        var ascii = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = try text(of: start..<position, ascii: ascii)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try stringWithEscapes(from: start) }
            guard byte >= 0x20 else { throw failure(.controlCharacter(byte)) }
            if byte >= 0x80 { ascii = false }
            position += 1
        }
        throw failure(.unexpectedEnd)
    }

    private func text(of range: Range<Int>, ascii: Bool) throws(JSONError) -> String {
        let run = UnsafeBufferPointer(rebasing: bytes[range])
        if ascii { return String(decoding: run, as: UTF8.self) }
        guard let text = String(validating: run, as: UTF8.self) else {
            throw failure(.badUTF8, at: range.lowerBound)
        }
        return text
    }

    private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
        var text: [UInt8] = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: text, as: UTF8.self) else {
                    throw failure(.badUTF8, at: start)
                }
                return text
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20: throw failure(.controlCharacter(byte))
            default:
                text.append(byte)
                position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = peek() else { throw failure(.unexpectedEnd) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = Unicode.Scalar(try codePoint()) ?? "\u{FFFD}"
            text.append(contentsOf: Character(scalar).utf8)
        default: throw failure(.badEscape, at: position - 1)
        }
    }

    /// The code point of `\uXXXX` or of a surrogate pair; half a pair becomes the replacement character.
    private mutating func codePoint() throws(JSONError) -> UInt32 {
        let first = try fourHexDigits()
        guard (0xD800..<0xDC00).contains(first) else { return first }
        let resume = position
        guard peek() == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u") else {
            return first
        }
        position += 2
        let second = try fourHexDigits()
        guard (0xDC00..<0xE000).contains(second) else {
            position = resume
            return first
        }
        return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek() else { throw failure(.unexpectedEnd) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw failure(.badEscape)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
