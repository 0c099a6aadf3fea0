package import FoundationEssentials

/// What a column can be read as; the bytes are PostgreSQL's text form, nil is null.
package protocol ColumnValue: Sendable {
    init?(postgreSQLText bytes: UnsafeRawBufferPointer?)
}

extension String: ColumnValue {
    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        guard let bytes else { return nil }
        self.init(decoding: bytes, as: UTF8.self)
    }
}

extension Bool: ColumnValue {
    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        switch bytes.map({ String(decoding: $0, as: UTF8.self) }) {
        case "t", "true": self = true
        case "f", "false": self = false
        default: return nil
        }
    }
}

extension ColumnValue where Self: FixedWidthInteger {
    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        guard let bytes, let value = Self(String(decoding: bytes, as: UTF8.self)) else { return nil }
        self = value
    }
}

extension Int: ColumnValue {}
extension Int64: ColumnValue {}
extension Int32: ColumnValue {}
extension UInt32: ColumnValue {}
extension UInt64: ColumnValue {}

extension Double: ColumnValue {
    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        // Swift reads PostgreSQL's spellings `NaN`, `Infinity` and `-Infinity` too.
        guard let bytes, let value = Double(String(decoding: bytes, as: UTF8.self)) else { return nil }
        self = value
    }
}

extension UUID: ColumnValue {
    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        guard let bytes, let value = UUID(uuidString: String(decoding: bytes, as: UTF8.self)) else { return nil }
        self = value
    }
}

extension Date: ColumnValue {
    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        guard let bytes, let value = Timestamp.date(from: Substring(decoding: bytes, as: UTF8.self)) else { return nil }
        self = value
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        guard let bytes else {
            self = nil
            return
        }
        guard let value = Wrapped(postgreSQLText: bytes) else { return nil }
        self = value
    }
}

/// What an array's elements can be read as; `bytea` is `[UInt8]` and so the one array that is none.
package protocol ArrayElement: ColumnValue {}
extension String: ArrayElement {}
extension Bool: ArrayElement {}
extension Int: ArrayElement {}
extension Double: ArrayElement {}
extension UUID: ArrayElement {}
extension Date: ArrayElement {}
extension Optional: ArrayElement where Wrapped: ArrayElement {}

/// The bytes of a `bytea`.
package struct Bytes: ColumnValue, Hashable {
    package let array: [UInt8]

    package init(_ array: [UInt8]) {
        self.array = array
    }

    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        guard let bytes else { return nil }
        guard bytes.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]) else {
            guard let array = Bytes.unescaped(bytes) else { return nil }
            self.array = array
            return
        }
        guard bytes.count % 2 == 0 else { return nil }
        var array: [UInt8] = []
        array.reserveCapacity(bytes.count / 2)
        for index in stride(from: 2, to: bytes.count, by: 2) {
            guard let high = Bytes.nibble(bytes[index]), let low = Bytes.nibble(bytes[index + 1]) else { return nil }
            array.append(high << 4 | low)
        }
        self.array = array
    }

    /// The older form, where a role or a database has set `bytea_output = escape`.
    private static func unescaped(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        var array: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                array.append(bytes[index])
                index += 1
                continue
            }
            if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\\") {
                array.append(UInt8(ascii: "\\"))
                index += 2
                continue
            }
            guard index + 3 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 3)], as: UTF8.self), radix: 8)
            else { return nil }
            array.append(byte)
            index += 4
        }
        return array
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Array: ColumnValue where Element: ArrayElement {
    package init?(postgreSQLText bytes: UnsafeRawBufferPointer?) {
        guard let bytes, let texts = ArrayText.read(Substring(decoding: bytes, as: UTF8.self)) else { return nil }
        var elements: [Element] = []
        for text in texts {
            let element: Element?
            if var text {
                element = text.withUTF8 { Element(postgreSQLText: UnsafeRawBufferPointer($0)) }
            } else {
                element = Element(postgreSQLText: nil)
            }
            guard let element else { return nil }
            elements.append(element)
        }
        self = elements
    }
}
