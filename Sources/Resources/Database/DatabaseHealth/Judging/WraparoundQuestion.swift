internal import PostgreSQL
internal import Words

/// How far the oldest row is from the day its transaction's number comes round again.
struct WraparoundQuestion: Question {
    var kind: CheckKind { DatabaseChecks.wraparound }

    var sql: SQL {
        """
        select datname::text, age(datfrozenxid)::int8, mxid_age(datminmxid)::int8,
            current_setting('autovacuum_freeze_max_age')::int8,
            current_setting('autovacuum_multixact_freeze_max_age')::int8
        from pg_database order by greatest(age(datfrozenxid), mxid_age(datminmxid)) desc
        """
    }

    /// The numbers there are before the server refuses to hand out more.
    private static let end = 2_146_483_647.0

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var findings: [Finding] = []
        var oldest = 0.0
        for row in rows {
            let database: String = try row[0]
            for (index, name, setting) in [
                (1, "transaction", "autovacuum_freeze_max_age"),
                (2, "multixact", "autovacuum_multixact_freeze_max_age"),
            ] {
                let age: Double = try row[index]
                let forced: Double = try row[index + 2]
                oldest = max(oldest, age)
                // Between once and twice that age autovacuum is at it, which is its everyday work.
                let warning = min(forced * view.limits.freezeFactor, view.limits.wraparoundError * 0.75)
                guard age >= warning else { continue }
                findings.append(
                    Finding(
                        kind,
                        age >= view.limits.wraparoundError ? .error : .warning,
                        at: view.address,
                        .capacity,
                        "The oldest \(name) of \(database) is \(Int(age)) numbers old: \((100 * age / Self.end).percentText) of the way to where the server stops.",
                        evidence: [.fact(setting, "\(Int(forced))"), .fact("the server stops at", "\(Int(Self.end))")],
                        remedies: [
                            view.sql("vacuum (freeze)", in: database),
                            .hint(
                                "First end what holds it back: an open or prepared transaction, or a replication slot (database.idle-in-transaction, database.prepared-transactions, database.slots)."
                            ),
                        ],
                        data: ["database": .string(database), "age": .integer(Int(age))]
                    )
                )
            }
        }
        let share = 100 * oldest / Self.end
        return .found(
            findings,
            seen: "\(share.percentText) used",
            measures: [Measure("wraparound", share, .percent, critical: 100 * view.limits.wraparoundError / Self.end)]
        )
    }
}
