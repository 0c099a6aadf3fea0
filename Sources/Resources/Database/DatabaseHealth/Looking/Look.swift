internal import Deadlines
internal import PostgreSQL
internal import Words

/// Everything that one connection was asked, all at once, and what came of it.
struct Look: Sendable {
    var view: View?
    /// By the check's id; what is not there was never answered.
    var answers: [String: PipelineOutcome] = [:]
    /// Why the rest is not there.
    var failure: PostgreSQLError?

    /// A catalogue that somebody holds, or a server that takes its time, costs one answer and not all of them.
    private static let guardrail: SQL = """
        select set_config('lock_timeout', '500', true), set_config('statement_timeout', '2000', true),
            set_config('jit', 'off', true)
        """

    /// A transaction for each question, since nothing may be set for longer: behind a pooler the session is another's.
    init(on connection: Connection, _ questions: [any Question], ward: Ward, isOfAdmin: Bool, by deadline: Deadline)
        async
    {
        let statements = [View.question] + questions.map(\.sql)
        let guarded = statements.flatMap { [Look.guardrail, $0] }
        let heard = Locked<[Int: PipelineOutcome]>([:])
        do throws(PostgreSQLError) {
            _ = try await connection.pipeline(guarded, .groups(statements.map { _ in 2 }), by: deadline) {
                number,
                answer in
                heard.withLock { $0[number] = answer }
            }
        } catch {
            failure = error
        }
        let outcomes = heard.withLock { $0 }
        if let row = outcomes[1]?.rows?.first {
            view = try? View(row, ward: ward, isOfAdmin: isOfAdmin, serverAddress: connection.address)
        }
        for (index, question) in questions.enumerated() {
            answers[question.kind.id] = outcomes[2 * index + 3]
        }
    }

    func diagnosis(_ question: any Question, ward: Ward) throws -> Diagnosis {
        guard let view, let answer = answers[question.kind.id] else {
            return .unknown(Finding(question.kind, at: ward.address, unanswered: failure))
        }
        switch answer {
        case .done(let rows): return try question.diagnosis(of: rows, in: view)
        case .failed(let error):
            return question.diagnosis(ofRefusal: error, in: view)
                ?? Look.diagnosis(of: error, kind: question.kind, view)
        case .skipped: return .unknown(Finding(question.kind, at: ward.address, unanswered: failure))
        }
    }

    private static func diagnosis(of error: ServerError, kind: CheckKind, _ view: View) -> Diagnosis {
        let evidence: [Finding.Evidence] = [.fact("SQLSTATE", error.code.rawValue), .verbatim(error.message)]
        switch error.code {
        case .insufficientPrivilege: return .skipped(view.blindness("it (\(error.message))"))
        case .lockNotAvailable:
            return .unknown(
                Finding(
                    kind,
                    at: view.address,
                    .locked,
                    "Somebody holds a lock that keeps the server from telling.",
                    evidence: evidence,
                    remedies: [.hint("The check database.locks says who.")]
                )
            )
        case .queryCanceled:
            return .unknown(
                Finding(
                    kind,
                    at: view.address,
                    .overloaded,
                    "The server did not find the answer within two seconds.",
                    evidence: evidence
                )
            )
        default:
            return .unknown(
                Finding(kind, at: view.address, .brokenAnswer, "The server refused the question.", evidence: evidence)
            )
        }
    }
}

extension Finding {
    /// A connection that was well broke off, or nothing came.
    init(_ kind: CheckKind, at address: Address, unanswered failure: PostgreSQLError?) {
        let isSilent =
            switch failure?.kind {
            case .deadlinePassed?, nil: true
            default: false
            }
        self.init(
            kind,
            .error,
            at: address,
            isSilent ? .noReply : .closed,
            isSilent ? "The server took the question and did not answer." : "The connection broke off.",
            evidence: failure.map { [.fact("reason", "\($0)")] } ?? [],
            remedies: [.hint("The server hangs or is overloaded: look at its log, its load and its disk.")]
        )
    }
}
