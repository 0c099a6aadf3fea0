extension CatalogQuery {
    /// Named by the types of its arguments, as commands about it want; `body` is what stands between the quotes.
    static func functions(version: Int) -> CatalogQuery {
        let body = version >= 140_000 ? "coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)" : "p.prosrc"
        return CatalogQuery(
            """
            select p.tableoid, p.oid, 0, null, null, case p.prokind when 'p' then 'procedure' else 'function' end,
                format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), quote_ident(p.proname), null,
                pg_get_functiondef(p.oid) as "definition",
                pg_get_function_arguments(p.oid) as "arguments", pg_get_function_result(p.oid) as "returns",
                quote_ident(l.lanname) as "language", \(body) as "body",
                case p.provolatile when 'i' then 'immutable' when 's' then 'stable' end as "volatility",
                case when p.proisstrict then 'yes' end as "strict",
                case when p.prosecdef then 'definer' end as "security",
                case when p.proleakproof then 'yes' end as "leakproof",
                case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end as "parallel",
                case when p.prokind = 'w' then 'yes' end as "window",
                p.procost::text as "cost", nullif(p.prorows, 0)::text as "rows",
                array_to_string(p.proconfig, ', ') as "settings"
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
            where p.prokind <> 'a' and \(own("p"))
            """
        )
    }

    /// The server has no function that writes an aggregate, so its parts are read.
    static let aggregates = CatalogQuery(
        """
        select p.tableoid, p.oid, 0, null, null, 'aggregate',
            format('%I.%I(%s)', n.nspname, p.proname,
                case when g.aggkind = 'n' and p.pronargs = 0 then '*'
                    when g.aggkind = 'n' then oidvectortypes(p.proargtypes)
                    else pg_get_function_identity_arguments(p.oid) end),
            quote_ident(p.proname), null,
            case when g.aggkind = 'n' and p.pronargs = 0 then '*' else pg_get_function_arguments(p.oid) end as "arguments",
            case when g.aggkind = 'h' then 'yes' end as "hypothetical",
            g.aggtransfn::text as "sfunc", format_type(g.aggtranstype, null) as "stype",
            nullif(g.aggtransspace, 0)::text as "sspace",
            \(routine("g.aggfinalfn")) as "finalfunc",
            case when g.aggfinalextra then 'yes' end as "finalfunc_extra",
            \(modify("g.aggfinalmodify", "g.aggkind")) as "finalfunc_modify",
            \(routine("g.aggcombinefn")) as "combinefunc", \(routine("g.aggserialfn")) as "serialfunc",
            \(routine("g.aggdeserialfn")) as "deserialfunc", quote_literal(g.agginitval) as "initcond",
            \(routine("g.aggmtransfn")) as "msfunc", \(routine("g.aggminvtransfn")) as "minvfunc",
            case when g.aggmtranstype <> 0 then format_type(g.aggmtranstype, null) end as "mstype",
            nullif(g.aggmtransspace, 0)::text as "msspace", \(routine("g.aggmfinalfn")) as "mfinalfunc",
            case when g.aggmfinalextra then 'yes' end as "mfinalfunc_extra",
            case when g.aggmtranstype <> 0 then \(modify("g.aggmfinalmodify", "g.aggkind")) end as "mfinalfunc_modify",
            quote_literal(g.aggminitval) as "minitcond",
            (
                select format('operator(%I.%s)', sn.nspname, so.oprname) from pg_operator so
                join pg_namespace sn on sn.oid = so.oprnamespace where so.oid = g.aggsortop
            ) as "sortop",
            case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end as "parallel"
        from pg_aggregate g join pg_proc p on p.oid = g.aggfnoid join pg_namespace n on n.oid = p.pronamespace
        where \(own("p"))
        """
    )

    static let operators = CatalogQuery(
        """
        select o.tableoid, o.oid, 0, null, null, 'operator',
            format('%I.%s (%s, %s)', n.nspname, o.oprname, \(operand("o.oprleft")), \(operand("o.oprright"))),
            o.oprname, null,
            o.oprcode::text as "function",
            case when o.oprleft <> 0 then format_type(o.oprleft, null) end as "leftarg",
            case when o.oprright <> 0 then format_type(o.oprright, null) end as "rightarg",
            \(partner("o.oprcom")) as "commutator", \(partner("o.oprnegate")) as "negator",
            \(routine("o.oprrest")) as "restrict", \(routine("o.oprjoin")) as "join",
            case when o.oprcanhash then 'yes' end as "hashes", case when o.oprcanmerge then 'yes' end as "merges"
        from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where o.oprcode <> 0 and \(own("o"))
        """
    )

    static let casts = CatalogQuery(
        """
        select c.tableoid, c.oid, 0, null, null, 'cast',
            format('(%s as %s)', format_type(c.castsource, null), format_type(c.casttarget, null)), '', null,
            case c.castmethod when 'f' then 'with function ' || c.castfunc::regprocedure when 'i' then 'with inout'
                else 'without function' end as "method",
            case c.castcontext when 'a' then 'assignment' when 'i' then 'implicit' end as "context"
        from pg_cast c where \(ownWithoutSchema("c"))
        """
    )

    private static func routine(_ column: String) -> String { "nullif(\(column), 0)::regproc::text" }

    private static func modify(_ column: String, _ kind: String) -> String {
        """
        case when \(column) <> case \(kind) when 'n' then 'r' else 'w' end then
            case \(column) when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end end
        """
    }

    private static func operand(_ column: String) -> String {
        "case when \(column) = 0 then 'none' else format_type(\(column), null) end"
    }

    private static func partner(_ column: String) -> String {
        """
        (select format('operator(%I.%s)', pn.nspname, po.oprname) from pg_operator po
         join pg_namespace pn on pn.oid = po.oprnamespace where po.oid = \(column))
        """
    }
}
