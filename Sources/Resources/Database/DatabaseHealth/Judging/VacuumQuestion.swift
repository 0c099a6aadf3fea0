internal import PostgreSQL
internal import Words

/// Whether dead rows are removed: else tables and their indexes only grow.
struct VacuumQuestion: Question {
    let limits: HealthLimits
    var kind: CheckKind { DatabaseChecks.vacuum }

    var sql: SQL {
        """
        select '', 0::float8, 0::float8, null::float8, current_setting('autovacuum')::bool and current_setting('track_counts')::bool
        union all (
            select relid::regclass::text, n_live_tup::float8, n_dead_tup::float8,
                extract(epoch from clock_timestamp() - greatest(last_vacuum, last_autovacuum))::float8, true
            from pg_stat_user_tables
            where n_dead_tup >= \(limits.deadRows)::int8 and n_dead_tup > \(limits.deadShare)::float8 * (n_live_tup + n_dead_tup)
            order by n_dead_tup desc limit 20
        )
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var findings: [Finding] = []
        for row in rows {
            let table: String = try row[0]
            if table.isEmpty {
                guard try !(row[4] as Bool) else { continue }
                findings.append(
                    Finding(
                        kind,
                        at: view.address,
                        .config,
                        "Autovacuum is off: dead rows stay, and statistics grow old.",
                        remedies: view.altering("set autovacuum = on", "set track_counts = on")
                    )
                )
                continue
            }
            let (live, dead): (Double, Double) = (try row[1], try row[2])
            let share = 100 * dead / max(1, live + dead)
            let since: Double? = try row[3]
            findings.append(
                Finding(
                    kind,
                    at: view.address,
                    .stuck,
                    "\(share.percentText) of the rows of \(table) are dead.",
                    evidence: [
                        .fact("dead rows", "\(Int(dead))"), .fact("live rows", "\(Int(live))"),
                        .fact("last vacuum", since.map { "\(Duration.seconds($0).readable) ago" } ?? "never"),
                    ],
                    remedies: [
                        view.sql("vacuum (analyze) \(table)"),
                        .hint(
                            "If they come back: an open transaction or a slot keeps them, or autovacuum is too slow for this table."
                        ),
                    ],
                    data: ["table": .string(table)]
                )
            )
        }
        return .found(findings, seen: findings.isEmpty ? "autovacuum keeps up" : nil)
    }
}
