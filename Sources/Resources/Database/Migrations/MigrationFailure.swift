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
    /// How long those took, by their versions, as far as whoever heard of them knows.
    package var durations: [String: Duration] = [:]
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

extension MigrationFailure {
    /// The line that the server points at, two of the statement's before it, and the place in it.
    package struct SourceLines: Sendable, Hashable {
        package var lines: [String]
        /// The number of the first.
        package var first: Int
        /// The place in the last one, in bytes.
        package var offset: Int
    }

    /// Nil where the server names no place.
    package var sourceLines: SourceLines? {
        guard case .refused(let error) = cause, let position = error.position, let script = step.script, let statement
        else { return nil }
        let bytes = script.text.bytes
        let start = script.statements[statement - 1].range.lowerBound
        let place = min(start + position.byteOffset, bytes.count)
        func beginning(ofLineAt offset: Int) -> Int { bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0 }
        let lineStart = beginning(ofLineAt: place)
        let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
        var (from, count) = (lineStart, 0)
        while from > start, count < 2 {
            from = beginning(ofLineAt: from - 1)
            count += 1
        }
        let text = String(decoding: bytes[from..<end], as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.utf8.last == 0x0D ? String(line.unicodeScalars.dropLast()) : String(line)
        }
        return SourceLines(lines: lines, first: line - count, offset: place - lineStart)
    }
}
