extension CatalogQuery {
    /// Those of identity columns belong to their column and come with it.
    static let sequences = CatalogQuery(
        """
        select c.tableoid, c.oid, 0, null, null, 'sequence', format('%I.%I', n.nspname, c.relname),
            quote_ident(c.relname), null,
            case when c.relpersistence = 'u' then 'yes' end as "unlogged",
            format_type(s.seqtypid, null) as "type", \(sequenceOptions("s")) as "options",
            (
                select format('%I.%I.%I', tn.nspname, t.relname, a.attname)
                from pg_depend d join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
                    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                where d.classid = c.tableoid and d.objid = c.oid and d.refclassid = c.tableoid and d.deptype = 'a'
            ) as "owned by"
        from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relpersistence <> 't' and \(own("c"))
        """
    )

    static let tables = CatalogQuery(
        """
        select c.tableoid, c.oid, 0, null, null, 'table', format('%I.%I', n.nspname, c.relname),
            quote_ident(c.relname), null,
            case when c.relpersistence = 'u' then 'yes' end as "unlogged",
            pg_get_partkeydef(c.oid) as "partition by",
            pg_get_expr(c.relpartbound, c.oid) as "bound",
            case when c.reloftype <> 0 then format_type(c.reloftype, null) end as "of type",
            (select quote_ident(amname) from pg_am where oid = c.relam and amname <> 'heap') as "access method",
            nullif(concat_ws(
                ', ', \(options("c.reloptions")),
                (select \(options("o.reloptions", prefix: "toast.")) from pg_class o where o.oid = c.reltoastrelid)
            ), '') as "options",
            case when c.relrowsecurity then 'enabled' end as "row security",
            case when c.relforcerowsecurity then 'yes' end as "row security forced",
            case c.relreplident when 'n' then 'nothing' when 'f' then 'full' end as "replica identity"
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and c.relpersistence <> 't' and \(own("c"))
        """
    )

    static let views = CatalogQuery(
        """
        select c.tableoid, c.oid, 0, null, null, case c.relkind when 'v' then 'view' else 'materialized view' end,
            format('%I.%I', n.nspname, c.relname), quote_ident(c.relname), null,
            pg_get_viewdef(c.oid) as "definition", \(options("c.reloptions")) as "options",
            (select quote_ident(amname) from pg_am where oid = c.relam and amname <> 'heap') as "access method"
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('v', 'm') and c.relpersistence <> 't' and \(own("c"))
        """
    )

    /// Of tables and composite types, and of views where there is more to say than their definition tells.
    static func columns(version: Int) -> CatalogQuery {
        let compression =
            version >= 140_000 ? "case a.attcompression when 'l' then 'lz4' when 'p' then 'pglz' end" : "null"
        return CatalogQuery(
            """
            select case when c.relkind = 'c' then 'pg_class'::regclass::oid else c.tableoid end, c.oid, a.attnum,
                case when c.relkind = 'c' then 'pg_type'::regclass::oid else c.tableoid end,
                case when c.relkind = 'c' then c.reltype else c.oid end, 'column', null, quote_ident(a.attname),
                row_number() over (partition by a.attrelid order by a.attnum),
                format_type(a.atttypid, a.atttypmod) as "type",
                case when a.attcollation <> t.typcollation
                    then \(collation(of: "a.attcollation", unless: "t.typcollation")) end as "collation",
                case when a.attnotnull then 'yes' end as "not null",
                case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as "default",
                case when a.attgenerated <> '' then '(' || pg_get_expr(d.adbin, d.adrelid) || ')'
                    || case a.attgenerated when 's' then ' stored' else ' virtual' end end as "generated",
                case when a.attidentity <> '' then (
                    select case a.attidentity when 'a' then 'always' else 'by default' end || ' as identity' || coalesce(
                        ' (' || nullif(concat_ws(
                            ' ',
                            case when s.relname <> c.relname || '_' || a.attname || '_seq' or s.relnamespace <> c.relnamespace
                                then format('sequence name %I.%I', sn.nspname, s.relname) end,
                            \(sequenceOptions("q"))
                        ), '') || ')', '')
                    from pg_depend i join pg_class s on s.oid = i.objid join pg_namespace sn on sn.oid = s.relnamespace
                        join pg_sequence q on q.seqrelid = s.oid
                    where i.refclassid = c.tableoid and i.refobjid = c.oid and i.refobjsubid = a.attnum
                        and i.classid = c.tableoid and i.deptype = 'i'
                ) end as "identity",
                case when a.attstorage <> t.typstorage and c.relkind <> 'c' then
                    case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main'
                        when 'x' then 'extended' end
                end as "storage",
                \(compression) as "compression",
                nullif(a.attstattarget, -1)::text as "statistics",
                case when a.attoptions is not null then \(options("a.attoptions")) end as "options",
                case when a.attinhcount > 0 then case when a.attislocal then 'and local' else 'yes' end end as "inherited"
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                join pg_type t on t.oid = a.atttypid
                left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attnum > 0 and not a.attisdropped and c.relpersistence <> 't' and (
                c.relkind in ('r', 'p', 'c') or c.relkind in ('v', 'm') and (
                    d.oid is not null or a.attacl is not null or a.attoptions is not null or exists (
                        select from pg_description p
                        where p.classoid = c.tableoid and p.objoid = c.oid and p.objsubid = a.attnum
                    )
                )
            ) and \(ownSchema)
            """
        )
    }

    /// As in `create sequence`, without what is so by default.
    private static func sequenceOptions(_ alias: String) -> String {
        let type = "\(alias).seqtypid"
        let top = "case \(type)::int when 21 then 32767 when 23 then 2147483647 else 9223372036854775807 end"
        let bottom = "case \(type)::int when 21 then -32768 when 23 then -2147483648 else -9223372036854775808 end"
        return """
            nullif(concat_ws(
                ' ',
                case when \(alias).seqincrement <> 1 then 'increment ' || \(alias).seqincrement end,
                case when \(alias).seqmin <> case when \(alias).seqincrement > 0 then 1 else \(bottom) end
                    then 'minvalue ' || \(alias).seqmin end,
                case when \(alias).seqmax <> case when \(alias).seqincrement > 0 then \(top) else -1 end
                    then 'maxvalue ' || \(alias).seqmax end,
                case when \(alias).seqstart <>
                    case when \(alias).seqincrement > 0 then \(alias).seqmin else \(alias).seqmax end
                    then 'start ' || \(alias).seqstart end,
                case when \(alias).seqcache <> 1 then 'cache ' || \(alias).seqcache end,
                case when \(alias).seqcycle then 'cycle' end
            ), '')
            """
    }
}
