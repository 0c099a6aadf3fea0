internal import CLibPQ

/// The five characters that say what went wrong, in every language.
package struct SQLState: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two characters.
    package var category: Substring { rawValue.prefix(2) }
    package var description: String { rawValue }

    package static let cannotConnectNow = SQLState(rawValue: "57P03")
    package static let adminShutdown = SQLState(rawValue: "57P01")
    package static let crashShutdown = SQLState(rawValue: "57P02")
    package static let queryCanceled = SQLState(rawValue: "57014")
    package static let tooManyConnections = SQLState(rawValue: "53300")
    package static let outOfMemory = SQLState(rawValue: "53200")
    package static let diskFull = SQLState(rawValue: "53100")
    package static let invalidPassword = SQLState(rawValue: "28P01")
    package static let invalidAuthorization = SQLState(rawValue: "28000")
    package static let unknownDatabase = SQLState(rawValue: "3D000")
    package static let insufficientPrivilege = SQLState(rawValue: "42501")
    package static let undefinedObject = SQLState(rawValue: "42704")
    package static let duplicateObject = SQLState(rawValue: "42710")
    package static let undefinedTable = SQLState(rawValue: "42P01")
    package static let syntaxError = SQLState(rawValue: "42601")
    package static let uniqueViolation = SQLState(rawValue: "23505")
    package static let lockNotAvailable = SQLState(rawValue: "55P03")
    package static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// `commit` inside a block that runs in a transaction of the caller's.
    package static let invalidTransactionTermination = SQLState(rawValue: "2D000")
    package static let failedTransaction = SQLState(rawValue: "25P02")
    package static let serializationFailure = SQLState(rawValue: "40001")
    package static let deadlock = SQLState(rawValue: "40P01")
}

/// What the server said: an error, or with a lower severity a notice.
package struct ServerError: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    package enum Severity: String, Sendable {
        case panic = "PANIC"
        case fatal = "FATAL"
        case error = "ERROR"
        case warning = "WARNING"
        case notice = "NOTICE"
        case debug = "DEBUG"
        case info = "INFO"
        case log = "LOG"
    }

    package var severity: Severity
    package var code: SQLState
    package var message: String
    /// May hold values of rows.
    package var detail: String?
    package var hint: String?
    /// Where in the statement, as far as the server says.
    package var position: SourcePosition?
    package var context: String?
    package var schema: String?
    package var table: String?
    package var column: String?
    package var dataType: String?
    package var constraint: String?
    /// A statement that the server made itself, such as one inside a function, and the place in it.
    package var internalQuery: String?
    package var internalPosition: SourcePosition?
    /// The function of the server's source.
    package var routine: String?

    /// One line, without the detail, which may hold values of rows.
    package var description: String { "\(severity.rawValue) \(code): \(message)" }

    package var debugDescription: String {
        let parts = [
            description, position.map { "at \($0)" }, detail.map { "detail: \($0)" }, hint.map { "hint: \($0)" },
            context.map { "context: \($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }

    init(severity: Severity, code: SQLState, message: String) {
        self.severity = severity
        self.code = code
        self.message = message
    }

    /// Nil where the result carries no SQLSTATE: then libpq itself made it up.
    init?(_ result: OpaquePointer?, statement: String? = nil) {
        func field(_ code: Unicode.Scalar) -> String? {
            libpq_error_field(result, CChar(truncatingIfNeeded: code.value)).map { String(cString: $0) }
        }
        guard let code = field("C") else { return nil }
        self.init(
            severity: field("V").flatMap(Severity.init(rawValue:)) ?? .error,
            code: SQLState(rawValue: code),
            message: field("M") ?? "",
        )
        detail = field("D")
        hint = field("H")
        context = field("W")
        schema = field("s")
        table = field("t")
        column = field("c")
        dataType = field("d")
        constraint = field("n")
        routine = field("R")
        internalQuery = field("q")
        if let position = field("P").flatMap({ Int($0) }), let statement {
            self.position = SourcePosition(character: position, in: statement)
        }
        if let position = field("p").flatMap({ Int($0) }), let internalQuery {
            internalPosition = SourcePosition(character: position, in: internalQuery)
        }
    }

    /// Whether the server ends the session after it.
    package var endsSession: Bool { severity == .fatal || severity == .panic }
}

/// A place in a statement, in every way one may want to count.
package struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
    /// As the server counts: Unicode code points, from 1.
    package let character: Int
    /// UTF-8 bytes, from 0.
    package let byteOffset: Int
    /// From 1.
    package let line: Int
    /// Code points in the line, from 1.
    package let column: Int

    package init(character: Int, in statement: String) {
        self.character = character
        var (line, column, bytes) = (1, 1, 0)
        for scalar in statement.unicodeScalars.prefix(max(0, character - 1)) {
            bytes += UTF8.width(scalar)
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        byteOffset = bytes
        self.line = line
        self.column = column
    }

    package var description: String { "line \(line), column \(column)" }
}
