/// Something wrong with a migration's file, and where.
package struct SourceFault: Error, Sendable, Hashable, CustomStringConvertible {
    package var path: String
    /// From 1; zero where the fault is the file's as a whole.
    package var line: Int
    package var column: Int
    package var message: String
    package var hint: String?

    package init(_ path: String, line: Int = 0, column: Int = 0, _ message: String, hint: String? = nil) {
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    package var description: String {
        line > 0 ? "\(path):\(line):\(column): \(message)" : "\(path): \(message)"
    }
}

/// The faults of several files, told together.
package struct SourceFaults: Error, Sendable, CustomStringConvertible {
    package var faults: [SourceFault]

    package init(_ faults: [SourceFault]) {
        self.faults = faults
    }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
