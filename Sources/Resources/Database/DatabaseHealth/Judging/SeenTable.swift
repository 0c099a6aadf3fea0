internal import PostgreSQL

/// What stands under a wanted table's name.
struct SeenTable: Sendable {
    var columns: Set<String>
    /// As `pg_class` writes it: `r`, `v`.
    var kind: String
    var isUnlogged: Bool
    var hasPrimaryKey: Bool
    var indexes: Set<String>
    /// Row security that no policy opens for the agent, which may insert otherwise.
    var isClosedToAgent: Bool
    /// Rules that let a write do nothing at all.
    var swallowingRules: [String]

    var isTable: Bool { kind == "r" || kind == "p" }

    static func question(_ tables: [String], agent: String) -> SQL {
        """
        select n.nspname || '.' || c.relname,
            array(
                select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            ),
            c.relkind::text, c.relpersistence = 'u',
            exists (select from pg_index x where x.indrelid = c.oid and x.indisprimary),
            array(select i.relname::text from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid),
            c.relrowsecurity and exists (
                select from pg_roles a
                where a.rolname = \(agent)::name and not a.rolsuper and not a.rolbypassrls
                    and (c.relforcerowsecurity or not pg_has_role(a.oid, c.relowner, 'usage'))
                    and has_table_privilege(a.oid, c.oid, 'insert')
                    and not exists (
                        select from pg_policy p cross join unnest(p.polroles) u(role)
                        where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'a')
                            and (u.role = 0 or pg_has_role(a.oid, u.role, 'usage'))
                    )
            ),
            array(
                select r.rulename::text from pg_rewrite r
                where r.ev_class = c.oid and r.is_instead and r.ev_type <> '1' and r.ev_enabled <> 'D'
                    and pg_get_ruledef(r.oid) like '%DO INSTEAD NOTHING;' order by 1
            )
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname || '.' || c.relname = any(\(tables.asArray)::text[])
        """
    }
}

extension SeenTable {
    init(_ row: Row) throws {
        columns = Set(try row[1] as [String])
        kind = try row[2]
        isUnlogged = try row[3]
        hasPrimaryKey = try row[4]
        indexes = Set(try row[5] as [String])
        isClosedToAgent = try row[6]
        swallowingRules = try row[7]
    }
}
