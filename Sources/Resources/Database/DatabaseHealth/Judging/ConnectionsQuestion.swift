internal import PostgreSQL
internal import Words

/// How many connections are taken of those that may be: by the server, by the agent's role, by the database.
struct ConnectionsQuestion: Question {
    let role: String
    var kind: CheckKind { DatabaseChecks.connections }

    /// A session whose doings are hidden still shows its database, which only clients have.
    ///
    /// Our own are gone in a moment, and not counted.
    var sql: SQL {
        """
        with client as (
            select usename, datname, coalesce(application_name, '') as name from pg_stat_activity
            where (backend_type = 'client backend' or backend_type is null and datid is not null)
                and pid <> pg_backend_pid() and application_name is distinct from \(Ward.applicationName)
        )
        select (select count(*) from client), current_setting('max_connections')::int,
            current_setting('superuser_reserved_connections')::int
                + coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int,
            (select count(*) from client where usename = \(role)::name),
            coalesce((select case when rolsuper then -1 else rolconnlimit end from pg_roles where rolname = \(role)::name), -1),
            (select count(*) from client where datname = current_database()),
            (select datconnlimit from pg_database where datname = current_database()),
            array(
                select concat(coalesce(usename::text, '?'), ' ', nullif(name, ''), ' ', count(*)) from client
                group by usename, name order by count(*) desc limit 3
            )
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        guard let row = rows.first else { return .skipped("the server says nothing of its sessions") }
        let (used, maximum, reserved): (Int, Int, Int) = (try row[0], try row[1], try row[2])
        let available = max(1, maximum - reserved)
        let holders: [String] = try row[7]
        let evidence: [Finding.Evidence] = [
            .fact("max_connections", "\(maximum), of which \(reserved) are kept for superusers"),
            .fact("most of them", holders.joined(separator: "; ")),
        ]
        func judge(_ used: Int, of limit: Int, _ what: String, _ remedies: [Finding.Remedy]) -> Finding? {
            finding(used, of: limit, what, evidence, remedies, in: view)
        }
        let ofAll = judge(
            used,
            of: available,
            "that the server has for everybody",
            [
                view.sql(
                    "select usename, application_name, state, count(*) from pg_stat_activity group by 1, 2, 3 order by 4 desc"
                ),
                .hint("Make database.pool smaller, or raise max_connections and restart the server."),
            ]
        )
        let (ofRole, roleLimit): (Int, Int) = (try row[3], try row[4])
        let raise = view.sql("alter role \(quoted(role)) connection limit \(max(20, roleLimit * 2))")
        let (ofDatabase, databaseLimit): (Int, Int) = (try row[5], try row[6])
        let lift = view.sql("alter database \(quoted(view.ward.agent.database)) connection limit -1")
        let findings = [
            ofAll, judge(ofRole, of: roleLimit, "that \(role) may have", [raise]),
            judge(ofDatabase, of: databaseLimit, "that the database may have", [lift]),
        ]
        let limits = view.limits
        let measure = Measure(
            "connections",
            Double(used),
            warning: Double(available) * limits.fullWarning / 100,
            critical: Double(available) * limits.fullError / 100,
            maximum: Double(available)
        )
        return .found(findings.compactMap(\.self), seen: "\(used) of \(available)", measures: [measure])
    }

    /// Nil where there is room, or no limit: the catalogue writes that one as -1.
    private func finding(
        _ used: Int,
        of limit: Int,
        _ what: String,
        _ evidence: [Finding.Evidence],
        _ remedies: [Finding.Remedy],
        in view: View,
    ) -> Finding? {
        let share = 100 * Double(used) / Double(max(1, limit))
        guard limit >= 0, share >= view.limits.fullWarning else { return nil }
        return Finding(
            kind,
            share >= view.limits.fullError ? .error : .warning,
            at: view.address,
            .capacity,
            "\(used) of \(limit) connections \(what) are taken.",
            evidence: evidence,
            remedies: remedies,
            data: ["used": .integer(used), "limit": .integer(limit)]
        )
    }
}
