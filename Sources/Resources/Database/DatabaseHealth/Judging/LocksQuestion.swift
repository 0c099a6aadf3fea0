internal import PostgreSQL
internal import Words

/// Who waits for a lock, and who keeps it from them.
struct LocksQuestion: Question {
    var kind: CheckKind { DatabaseChecks.locks }

    /// `waitstart` came with PostgreSQL 14, `query_id` too; the text of a query may hold what is nobody's business.
    var sql: SQL {
        """
        select w.pid, l.locktype,
            coalesce(l.relation::regclass::text, ''),
            extract(epoch from clock_timestamp() - coalesce((to_jsonb(l) ->> 'waitstart')::timestamptz, w.query_start))::float8,
            b.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''), coalesce(a.state, ''),
            extract(epoch from clock_timestamp() - a.xact_start)::float8, coalesce(to_jsonb(a) ->> 'query_id', ''),
            cardinality(pg_blocking_pids(b.pid)) > 0
        from pg_locks l
        join pg_stat_activity w on w.pid = l.pid
        cross join lateral unnest(pg_blocking_pids(l.pid)) b(pid)
        left join pg_stat_activity a on a.pid = b.pid
        where not l.granted and coalesce(w.application_name, '') <> \(Ward.applicationName)
        order by 4 desc nulls last, b.pid
        limit 200
        """
    }

    private struct Blocker {
        var pid: Int
        var waiters: Set<Int> = []
        var longest = 0.0
        var object: String
        var facts: [(String, String)]
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var blockers: [Int: Blocker] = [:]
        var longest = 0.0
        for row in rows {
            let waiter: Int = try row[0]
            let waited: Double = (try row[3] as Double?) ?? 0
            longest = max(longest, waited)
            // One that waits itself is only a link of the chain.
            guard try !(row[10] as Bool), .seconds(waited) >= view.limits.lockWait else { continue }
            let pid: Int = try row[4]
            var blocker = try blockers[pid] ?? Self.blocker(pid, row)
            blocker.waiters.insert(waiter)
            blocker.longest = max(blocker.longest, waited)
            blockers[pid] = blocker
        }
        let findings = blockers.values.sorted { ($1.longest, $0.pid) < ($0.longest, $1.pid) }.map { blocker in
            finding(blocker, view)
        }
        let waiting = Set(try rows.map { row in try row[0] as Int }).count
        return .found(
            findings,
            seen: waiting == 0
                ? "nobody waits" : "\(counted(waiting, "session")) for \(Duration.seconds(longest).readable)",
            measures: [
                Measure("lock_waits", Double(waiting)),
                Measure("longest_lock_wait", .seconds(longest), warning: view.limits.lockWait / .seconds(1)),
            ]
        )
    }

    private static func blocker(_ pid: Int, _ row: Row) throws -> Blocker {
        let (type, relation): (String, String) = (try row[1], try row[2])
        let (role, application, state): (String, String, String) = (try row[5], try row[6], try row[7])
        let age: Double? = try row[8]
        let query: String = try row[9]
        let facts = [
            ("role", role), ("application_name", application), ("state", state),
            ("transaction open for", age.map { Duration.seconds($0).readable } ?? ""), ("query id", query),
        ]
        return Blocker(pid: pid, object: relation.isEmpty ? "a lock (\(type))" : relation, facts: facts)
    }

    private func finding(_ blocker: Blocker, _ view: View) -> Finding {
        let who = blocker.pid == 0 ? "A prepared transaction" : "Process \(blocker.pid)"
        let waiters = blocker.waiters.count
        return Finding(
            kind,
            at: view.address,
            .locked,
            "\(who) keeps \(counted(waiters, "session")) waiting for \(blocker.object), since \(Duration.seconds(blocker.longest).readable).",
            evidence: blocker.facts.filter { !$0.1.isEmpty }.map { .fact($0.0, $0.1) }
                + [.fact("waiting", blocker.waiters.sorted().prefix(10).map(String.init).joined(separator: ", "))],
            remedies: blocker.pid == 0
                ? [view.sql("select gid, owner, database, prepared from pg_prepared_xacts")]
                : [
                    view.sql("select pg_terminate_backend(\(blocker.pid))"),
                    .hint("That rolls its transaction back; look first whether it is about to end by itself."),
                ],
            data: ["pid": .integer(blocker.pid), "waiting": .array(blocker.waiters.sorted().map { .integer($0) })]
        )
    }
}
