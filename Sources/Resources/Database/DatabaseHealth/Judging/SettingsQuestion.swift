internal import PostgreSQL
internal import Provisioning
internal import Words

/// The server's settings against those of the platform file, whatever the units.
struct SettingsQuestion: Question {
    let wanted: [(name: String, value: String)]
    var kind: CheckKind { DatabaseChecks.settings }
    var setting: [String] { ["settings"] }

    var sql: SQL {
        """
        select lower(name), \(raw: ServerSetting.Facts.columns),
            pg_has_role('pg_read_all_settings', 'usage')
        from pg_settings
        where lower(name) = any(\(wanted.map { $0.name.lowercased() }.asArray)::text[]) or name = 'server_version'
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var known: [String: Row] = [:]
        for row in rows { known[try row[0]] = row }
        let seesAll: Bool = try known["server_version"].map { row in try row[7] } ?? false
        var findings: [Finding] = []
        var unseen: [String] = []
        for (name, value) in wanted {
            guard let row = known[name.lowercased()] else {
                if seesAll {
                    findings.append(
                        finding(name, view, .unsupported, "The server knows no setting \(name).", [])
                    )
                } else {
                    unseen.append(name)
                }
                continue
            }
            let facts = try ServerSetting.Facts(row)
            if let finding = compare(name, value, facts, view) { findings.append(finding) }
        }
        if findings.isEmpty, !unseen.isEmpty { return .skipped(view.blindness(listed(unseen))) }
        return .found(findings, seen: "\(wanted.count - findings.count) of \(wanted.count) as declared")
    }

    private func compare(_ name: String, _ value: String, _ facts: ServerSetting.Facts, _ view: View) -> Finding? {
        guard let declared = ServerSetting(value, type: facts.type, unit: facts.unit) else {
            return finding(
                name,
                view,
                .invalid,
                "The server would not take \(value) for \(name).",
                evidence(value, facts)
            )
        }
        guard declared != ServerSetting(facts.value, type: facts.type, unit: facts.unit) else {
            guard facts.isPendingRestart else { return nil }
            var pending = finding(
                name,
                view,
                .drift,
                "\(name) is as declared until the next restart, which brings another value.",
                evidence(value, facts)
            )
            pending.severity = .warning
            return pending
        }
        let change = "set \(name) = \(SQL.quoted(literal: value))"
        let remedies: [Finding.Remedy]
        var why = ""
        if facts.isPendingRestart {
            why = ", and a change waits for a restart"
            remedies = [.hint("Restart the server.")]
        } else if facts.context == "internal" {
            remedies = [.hint("It was fixed when the server was made: declare what it is, or make another server.")]
        } else if facts.source == "command line" {
            remedies = [.hint("It stands on the server's command line, which wins over alter system: change it there.")]
        } else if facts.context == "postmaster" {
            remedies = [view.sql("alter system \(change)"), .hint("Then restart the server.")]
        } else {
            remedies = view.altering(change)
        }
        return finding(
            name,
            view,
            .drift,
            "\(name) is \(facts.spelled), and \(value) is declared\(why).",
            evidence(value, facts),
            remedies
        )
    }

    private func evidence(_ value: String, _ facts: ServerSetting.Facts) -> [Finding.Evidence] {
        [.fact("declared", value), .fact("server", facts.spelled), .fact("said by", facts.source)]
    }

    private func finding(
        _ name: String,
        _ view: View,
        _ failureClass: FailureClass,
        _ message: String,
        _ evidence: [Finding.Evidence],
        _ remedies: [Finding.Remedy] = [.hint("Correct database.settings.")],
    ) -> Finding {
        Finding(
            kind,
            .warning,
            at: view.address,
            failureClass,
            message,
            evidence: evidence,
            remedies: remedies,
            data: ["setting": .string(name)]
        )
    }
}
