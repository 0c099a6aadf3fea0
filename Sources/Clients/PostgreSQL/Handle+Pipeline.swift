internal import CLibPQ
internal import Deadlines

/// How the statements of a pipeline hang together.
package enum PipelineGrouping: Sendable, Hashable {
    /// One transaction; after an error nothing more is done and nothing of it stays.
    case together
    /// A transaction each: **later statements run after an error of an earlier one**.
    case each
    /// So many statements to a transaction, one group after the other: after an error the rest of its group is skipped
    /// and **the next group runs**, unless the groups themselves keep it from doing so.
    case groups([Int])

    /// For each of `count` statements whether a transaction ends with it.
    fileprivate func ends(_ count: Int) -> [Bool] {
        var ends = [Bool](repeating: self == .each, count: count)
        if case .groups(let sizes) = self {
            var index = -1
            for size in sizes where index + size < count {
                index += size
                if index >= 0 { ends[index] = true }
            }
        }
        ends[count - 1] = true
        return ends
    }

    /// Whether what came before an error stays.
    fileprivate var keepsWhatIsDone: Bool { self != .together }
}

/// Hears of each answer as it comes, by the statement's number, on the connection's thread.
package typealias PipelineListener = @Sendable (Int, PipelineOutcome) -> Void

package enum PipelineOutcome: Sendable {
    case done(Rows)
    case failed(ServerError)
    /// Not carried out, since an earlier statement of the group failed.
    case skipped

    package var rows: Rows? {
        if case .done(let rows) = self { rows } else { nil }
    }

    package var error: ServerError? {
        if case .failed(let error) = self { error } else { nil }
    }
}

extension Handle {
    /// So many statements may be under way before an answer is read.
    private static let window = 256
    /// Without a Sync the server would keep its answers; it is asked for them this often.
    private static let flushEvery = 64

    /// Sends statements without waiting for the answers in between.
    mutating func pipeline(
        _ statements: [SQL],
        _ grouping: PipelineGrouping,
        awaited: Set<Int> = [],
        _ listener: PipelineListener? = nil,
    ) throws(PostgreSQLError) -> [PipelineOutcome] {
        var arguments: [Arguments] = []
        for statement in statements { arguments.append(try Arguments(statement)) }
        let pointer = try connection()
        guard !statements.isEmpty else { return [] }
        guard PQenterPipelineMode(pointer) == 1 else {
            throw failure(.library(String(cString: PQerrorMessage(pointer))))
        }
        var outcomes: [PipelineOutcome] = []
        do throws(PostgreSQLError) {
            try run(statements, arguments, grouping.ends(statements.count), awaited, listener, &outcomes)
        } catch {
            var failure = error
            failure.completedStatements = outcomes.count { $0.rows != nil }
            throw failure
        }
        PQexitPipelineMode(pointer)
        // Stopped, and yet all were done in time: then they were done.
        if let kind = call.givenUp, outcomes.count < statements.count || outcomes.contains(where: { $0.rows == nil }) {
            var failure = failure(kind)
            failure.completedStatements = outcomes.count { $0.rows != nil }
            failure.mayHaveTakenEffect = grouping.keepsWhatIsDone && failure.completedStatements > 0
            throw failure
        }
        return outcomes
    }

    private mutating func run(
        _ statements: [SQL],
        _ arguments: [Arguments],
        _ endsOfGroups: [Bool],
        _ awaited: Set<Int>,
        _ listener: PipelineListener?,
        _ outcomes: inout [PipelineOutcome],
    ) throws(PostgreSQLError) {
        var ends = endsOfGroups
        var sent = 0
        while true {
            while call.givenUp == nil, sent < statements.count, sent - outcomes.count < Handle.window {
                let index = sent
                try send { arguments[index].send(statements[index].text, to: $0) }
                sent += 1
                if ends[index] {
                    try send { PQpipelineSync($0) }
                } else if sent.isMultiple(of: Handle.flushEvery) || awaited.contains(index) {
                    try send { PQsendFlushRequest($0) }
                }
                if call.patience.deadline.hasPassed { stop(.deadlinePassed(during: call.activity)) }
            }
            if call.givenUp != nil, sent > 0, !ends[sent - 1] {
                // Nothing ends a pipeline but a Sync.
                try send { PQpipelineSync($0) }
                ends[sent - 1] = true
            }
            guard outcomes.count < sent else { break }
            let last = outcomes.count + 1 == sent
            outcomes.append(try nextOutcome(statements[outcomes.count].text))
            // The cancelled one has ended, and the next may be as long.
            if call.givenUp != nil, !last, outcomes.last?.error?.code == .queryCanceled { cancelAgain() }
            if ends[outcomes.count - 1] { try readSync(&outcomes) }
            if let listener, let outcome = outcomes.last { listener(outcomes.count - 1, outcome) }
        }
    }

    /// The results of one statement, up to the null that ends them.
    private mutating func nextOutcome(_ statement: String) throws(PostgreSQLError) -> PipelineOutcome {
        var outcome = PipelineOutcome.skipped
        while let answer = try nextAnswer() {
            switch answer.status {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: outcome = .done(Rows(answer, notices: notices))
            case PGRES_PIPELINE_ABORTED: outcome = .skipped
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                // libpq has no way out of a copy in a pipeline.
                finish()
                throw failure(.copyNotHere, usable: false)
            default:
                guard let error = ServerError(answer.pointer, statement: statement) else {
                    throw failure(of: answer, statement)
                }
                if error.endsSession { throw failure(of: answer, statement) }
                outcome = .failed(error)
            }
        }
        return outcome
    }

    /// Reads up to the Sync; where the commit that it stands for fails, the last statement of the group is told to have
    /// failed.
    private mutating func readSync(_ outcomes: inout [PipelineOutcome]) throws(PostgreSQLError) {
        var hasFailed = false
        while true {
            guard let answer = try nextAnswer() else {
                if hasFailed { continue }
                throw lost()
            }
            if answer.status == PGRES_PIPELINE_SYNC { return }
            hasFailed = true
            guard let error = ServerError(answer.pointer), !error.endsSession else { throw failure(of: answer, nil) }
            outcomes[outcomes.count - 1] = .failed(error)
        }
    }
}
