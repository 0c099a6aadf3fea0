package import PostgreSQL
internal import SQLText

/// A migration that did not go through; what came before it stays, nothing after it was run.
package struct MigrationFailure: Error, Sendable {
    package enum Cause: Sendable {
        /// The server refused the statement.
        case refused(ServerError)
        /// The connection, or the time, came to an end; whether the last step was done shows at the next run.
        case broken(PostgreSQLError)
        /// `if not exists` found an index that an earlier build had left invalid.
        case invalidIndex(InvalidIndex)
        /// The lock that keeps other runners away was lost with its connection.
        case lockLost
    }

    package var cause: Cause
    package var step: RunPlan.Step
    /// From 1; nil where no single statement is to blame.
    package var statement: Int?
    package var line: Int
    package var column: Int
    package var blockers: [Blocker] = []
    package var attempts = 1
    /// What ended before it in this run.
    package var ended: [RunPlan.Step] = []
    /// Whether the statement left a half of its work behind, for the next try to clear away.
    var isHalfDone = false
    /// An index that a concurrent build left behind.
    package var leftover: InvalidIndex?

    init(_ cause: Cause, _ step: RunPlan.Step, statement index: Int?) {
        self.cause = cause
        self.step = step
        statement = index.map { $0 + 1 }
        (line, column) = (0, 0)
        guard let script = step.script, let index, index < script.statements.count else { return }
        let start = script.statements[index].range.lowerBound
        var offset = start
        if case .refused(let error) = cause, let position = error.position { offset += position.byteOffset }
        let place = script.text.position(of: min(offset, script.text.bytes.count))
        (line, column) = (place.line, place.column)
    }

    package var path: String { step.script?.path ?? step.migration.file.path }

    /// The statement as it was sent.
    package var sql: String? {
        guard let script = step.script, let statement else { return nil }
        return script.sql(of: script.statements[statement - 1])
    }
}
