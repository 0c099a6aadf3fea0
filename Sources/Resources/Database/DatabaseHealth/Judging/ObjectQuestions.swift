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
            let (column, type): (String, String) = (try row[1], try row[6])
            let owner = column.isEmpty ? "" : " of \(column)"
            var remedies: [Finding.Remedy] = []
            if !column.isEmpty, let dot = column.lastIndex(of: "."), type != "bigint" {
                remedies.append(
                    .fix(
                        "alter table \(column[..<dot]) alter column \(column[column.index(after: dot)...]) type bigint;"
                    )
                )
                remedies.append(
                    .hint(
                        "That rewrites the table under a lock: for a large one, fill a second column and exchange them."
                    )
                )
            }
            if declared <= limit {
                remedies.append(.fix("alter sequence \(name) as bigint maxvalue 9223372036854775807;"))
            }
            findings.append(
                Finding(
                    kind,
                    share >= view.limits.fullError ? .error : .warning,
                    at: view.address,
                    .capacity,
                    share >= 100
                        ? "The sequence \(name)\(owner) has no numbers left."
                        : "The sequence \(name)\(owner) has used \(share.percentText) of its numbers.",
                    evidence: [
                        .fact("last value", "\(Int(exactly: last) ?? .max)"),
                        .fact("the most it can hold", "\(Int(exactly: limit) ?? .max)"),
                    ] + (type.isEmpty ? [] : [.fact("column's type", type)]),
                    remedies: remedies,
                    data: ["sequence": .string(name)]
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
}

/// Indexes that no query can use, and such as another one makes superfluous.
struct IndexesQuestion: Question {
    var kind: CheckKind { DatabaseChecks.indexes }

    /// One that is being built is not valid yet, and nothing is wrong with it.
    var sql: SQL {
        """
        with mine as (
            select i.*, c.relname from pg_index i
            join pg_class c on c.oid = i.indexrelid
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        )
        select 'invalid' as fault, i.indexrelid::regclass::text, i.indrelid::regclass::text, i.relname ~ '_ccnew[0-9]*$',
            pg_get_indexdef(i.indexrelid)
        from mine i
        where not i.indisvalid and not exists (
            select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid
        ) and not exists (
            select from pg_locks l where l.relation = i.indexrelid and l.mode = 'ShareUpdateExclusiveLock'
        )
        union all
        select 'twin', two.indexrelid::regclass::text, one.indexrelid::regclass::text, false, ''
        from mine one
        join mine two on two.indrelid = one.indrelid and two.indexrelid <> one.indexrelid
            and two.indkey = one.indkey and two.indclass = one.indclass and two.indcollation = one.indcollation
            and two.indoption = one.indoption and two.indnkeyatts = one.indnkeyatts
            and coalesce(two.indexprs::text, '') = coalesce(one.indexprs::text, '')
            and coalesce(two.indpred::text, '') = coalesce(one.indpred::text, '')
        where one.indisvalid and two.indisvalid and not two.indisunique and not two.indisreplident
            and (one.indisunique or two.indexrelid > one.indexrelid)
        order by 1, 2
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var findings: [Finding] = []
        for row in rows {
            let (fault, index, other): (String, String, String) = (try row[0], try row[1], try row[2])
            if fault == "invalid" {
                let isRemnant: Bool = try row[3]
                findings.append(
                    Finding(
                        kind,
                        .warning,
                        at: view.address,
                        .invalid,
                        "The index \(index) of \(other) is invalid: writes keep it up, and no query uses it.",
                        evidence: [.verbatim(try row[4])],
                        remedies: [
                            isRemnant
                                ? .fix("drop index concurrently \(index);")
                                : .fix("reindex index concurrently \(index);"),
                            .hint("A create index concurrently broke off, often on a duplicate in a unique one."),
                        ],
                        data: ["index": .string(index)]
                    )
                )
            } else {
                findings.append(
                    Finding(
                        kind,
                        .note,
                        at: view.address,
                        .ineffective,
                        "The index \(index) is the same as \(other).",
                        remedies: [.fix("drop index concurrently \(index);")],
                        data: ["index": .string(index)]
                    )
                )
            }
        }
        return .found(findings, seen: findings.isEmpty ? "all valid" : nil)
    }
}

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
                        remedies: Finding.Remedy.altering("set autovacuum = on", "set track_counts = on")
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
                        .fix("vacuum (analyze) \(table);"),
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
