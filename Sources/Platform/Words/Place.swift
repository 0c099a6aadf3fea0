/// Where in a file something stands: what editors jump to and CI annotates.
package struct Place: Sendable, Hashable, CustomStringConvertible {
    /// Relative to the project's folder where it lies within.
    package var file: String
    /// Counted from 1.
    package var line: Int
    /// Counted from 1, in Unicode scalars.
    package var column: Int
    package var endLine: Int?
    /// The column behind the last character.
    package var endColumn: Int?

    /// Where nobody knows the line or column (0) the first is meant.
    package init(_ file: String, line: Int = 1, column: Int = 1, endLine: Int? = nil, endColumn: Int? = nil) {
        self.file = file
        self.line = max(line, 1)
        self.column = max(column, 1)
        self.endLine = endLine
        self.endColumn = endColumn
    }

    package var description: String { "\(file):\(line):\(column)" }

    package var json: JSONValue {
        [
            "file": .string(file), "line": .integer(line), "column": .integer(column),
            "end_line": JSONValue(endLine), "end_column": JSONValue(endColumn),
        ]
    }
}
