internal import Deadlines
internal import PostgreSQL
internal import TestSupport

/// What the server makes of a text that it parses and does not run.
enum Verdict: Hashable {
    case empty, one, several
    case refused(SQLState, String)

    var isRefusal: Bool {
        if case .refused = self { true } else { false }
    }
}

/// Asks the server how it reads texts.
///
/// In a failed transaction the extended protocol parses what it is sent, refuses more than one command, and then refuses the one
/// for the transaction's sake: so nothing is run, and any text may be asked about.
struct ServerReader {
    private let connection: Connection

    init() async throws {
        let server = try await aside { try TestServers.postgreSQL() }
        connection = try await Connection.open(try Target(url: server.url()), by: .after(.seconds(60)))
        try await fail()
    }

    func verdicts(_ texts: [String]) async throws -> [Verdict] {
        let outcomes = try await connection.pipeline(texts.map { SQL(raw: $0) }, .each, by: .after(.seconds(60)))
        if await connection.transactionStatus == .inFailedTransaction { return outcomes.map(verdict) }
        // One of them was a `rollback` or its like: each must be asked in a failed transaction of its own.
        var verdicts: [Verdict] = []
        for text in texts {
            try await fail()
            verdicts += try await connection.pipeline([SQL(raw: text)], .each, by: .after(.seconds(60))).map(verdict)
        }
        try await fail()
        return verdicts
    }

    private func fail() async throws {
        if await connection.transactionStatus == .inFailedTransaction { return }
        _ = try await connection.pipeline(["rollback", "begin", "select 1/0"], .each, by: .after(.seconds(60)))
    }

    private func verdict(_ outcome: PipelineOutcome) -> Verdict {
        switch outcome {
        case .done(let rows): rows.tag.isEmpty ? .empty : .one
        // A text without a command is not refused before it is bound to its parameters, of which it has none.
        case .failed(let error) where error.code == .failedTransaction:
            error.routine == "exec_bind_message" ? .empty : .one
        case .failed(let error) where error.code == .syntaxError && error.routine == "exec_parse_message": .several
        case .failed(let error): .refused(error.code, error.message)
        case .skipped: .refused(.failedTransaction, "skipped")
        }
    }
}
