internal import Platform
internal import PostgreSQL
internal import Words

/// Whether the server can bear all agents in a rush.
struct PoolQuestion: Question {
    let pool: Database.Pool
    let role: String
    var kind: CheckKind { DatabaseChecks.pool }
    var setting: [String] { ["pool"] }

    var sql: SQL {
        """
        select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int,
            coalesce((select case when rolsuper then -1 else rolconnlimit end from pg_roles where rolname = \(role)::name), -1)
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        guard let row = rows.first else { return .skipped("the server does not say how many it takes") }
        let (available, roleLimit): (Int, Int) = (try row[0], try row[1])
        let agents = max(1, view.ward.agents ?? 1)
        let each = pool.max + pool.overflow
        let wanted = each * agents
        let sum = "\(pool.max) + \(pool.overflow) of \(counted(agents, "agent"))"
        var findings: [Finding] = []
        func judge(_ limit: Int, _ message: String, _ remedies: [Finding.Remedy]) {
            guard wanted > limit else { return }
            let fitting = limit / agents
            let advice = "Or let database.pool be at most \(fitting) with its overflow."
            findings.append(
                Finding(
                    kind,
                    at: view.address,
                    .capacity,
                    message,
                    evidence: [.fact("wanted", "\(wanted) (\(sum))"), .fact("limit", "\(limit)")],
                    remedies: remedies + [.hint(advice)],
                    data: ["wanted": .integer(wanted), "limit": .integer(limit)]
                )
            )
        }
        judge(
            available,
            "In a rush the agents want \(wanted) connections, and the server has \(available).",
            [view.sql("alter system set max_connections = \(wanted + 20)"), .hint("The server wants a restart then.")]
        )
        if roleLimit >= 0 {
            judge(
                roleLimit,
                "In a rush the agents want \(wanted) connections, and \(role) may have \(roleLimit).",
                [view.sql("alter role \(quoted(role)) connection limit \(wanted)")]
            )
        }
        let unsaid = view.ward.agents == nil ? ", as far as one agent goes" : ""
        return .found(
            findings,
            seen: "\(wanted) of \(available)\(unsaid)",
            measures: [Measure("pool", Double(wanted), warning: Double(available), maximum: Double(available))]
        )
    }
}
