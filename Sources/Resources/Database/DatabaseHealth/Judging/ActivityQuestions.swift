internal import PostgreSQL
internal import Words

/// A session that has been at something for longer than it should.
private struct Laggard {
    static func sql(where condition: SQL, since column: String) -> SQL {
        """
        select pid, coalesce(usename::text, ''), coalesce(application_name, ''), coalesce(datname::text, ''),
            extract(epoch from clock_timestamp() - \(raw: column))::float8, coalesce(to_jsonb(a) ->> 'query_id', ''),
            coalesce(client_addr::text, ''), coalesce(backend_xmin::text, '')
        from pg_stat_activity a
        where backend_type = 'client backend' and pid <> pg_backend_pid() and \(condition)
        order by 5 desc limit 20
        """
    }

    let pid: Int
    let age: Duration
    let evidence: [Finding.Evidence]

    init(_ row: Row) throws {
        pid = try row[0]
        age = .seconds(try row[4] as Double)
        var facts: [Finding.Evidence] = []
        for (index, name) in [1: "role", 2: "application_name", 3: "database", 5: "query id", 6: "client"].sorted(by: {
            $0.key < $1.key
        }) {
            let text: String = try row[index]
            if !text.isEmpty { facts.append(.fact(name, text)) }
        }
        let horizon: String = try row[7]
        if !horizon.isEmpty { facts.append(.fact("keeps dead rows since", "transaction \(horizon)")) }
        evidence = facts
    }
}

/// Transactions that somebody began and forgot.
struct IdleInTransactionQuestion: Question {
    let limit: Duration
    var kind: CheckKind { DatabaseChecks.idleInTransaction }

    var sql: SQL {
        Laggard.sql(
            where:
                "state like 'idle in transaction%' and state_change < clock_timestamp() - \(limit.secondsText)::interval",
            since: "state_change"
        )
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        let idlers = try rows.map(Laggard.init)
        let measure = Measure(
            "idle_in_transaction",
            idlers.first?.age ?? .zero,
            warning: view.limits.idleInTransaction / .seconds(1)
        )
        guard !idlers.isEmpty else { return view.healthy("none", whereSessionsAreSeen: [measure]) }
        return .found(
            idlers.map { idler in
                Finding(
                    kind,
                    at: view.address,
                    .stuck,
                    "Process \(idler.pid) has kept a transaction open for \(idler.age.readable) and does nothing.",
                    evidence: idler.evidence,
                    remedies: [
                        view.sql("select pg_terminate_backend(\(idler.pid))"),
                        .hint(
                            "Against the next one: idle_in_transaction_session_timeout = '5min' for the agent's role."
                        ),
                    ],
                    data: ["pid": .integer(idler.pid)]
                )
            },
            seen: counted(idlers.count, "session"),
            measures: [measure]
        )
    }
}

/// Queries that have been running for so long that somebody should look.
struct LongQueriesQuestion: Question {
    let limit: Duration
    var kind: CheckKind { DatabaseChecks.longQueries }

    var sql: SQL {
        Laggard.sql(
            where: "state = 'active' and query_start < clock_timestamp() - \(limit.secondsText)::interval",
            since: "query_start"
        )
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        let runners = try rows.map(Laggard.init)
        let measure = Measure(
            "longest_query",
            runners.first?.age ?? .zero,
            warning: view.limits.longQuery / .seconds(1)
        )
        guard !runners.isEmpty else {
            return view.healthy("none over \(limit.readable)", whereSessionsAreSeen: [measure])
        }
        return .found(
            runners.map { runner in
                Finding(
                    kind,
                    at: view.address,
                    .overloaded,
                    "Process \(runner.pid) has been at one query for \(runner.age.readable).",
                    evidence: runner.evidence,
                    remedies: [
                        view.sql("select pg_cancel_backend(\(runner.pid))"),
                        .hint("Against the next one: statement_timeout for the agent's role."),
                    ],
                    data: ["pid": .integer(runner.pid)]
                )
            },
            seen: counted(runners.count, "query", "queries"),
            measures: [measure]
        )
    }
}

/// The first half of a two-phase commit whose second half never came.
struct PreparedTransactionsQuestion: Question {
    var kind: CheckKind { DatabaseChecks.preparedTransactions }

    var sql: SQL {
        """
        select gid, owner::text, database::text, extract(epoch from clock_timestamp() - prepared)::float8, transaction::text
        from pg_prepared_xacts order by prepared limit 20
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var findings: [Finding] = []
        for row in rows {
            let (gid, owner, database): (String, String, String) = (try row[0], try row[1], try row[2])
            let age = Duration.seconds(try row[3] as Double)
            guard age >= view.limits.preparedTransaction else { continue }
            let transaction: String = try row[4]
            findings.append(
                Finding(
                    kind,
                    at: view.address,
                    .stuck,
                    "The prepared transaction \(gid) has waited for its end for \(age.readable).",
                    evidence: [
                        .fact("owner", owner), .fact("database", database), .fact("transaction", transaction),
                        .paragraph("It keeps its locks, and no dead row since can be removed, restart or not."),
                    ],
                    remedies: [
                        view.sql("rollback prepared \(SQL.quoted(literal: gid))", in: database),
                        .hint(
                            "In the database \(database), as \(owner) or a superuser; if it is to be kept: commit prepared."
                        ),
                    ],
                    data: ["gid": .string(gid)]
                )
            )
        }
        return .found(
            findings,
            seen: rows.isEmpty ? "none" : "\(rows.count)",
            measures: [Measure("prepared_transactions", Double(rows.count))]
        )
    }
}

extension Duration {
    /// As the server reads an interval.
    fileprivate var secondsText: String { "\(self / .seconds(1)) seconds" }
}
