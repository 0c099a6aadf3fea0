/// Why there is no model at all: every such thing is a usage error.
package struct LoadFailure: Error, Sendable, CustomStringConvertible {
    package var problems: [Problem]

    package init(_ problems: [Problem]) {
        self.problems = problems
    }

    package init(_ message: String, at origin: Origin = .builtIn, hint: String? = nil) {
        problems = [Problem(at: SettingPath(), origin, message, hint: hint)]
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
