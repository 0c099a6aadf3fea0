extension CatalogQuery {
    /// What is only known to be there.
    static let unwritten = CatalogQuery(
        """
        select x.tableoid, x.oid, 0, null, null, i.type, i.identity, i.identity, null
        from (
            select tableoid, oid from pg_class where relkind = 'f'
            union all select tableoid, oid from pg_type where typtype in ('b', 'p') and typelem = 0
            union all select tableoid, oid from pg_opclass union all select tableoid, oid from pg_opfamily
            union all select tableoid, oid from pg_ts_config union all select tableoid, oid from pg_ts_dict
            union all select tableoid, oid from pg_ts_parser union all select tableoid, oid from pg_ts_template
            union all select tableoid, oid from pg_foreign_data_wrapper
            union all select tableoid, oid from pg_foreign_server union all select tableoid, oid from pg_publication
            union all select tableoid, oid from pg_conversion union all select tableoid, oid from pg_transform
            union all select tableoid, oid from pg_language union all select tableoid, oid from pg_am
        ) x, pg_identify_object(x.tableoid, x.oid, 0) i
        where \(ownWithoutSchema("x")) and i.type is not null
            and coalesce(i.schema !~ '^"?pg_' and i.schema <> all($1::text[]), true)
        """
    )

    /// Its grantees come with the privileges.
    static let defaultPrivileges = CatalogQuery(
        """
        select a.tableoid, a.oid, 0, null, null, 'default privileges',
            concat_ws(
                ' ', 'for role', quote_ident(pg_get_userbyid(a.defaclrole)), 'in schema ' || quote_ident(n.nspname),
                'on', case a.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
                    when 'T' then 'types' else 'schemas' end
            ), '', null
        from pg_default_acl a left join pg_namespace n on n.oid = a.defaclnamespace
        where n.oid is null or n.nspname <> all($1::text[])
        """
    )
}

/// Looks into the catalogs whose rows say something about objects that others found.
enum FactQuery {
    /// Catalog, oid, column, text.
    static let comments = """
        select classoid, objoid, objsubid, description from pg_description
        where (objoid >= 16384 or classoid = 'pg_namespace'::regclass) and classoid <> 'pg_extension'::regclass
        """

    /// Catalog, oid, column, role.
    static let owners = """
        select tableoid, oid, 0, quote_ident(pg_get_userbyid(owner)) from (
            select tableoid, oid, relowner as owner from pg_class where relkind in ('r', 'p', 'v', 'm', 'S')
            union all select tableoid, oid, proowner from pg_proc union all select tableoid, oid, typowner from pg_type
            union all select tableoid, oid, nspowner from pg_namespace where nspname <> 'public'
            union all select tableoid, oid, oprowner from pg_operator
            union all select tableoid, oid, collowner from pg_collation
            union all select tableoid, oid, stxowner from pg_statistic_ext
            union all select tableoid, oid, evtowner from pg_event_trigger
        ) o where oid >= 16384
        """

