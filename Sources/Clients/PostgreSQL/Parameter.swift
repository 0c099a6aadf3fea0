package import FoundationEssentials

/// A value on its way to the server.
///
/// Its type is left to the server's inference; write a cast where nothing tells it (`\(n)::int`).
package enum Parameter: Sendable, Hashable, CustomStringConvertible {
    case null
    case text(String)
    /// Sent in binary: for `bytea`.
    case bytes([UInt8])

    /// Values may be secrets, so they do not print.
    package var description: String {
        switch self {
        case .null: "null"
        case .text(let text): "text of \(text.utf8.count) bytes"
        case .bytes(let bytes): "\(bytes.count) bytes"
        }
    }
}

/// What may stand in an interpolation of `SQL`.
package protocol ParameterValue: Sendable {
    var parameter: Parameter { get }
}

extension Parameter: ParameterValue {
    package var parameter: Parameter { self }
}

extension String: ParameterValue {
    package var parameter: Parameter { .text(self) }
}

extension Substring: ParameterValue {
    package var parameter: Parameter { .text(String(self)) }
}

extension Bool: ParameterValue {
    package var parameter: Parameter { .text(self ? "true" : "false") }
}

extension Int: ParameterValue {
    package var parameter: Parameter { .text(String(self)) }
}

extension Int64: ParameterValue {
    package var parameter: Parameter { .text(String(self)) }
}

extension Int32: ParameterValue {
    package var parameter: Parameter { .text(String(self)) }
}

extension UInt32: ParameterValue {
    package var parameter: Parameter { .text(String(self)) }
}

extension Double: ParameterValue {
    package var parameter: Parameter {
        if isNaN { return .text("NaN") }
        if isInfinite { return .text(self < 0 ? "-Infinity" : "Infinity") }
        return .text(String(self))
    }
}

extension UUID: ParameterValue {
    package var parameter: Parameter { .text(uuidString) }
}

extension Date: ParameterValue {
    package var parameter: Parameter { .text(Timestamp.text(of: self)) }
}

extension [UInt8]: ParameterValue {
    package var parameter: Parameter { .bytes(self) }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
    package var parameter: Parameter { self?.parameter ?? .null }
}

extension [String] {
    /// As a PostgreSQL array, for `= any(\(names.asArray))`.
    package var asArray: Parameter { .text(ArrayText.write(self)) }
}

extension [Int] {
    /// As a PostgreSQL array.
    package var asArray: Parameter { .text(ArrayText.write(map(String.init))) }
}
