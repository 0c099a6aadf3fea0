/// A line that cannot be run: exit 2.
///
/// A command may throw one too, and leaves the path to the program.
package struct UsageError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case unknownCommand(String)
        case unknownOption(String)
        case repeatedOption(String)
        case missingValue(String)
        case unwantedValue(String)
        case missingArgument(String)
        case unexpectedArgument(String)
        case badValue(String)
        /// Options that do not go together, and whatever else only the command knows.
        case other
    }

    package var kind: Kind
    package var path: [String]
    package var message: String
    package var hint: String?

    init(_ kind: Kind, path: [String], _ message: String, hint: String?) {
        self.kind = kind
        self.path = path
        self.message = message
        self.hint = hint
    }

    package init(_ message: String, hint: String? = nil) {
        self.init(.other, path: [], message, hint: hint)
    }

    /// `ihctl dev up: unknown option --poll`.
    package var text: String {
        path.isEmpty ? message : path.joined(separator: " ") + ": " + message
    }
}
