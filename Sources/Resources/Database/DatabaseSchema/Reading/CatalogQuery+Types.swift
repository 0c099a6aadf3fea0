extension CatalogQuery {
    static let schemas = CatalogQuery(
        """
        select n.tableoid, n.oid, 0, null, null, 'schema', quote_ident(n.nspname), quote_ident(n.nspname), null
        from pg_namespace n where \(own("n"))
        """
    )

    static let extensions = CatalogQuery(
        """
        select x.tableoid, x.oid, 0, null, null, 'extension', quote_ident(x.extname), quote_ident(x.extname), null,
            quote_ident(n.nspname) as "schema"
        from pg_extension x join pg_namespace n on n.oid = x.extnamespace
        where \(ownWithoutSchema("x"))
        """
    )

    /// The catalog's columns differ between versions, so they are asked for by name.
    static let collations = CatalogQuery(
        """
        select c.tableoid, c.oid, 0, null, null, 'collation', format('%I.%I', n.nspname, c.collname),
            quote_ident(c.collname), null,
            case c.collprovider when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin' end as "provider",
            coalesce(j ->> 'colllocale', j ->> 'colliculocale') as "locale",
            c.collcollate as "lc_collate", c.collctype as "lc_ctype",
            case when not c.collisdeterministic then 'no' end as "deterministic",
            j ->> 'collicurules' as "rules"
        from pg_collation c join pg_namespace n on n.oid = c.collnamespace, to_jsonb(c) j where \(own("c"))
        """
    )

    static let enumerations = CatalogQuery(
        """
        select t.tableoid, t.oid, 0, null, null, 'enum', format('%I.%I', n.nspname, t.typname), quote_ident(t.typname),
            null, (
                select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum
                where enumtypid = t.oid
            ) as "labels"
        from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e' and \(own("t"))
        """
    )

    static let domains = CatalogQuery(
        """
        select t.tableoid, t.oid, 0, null, null, 'domain', format('%I.%I', n.nspname, t.typname),
            quote_ident(t.typname), null, format_type(t.typbasetype, t.typtypmod) as "type",
            \(collation(of: "t.typcollation", unless: "b.typcollation")) as "collation",
            case when t.typnotnull then 'yes' end as "not null",
            coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)) as "default"
        from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_type b on b.oid = t.typbasetype
        where t.typtype = 'd' and \(own("t"))
        """
    )

    /// Its attributes come with the columns.
    static let composites = CatalogQuery(
        """
        select t.tableoid, t.oid, 0, null, null, 'composite type', format('%I.%I', n.nspname, t.typname),
            quote_ident(t.typname), null
        from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_class c on c.oid = t.typrelid
        where t.typtype = 'c' and c.relkind = 'c' and \(own("t"))
        """
    )

    static func ranges(version: Int) -> CatalogQuery {
        let multirange = version >= 140_000 ? "format('%I.%I', n.nspname, m.typname)" : "null"
        let join = version >= 140_000 ? "left join pg_type m on m.oid = r.rngmultitypid" : ""
        return CatalogQuery(
            """
            select t.tableoid, t.oid, 0, null, null, 'range type', format('%I.%I', n.nspname, t.typname),
                quote_ident(t.typname), null, format_type(r.rngsubtype, null) as "subtype",
                case when not o.opcdefault then format('%I.%I', s.nspname, o.opcname) end as "subtype_opclass",
                \(collation(of: "r.rngcollation", unless: "b.typcollation")) as "collation",
                nullif(r.rngcanonical, 0)::regproc::text as "canonical",
                nullif(r.rngsubdiff, 0)::regproc::text as "subtype_diff",
                \(multirange) as "multirange_type_name"
            from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace
                join pg_type b on b.oid = r.rngsubtype
                join pg_opclass o on o.oid = r.rngsubopc join pg_namespace s on s.oid = o.opcnamespace \(join)
            where \(own("t"))
            """
        )
    }

    /// The name of a collation where it is not the one of the type.
    static func collation(of column: String, unless usual: String) -> String {
        """
        (select format('%I.%I', cn.nspname, co.collname) from pg_collation co
         join pg_namespace cn on cn.oid = co.collnamespace where co.oid = \(column) and co.oid <> \(usual))
        """
    }
}
