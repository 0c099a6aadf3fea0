extension CatalogQuery {
    /// Of tables and domains; a foreign key that a partition has from its parent is the parent's.
    static let constraints = CatalogQuery(
        """
        select k.tableoid, k.oid, 0,
            case when k.contypid <> 0 then 'pg_type'::regclass::oid else 'pg_class'::regclass::oid end,
            case when k.contypid <> 0 then k.contypid else k.conrelid end, 'constraint', null, quote_ident(k.conname),
            null,
            case k.contype when 'c' then 'check' when 'p' then 'primary key' when 'u' then 'unique'
                when 'x' then 'exclude' when 'f' then 'foreign key' end as "type",
            pg_get_constraintdef(k.oid) as "definition",
            case when k.coninhcount > 0 then case when k.conislocal then 'and local' else 'yes' end end as "inherited",
            \(options("c.reloptions")) as "index options",
            case when i.indisclustered then 'yes' end as "clustered",
            case when i.indisreplident then 'yes' end as "replica identity"
        from pg_constraint k join pg_namespace n on n.oid = k.connamespace
            left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
            left join pg_class c on c.oid = i.indexrelid
        where k.contype in ('c', 'p', 'u', 'x', 'f') and (k.contype <> 'f' or k.conparentid = 0) and \(ownSchema)
        """
    )

    /// Those of constraints come with them.
    static let indexes = CatalogQuery(
        """
        select c.tableoid, c.oid, 0, c.tableoid, i.indrelid, 'index', format('%I.%I', n.nspname, c.relname),
            quote_ident(c.relname), null,
            pg_get_indexdef(c.oid) as "definition",
            case when not i.indisvalid and c.relkind = 'i' then 'no' end as "valid",
            (
                select string_agg(a.attnum || ' set statistics ' || a.attstattarget, ', ' order by a.attnum)
                from pg_attribute a where a.attrelid = c.oid and a.attstattarget >= 0
            ) as "statistics",
            case when i.indisclustered then 'yes' end as "clustered",
            case when i.indisreplident then 'yes' end as "replica identity"
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relpersistence <> 't' and \(ownSchema) and not exists (
            select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x')
        )
        """
    )

    static let statistics = CatalogQuery(
        """
        select s.tableoid, s.oid, 0, 'pg_class'::regclass::oid, s.stxrelid, 'statistics',
            format('%I.%I', n.nspname, s.stxname), quote_ident(s.stxname), null,
            pg_get_statisticsobjdef(s.oid) as "definition",
            nullif(s.stxstattarget, -1)::text as "target"
        from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where \(own("s"))
        """
    )

    /// Without the server's own, and those that a partition has from its parent.
    static let triggers = CatalogQuery(
        """
        select t.tableoid, t.oid, 0, c.tableoid, c.oid, 'trigger', null, quote_ident(t.tgname), null,
            pg_get_triggerdef(t.oid) as "definition", \(firing("t.tgenabled")) as "fires"
        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
        where not t.tgisinternal and t.tgparentid = 0 and \(ownSchema)
        """
    )

    static let rules = CatalogQuery(
        """
        select r.tableoid, r.oid, 0, c.tableoid, c.oid, 'rule', null, quote_ident(r.rulename), null,
            pg_get_ruledef(r.oid) as "definition", \(firing("r.ev_enabled")) as "fires"
        from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
        where r.rulename <> '_RETURN' and \(ownSchema)
        """
    )

    static let policies = CatalogQuery(
        """
        select p.tableoid, p.oid, 0, c.tableoid, c.oid, 'policy', null, quote_ident(p.polname), null,
            case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
                else 'all' end as "command",
            case when not p.polpermissive then 'yes' end as "restrictive",
            (
                select string_agg(case r when 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', '
                    order by pg_get_userbyid(r) collate "C")
                from unnest(p.polroles) r
            ) as "roles",
            pg_get_expr(p.polqual, p.polrelid) as "using", pg_get_expr(p.polwithcheck, p.polrelid) as "with check"
        from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
        where \(ownSchema)
        """
    )

    static let eventTriggers = CatalogQuery(
        """
        select e.tableoid, e.oid, 0, null, null, 'event trigger', quote_ident(e.evtname), quote_ident(e.evtname), null,
            quote_ident(e.evtevent) as "event", e.evtfoid::regprocedure::text as "function",
            (select string_agg(quote_literal(tag), ', ' order by tag collate "C") from unnest(e.evttags) tag) as "tags",
            \(firing("e.evtenabled")) as "fires"
        from pg_event_trigger e where \(ownWithoutSchema("e"))
        """
    )

    private static func firing(_ column: String) -> String {
        "case \(column) when 'D' then 'never' when 'R' then 'on replicas' when 'A' then 'always' end"
    }
}