    /// Catalog, oid, column, grantee, privileges: of all grantees who have others than they would have by default.
    static let privileges = """
        with objects as (
            select tableoid, oid, 0 as sub, relacl as acl, case relkind when 'S' then 's' else 'r' end as kind,
                relowner as owner, null::aclitem[] as base
            from pg_class where relacl is not null
            union all select c.tableoid, c.oid, a.attnum, a.attacl, 'c', c.relowner, null
            from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attacl is not null
            union all select tableoid, oid, 0, proacl, 'f', proowner, null from pg_proc where proacl is not null
            union all select tableoid, oid, 0, typacl, 'T', typowner, null from pg_type where typacl is not null
            union all select tableoid, oid, 0, nspacl, 'n', nspowner, null from pg_namespace where nspacl is not null
            union all select tableoid, oid, 0, defaclacl, case defaclobjtype when 'S' then 's' else defaclobjtype::text end,
                defaclrole, case when defaclnamespace <> 0 then acldefault('c', defaclrole) end
            from pg_default_acl
        )
        select o.tableoid, o.oid, o.sub, g.grantee, coalesce(g.has, 'none')
        from objects o left join pg_init_privs i on i.classoid = o.tableoid and i.objoid = o.oid and i.objsubid = o.sub
            cross join lateral (
                select p.grantee, max(p.text) filter (where p.side = 1) as has,
                    max(p.text) filter (where p.side = 2) as had
                from (
                    select s.side,
                        case x.grantee when 0 then 'public' when o.owner then 'current_user'
                            else quote_ident(pg_get_userbyid(x.grantee)) end as grantee,
                        concat_ws(
                            '; ',
                            string_agg(lower(x.privilege_type), ', ' order by x.privilege_type)
                                filter (where not x.is_grantable),
                            'with grant option: ' || string_agg(lower(x.privilege_type), ', ' order by x.privilege_type)
                                filter (where x.is_grantable)
                        ) as text
                    from (
                        values (1, o.acl), (2, coalesce(i.initprivs, o.base, acldefault(o.kind::"char", o.owner)))
                    ) as s (side, acl), aclexplode(s.acl) x
                    group by s.side, 2
                ) p
                group by p.grantee
            ) g
        where g.has is distinct from g.had and (o.oid >= 16384 or o.tableoid = 'pg_namespace'::regclass)
        """

    /// Child's oid, parent's oid: of tables and indexes.
    static let inheritance = "select inhrelid, inhparent from pg_inherits order by inhrelid, inhseqno"

    /// Who needs what: catalog, oid and column of both.
    static let dependencies = """
        select classid, objid, objsubid, refclassid, refobjid, refobjsubid from pg_depend
        where deptype = 'n' and objid >= 16384 and refobjid >= 16384 and refclassid <> 'pg_namespace'::regclass
        """

    /// Catalog and oid by which a dependency names what is an object by another catalog, oid and column.
    static let aliases = """
        select tableoid, oid, 'pg_class'::regclass::oid, ev_class, 0 from pg_rewrite
        where rulename = '_RETURN' and oid >= 16384
        union all
        select tableoid, oid, 'pg_class'::regclass::oid, adrelid, adnum from pg_attrdef where oid in (
            select objid from pg_depend where classid = 'pg_attrdef'::regclass and deptype = 'n' and refobjid >= 16384
        )
        union all
        select c.tableoid, c.oid, 'pg_type'::regclass::oid, c.reltype, 0 from pg_class c
        where c.relkind = 'c' and c.oid >= 16384
        union all
        select t.tableoid, t.oid, 'pg_class'::regclass::oid, t.typrelid, 0
        from pg_type t join pg_class c on c.oid = t.typrelid
        where c.relkind <> 'c' and t.oid in (
            select refobjid from pg_depend where refclassid = 'pg_type'::regclass and deptype = 'n'
            union all select a.typelem from pg_type a join pg_depend d on d.refobjid = a.oid
            where d.refclassid = 'pg_type'::regclass and d.deptype = 'n'
        )
        union all
        select t.tableoid, t.oid, t.tableoid, t.typelem, 0 from pg_type t
        where t.typelem >= 16384 and t.oid in (
            select refobjid from pg_depend where refclassid = 'pg_type'::regclass and deptype = 'n'
        )
        union all
        select 'pg_class'::regclass::oid, k.conindid, k.tableoid, k.oid, 0 from pg_constraint k
        where k.contype in ('p', 'u', 'x') and k.conindid in (
            select inhrelid from pg_inherits union all select inhparent from pg_inherits
        )
        """

    /// The type that a range brings along, for servers that have such types.
    static let multiranges = """
        select 'pg_type'::regclass::oid, rngmultitypid, 'pg_type'::regclass::oid, rngtypid, 0 from pg_range
        where rngtypid >= 16384
        """
}
