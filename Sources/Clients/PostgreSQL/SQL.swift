/// A statement whose interpolated values travel beside it as parameters: `"select \(x)"` is `select $1` with `x`.
///
/// What is no value goes through a door with a name: `\(identifier:)`, `\(literal:)`, `\(raw:)`.
package struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    package private(set) var text: String
    package private(set) var parameters: [Parameter]

    /// For a statement that is made elsewhere and holds `$1`, `$2` … itself.
    package init(raw text: String, parameters: [Parameter] = []) {
        self.text = text
        self.parameters = parameters
    }

    package init(stringLiteral value: String) {
        self.init(raw: value)
    }

    package init(stringInterpolation: Interpolation) {
        self.init(raw: stringInterpolation.text, parameters: stringInterpolation.parameters)
    }

    /// The text with its placeholders: no value, but what came through `literal` or `raw`.
    package var description: String { text }

    /// The statement as psql would take it: every `$n` is its value, quoted.
    package var withValuesInPlace: String {
        text.replacing(/\$([0-9]+)/) { match in
            guard let number = Int(match.1), parameters.indices.contains(number - 1) else { return String(match.0) }
            return switch parameters[number - 1] {
            case .null: "null"
            case .text(let text): SQL.quoted(literal: text)
            case .bytes(let bytes):
                "'\\x\(bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())'"
            }
        }
    }

    /// `"a"."b"`: the name as it stands, whatever its letters.
    package static func quoted(identifier parts: [String]) -> String {
        parts.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ".")
    }

    /// A string constant that means the same whatever `standard_conforming_strings` says.
    package static func quoted(literal text: String) -> String {
        let doubled = text.replacing("'", with: "''")
        return doubled.contains("\\") ? " E'\(doubled.replacing("\\", with: "\\\\"))'" : "'\(doubled)'"
    }

    package struct Interpolation: StringInterpolationProtocol {
        var text = ""
        var parameters: [Parameter] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 4 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ value: some ParameterValue) {
            parameters.append(value.parameter)
            text += "$\(parameters.count)"
        }

        /// Nil is null.
        package mutating func appendInterpolation(_ value: (some ParameterValue)?) {
            appendInterpolation(value?.parameter ?? .null)
        }

        /// A name of one part or, as an array of names, a qualified one.
        package mutating func appendInterpolation(identifier: String...) {
            text += SQL.quoted(identifier: identifier)
        }

        /// For utility statements, which take no parameters (`create role … password`); it stands in the text.
        package mutating func appendInterpolation(literal: String) {
            text += SQL.quoted(literal: literal)
        }

        /// Goes into the statement as it stands: never anything from outside.
        package mutating func appendInterpolation(raw: String) {
            text += raw
        }

        /// A part of a statement with its own parameters, which are numbered on.
        package mutating func appendInterpolation(_ part: SQL) {
            text += part.renumbered(by: parameters.count)
            parameters += part.parameters
        }
    }

    /// The text with every `$n` raised; it looks at no quotes, so a part with parameters may hold no `$1` inside a
    /// string.
    private func renumbered(by shift: Int) -> String {
        guard shift > 0, !parameters.isEmpty else { return text }
        return text.replacing(/\$([0-9]+)/) { match in
            "$\((Int(match.1) ?? 0) + shift)"
        }
    }
}
