internal import PostgreSQL
internal import Words

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
                                ? view.sql("drop index concurrently \(index)")
                                : view.sql("reindex index concurrently \(index)"),
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
                        remedies: [view.sql("drop index concurrently \(index)")],
                        data: ["index": .string(index)]
                    )
                )
            }
        }
        return .found(findings, seen: findings.isEmpty ? "all valid" : nil)
    }
}
