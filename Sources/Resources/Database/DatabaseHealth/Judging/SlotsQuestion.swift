internal import PostgreSQL
internal import Words

/// Log that is kept for somebody who does not fetch it.
struct SlotsQuestion: Question {
    var kind: CheckKind { DatabaseChecks.slots }

    var sql: SQL {
        """
        select slot_name::text, slot_type, active, coalesce(wal_status, ''),
            pg_wal_lsn_diff(
                case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, restart_lsn
            )::float8,
            safe_wal_size::float8
        from pg_replication_slots where not temporary order by 1
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var findings: [Finding] = []
        var held = 0.0
        for row in rows {
            let (name, type): (String, String) = (try row[0], try row[1])
            let isActive: Bool = try row[2]
            let status: String = try row[3]
            let retained: Double = (try row[4] as Double?) ?? 0
            held = max(held, retained)
            var evidence: [Finding.Evidence] = [
                .fact("type", type), .fact("wal_status", status.isEmpty ? "nothing kept yet" : status),
                .fact("kept for it", retained.bytesText),
            ]
            if let safe: Double = try row[5] { evidence.append(.fact("before it is lost", safe.bytesText)) }
            let drop = view.sql("select pg_drop_replication_slot(\(SQL.quoted(literal: name)))")
            let message: String
            let severity: Finding.Severity
            var failureClass = FailureClass.capacity
            if status == "lost" {
                (message, severity) = ("The slot \(name) has lost log that its reader still needs.", .error)
                failureClass = .stuck
            } else if !isActive {
                severity = retained > view.limits.slotBytes || status == "unreserved" ? .error : .warning
                message = "Nobody reads the slot \(name), and the server keeps \(retained.bytesText) of log for it."
            } else if status == "unreserved" {
                (message, severity) = ("The slot \(name) is about to lose log that its reader needs.", .error)
            } else if retained > view.limits.slotBytes {
                (message, severity) = ("The reader of the slot \(name) is behind by \(retained.bytesText).", .warning)
                failureClass = .lag
            } else {
                continue
            }
            findings.append(
                Finding(
                    kind,
                    severity,
                    at: view.address,
                    failureClass,
                    message,
                    evidence: evidence,
                    remedies: [
                        drop,
                        .hint(
                            "Only if its reader will not come back: what is kept fills the disk until it is dropped or read."
                        ),
                    ],
                    data: ["slot": .string(name)]
                )
            )
        }
        return .found(
            findings,
            seen: rows.isEmpty ? "none" : counted(rows.count, "slot"),
            measures: [Measure("slot_held", held, .bytes, warning: view.limits.slotBytes)]
        )
    }
}
