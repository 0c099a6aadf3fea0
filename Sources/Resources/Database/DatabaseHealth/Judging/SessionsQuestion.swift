internal import PostgreSQL
internal import Words

/// Sessions that ended and should have been removed since.
struct SessionsQuestion: Question {
    static let table = "public.strands_sessions"

    let cleanUpEvery: Duration
    var kind: CheckKind { DatabaseChecks.sessions }
    var setting: [String] { ["sessions", "cleanup_every"] }
    var isOfAgent: Bool { true }

    /// More than that need not be counted.
    private static let most = 100_000

    /// Times are written without a zone and mean UTC.
    var sql: SQL {
        """
        select count(*), extract(epoch from clock_timestamp() at time zone 'UTC' - min(expires_at))::float8 from (
            select expires_at from \(raw: SessionsQuestion.table)
            where expires_at < clock_timestamp() at time zone 'UTC' - \("\(cleanUpEvery / .seconds(1)) seconds")::interval
            limit \(SessionsQuestion.most)::int
        ) s
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        guard let row = rows.first else { return .skipped("no answer") }
        let count: Int = try row[0]
        let measure = Measure("sessions_overdue", Double(count), warning: 1)
        guard count > 0 else { return .healthy("none overdue", measures: [measure]) }
        let oldest = Duration.seconds((try row[1] as Double?) ?? 0)
        let words = count >= SessionsQuestion.most ? "More than \(count)" : "\(count)"
        return .found(
            Finding(
                kind,
                at: view.address,
                .stuck,
                "\(words) ended \(count == 1 ? "session waits" : "sessions wait") to be removed, the oldest for \(oldest.readable).",
                evidence: [.fact("removed every", cleanUpEvery.readable)],
                remedies: [
                    view.sql("select public.remove_expired_sessions()"),
                    .hint("Call it until it says less than 1000; then see why the agents do not."),
                ],
                data: ["overdue": .integer(count)]
            ),
            seen: "\(count) overdue",
            measures: [measure]
        )
    }

    func diagnosis(ofRefusal error: ServerError, in view: View) -> Diagnosis? {
        switch error.code {
        case .undefinedTable: .skipped("\(SessionsQuestion.table) is not there: database.schema tells")
        case .insufficientPrivilege:
            .skipped("\(view.role) may not read \(SessionsQuestion.table): database.privileges tells")
        default: nil
        }
    }
}
