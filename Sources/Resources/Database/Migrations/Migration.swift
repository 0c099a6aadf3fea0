package import SQLText

/// A migration read as SQL: what leads to it and, where it was written, what leads back.
package struct Migration: Sendable {
    package let file: MigrationFile
    package let up: Script
    package let down: Script?

    package var version: Version { file.version }
    package var name: String { file.name }
    /// Such as `20260101120000_create_sessions`.
    package var title: String { file.title }

    package func script(_ direction: Direction) -> Script? { direction == .up ? up : down }
}

package enum Direction: String, Sendable, Hashable {
    case up, down
}

/// One section of a migration: its statements in order, and how they want to be run.
package struct Script: Sendable {
    package let text: SQLText
    package let path: String
    /// The marker, and what follows it up to the next one or the end; in bytes of the text.
    package let directive: Range<Int>
    package let range: Range<Int>
    package let statements: [Statement]
    package let options: ScriptOptions
    /// What keeps a section of another tool's from being run here; where it was applied already that is no fault.
    package var obstacle: SourceFault?

    /// Whether it may leave something behind in the session that runs it.
    var touchesSession: Bool { statements.contains { text.mayTouchSession($0) } }

    package func sql(of statement: Statement) -> String { text.text(statement.range) }
}

/// What stands behind the marker of a section.
package struct ScriptOptions: Sendable, Hashable {
    /// All statements and the line in the history commit together; else each statement by itself.
    package var isTransactional = true
    /// How long a statement waits for a lock before it gives way; nil for the runner's.
    package var lockTimeout: Duration?
    /// The lint rules that are waived for the section.
    package var allowedRules: [String] = []

    package init() {}
}
