internal import PostgreSQL
internal import Words

/// How many numbers sequences have left, counted by what their column can hold.
struct SequencesQuestion: Question {
    var kind: CheckKind { DatabaseChecks.sequences }

    var sql: SQL {
        """
        select c.oid::regclass::text, coalesce(t.attrelid::regclass::text || '.' || quote_ident(t.attname), ''),
            case when has_sequence_privilege(c.oid, 'usage, select') then pg_sequence_last_value(c.oid)::float8 end,
            has_sequence_privilege(c.oid, 'usage, select'),
            s.seqstart::float8,
            least(s.seqmax, case t.atttypid when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647
                else s.seqmax end)::float8,
            coalesce(format_type(t.atttypid, t.atttypmod), ''), s.seqmax::float8
        from pg_sequence s
        join pg_class c on c.oid = s.seqrelid
        left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
            and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0
        left join pg_attribute t on t.attrelid = d.refobjid and t.attnum = d.refobjsubid
        where s.seqincrement > 0 and not s.seqcycle and c.relpersistence <> 't'
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var findings: [Finding] = []
        var hidden: [String] = []
        var fullest = 0.0
        for row in rows {
            let name: String = try row[0]
            guard try row[3] else {
                hidden.append(name)
                continue
            }
            // Nothing was taken from it yet.
            guard let last: Double = try row[2] else { continue }
            let (start, limit, declared): (Double, Double, Double) = (try row[4], try row[5], try row[7])
            let share = 100 * (last - min(start, 1) + 1) / max(1, limit - min(start, 1) + 1)
            fullest = max(fullest, share)
            guard share >= view.limits.sequenceWarning else { continue }
            findings.append(
                finding(
                    of: name,
                    Filling(share: share, last: last, limit: limit, mayGrow: declared <= limit),
                    column: try row[1],
                    type: try row[6],
                    in: view
                )
            )
        }
        if findings.isEmpty, !hidden.isEmpty {
            return .skipped("\(view.role) may not read \(listed(hidden)): a role that may is needed")
        }
        return .found(
            findings,
            seen: rows.isEmpty ? "none" : "\(counted(rows.count, "sequence")), the fullest \(fullest.percentText)",
            measures: [
                Measure(
                    "sequence_used",
                    fullest,
                    .percent,
                    warning: view.limits.sequenceWarning,
                    critical: view.limits.fullError,
                    maximum: 100
                )
            ]
        )
    }

    /// How far a sequence has come.
    private struct Filling {
        let share: Double
        let last: Double
        let limit: Double
        /// Whether the end is the sequence's own, not its column's.
        let mayGrow: Bool
    }

    private func finding(of name: String, _ filling: Filling, column: String, type: String, in view: View) -> Finding {
        let owner = column.isEmpty ? "" : " of \(column)"
        var remedies: [Finding.Remedy] = []
        if !column.isEmpty, let dot = column.lastIndex(of: "."), type != "bigint" {
            let (table, name) = (column[..<dot], column[column.index(after: dot)...])
            remedies = [
                view.sql("alter table \(table) alter column \(name) type bigint"),
                .hint("That rewrites the table under a lock: for a large one, fill a second column and exchange them."),
            ]
        }
        if filling.mayGrow {
            remedies.append(view.sql("alter sequence \(name) as bigint maxvalue 9223372036854775807"))
        }
        return Finding(
            kind,
            filling.share >= view.limits.fullError ? .error : .warning,
            at: view.address,
            .capacity,
            filling.share >= 100
                ? "The sequence \(name)\(owner) has no numbers left."
                : "The sequence \(name)\(owner) has used \(filling.share.percentText) of its numbers.",
            evidence: [
                .fact("last value", "\(Int(exactly: filling.last) ?? .max)"),
                .fact("the most it can hold", "\(Int(exactly: filling.limit) ?? .max)"),
            ] + (type.isEmpty ? [] : [.fact("column's type", type)]),
            remedies: remedies,
            data: ["sequence": .string(name)]
        )
    }
}
