internal import Platform
internal import PostgreSQL
internal import Words

/// A right on an object that the migrations give the agent.
struct WantedRight: Sendable, Hashable, Comparable {
    enum Kind: String, Sendable {
        case table, sequence, function, schema
    }

    var kind: Kind
    /// `public`, nil of a schema itself.
    var schema: String
    var name: String
    /// Of a function, as the server spells them: `integer`.
    var arguments: String = ""
    /// `select`, `usage`.
    var privilege: String

    /// As SQL names it.
    var object: String {
        switch kind {
        case .schema: "schema \(quoted(schema))"
        case .function: "function \(quoted(schema, name))(\(arguments))"
        case .table, .sequence: "\(kind.rawValue) \(quoted(schema, name))"
        }
    }

    static func < (one: WantedRight, other: WantedRight) -> Bool {
        (one.object, one.privilege) < (other.object, other.privilege)
    }
}

/// Whether the agent may what the migrations give it, and nothing that nobody meant.
struct PrivilegesQuestion: Question {
    let rights: [WantedRight]
    var kind: CheckKind { DatabaseChecks.privileges }
    var isOfAgent: Bool { true }

    /// By the catalogue's rows: to name an object in a schema that one may not use is an error by itself.
    var sql: SQL {
        let sorted = rights.sorted()
        return """
            with wanted as (
                select * from unnest(
                    \(sorted.map(\.kind.rawValue).asArray)::text[], \(sorted.map(\.schema).asArray)::text[], \(sorted.map(\.name).asArray)::text[],
                    \(sorted.map(\.arguments).asArray)::text[], \(sorted.map(\.privilege).asArray)::text[], \(sorted.map(\.object).asArray)::text[]
                ) with ordinality w(kind, nspname, name, arguments, privilege, object, number)
            )
            select 'lacks' as what, w.object, w.privilege
            from wanted w
            left join pg_namespace n on n.nspname = w.nspname
            left join pg_class c on w.kind in ('table', 'sequence') and c.relnamespace = n.oid and c.relname = w.name
            left join pg_proc p on w.kind = 'function' and p.pronamespace = n.oid and p.proname = w.name
                and (oidvectortypes(p.proargtypes) = w.arguments
                    or (select count(*) from pg_proc o where o.pronamespace = n.oid and o.proname = w.name) = 1)
            where not coalesce(case w.kind
                when 'schema' then has_schema_privilege(n.oid, w.privilege)
                when 'table' then has_table_privilege(c.oid, w.privilege)
                when 'sequence' then has_sequence_privilege(c.oid, w.privilege)
                when 'function' then has_function_privilege(p.oid, w.privilege)
            end, true)
            union all
            select distinct 'gone', w.object, ''
            from wanted w left join pg_namespace n on n.nspname = w.nspname
            where not case w.kind
                when 'schema' then n.oid is not null
                when 'function' then exists (select from pg_proc p where p.pronamespace = n.oid and p.proname = w.name)
                else exists (select from pg_class c where c.relnamespace = n.oid and c.relname = w.name)
            end
            union all
            select 'attribute', a.name, '' from pg_roles r cross join lateral (
                values ('superuser', r.rolsuper), ('createrole', r.rolcreaterole), ('createdb', r.rolcreatedb),
                    ('bypassrls', r.rolbypassrls), ('replication', r.rolreplication)
            ) a(name, is_on)
            where r.rolname = current_user and a.is_on
            union all (
                select 'owns', 'table ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), r.rolname::text
                from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
                where pg_has_role(c.relowner, 'usage') and not (select rolsuper from pg_roles where rolname = current_user)
                    and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.relpersistence <> 't'
                    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                order by 2 limit 20
            )
            union all
            select 'creates', quote_ident(n.nspname),
                case when exists (
                    select from aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) x
                    where x.grantee = 0 and x.privilege_type = 'CREATE'
                ) then 'public' else quote_ident(current_user) end
            from pg_namespace n
            where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'create')
                and not pg_has_role(n.nspowner, 'usage')
                and not (select rolsuper from pg_roles where rolname = current_user)
            union all
            select 'member', g.rolname::text, '' from pg_roles g
            where g.rolname in ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files',
                    'pg_write_all_data', 'pg_read_all_data', 'pg_signal_backend')
                and pg_has_role(g.oid, 'member')
                and not (select rolsuper from pg_roles where rolname = current_user)
            """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var lacking: [String: [String]] = [:]
        var owned: [String] = []
        var findings: [Finding] = []
        let role = view.role
        for row in rows {
            let (what, object, more): (String, String, String) = (try row[0], try row[1], try row[2])
            switch what {
            case "lacks": lacking[object, default: []].append(more)
            case "gone": findings.append(gone(object, view))
            case "owns": owned.append(object)
            case "attribute":
                findings.append(
                    wide(
                        "\(role) is \(object == "superuser" ? "a superuser" : "allowed \(object)"), which an agent does not need.",
                        ["alter role \(quoted(role)) no\(object)"],
                        view
                    )
                )
            case "creates":
                findings.append(
                    wide(
                        "\(role) may make tables and functions in the schema \(object).",
                        ["revoke create on schema \(object) from \(more)"],
                        view
                    )
                )
            default:
                findings.append(
                    wide(
                        "\(role) is a member of \(object), and may far more than an agent needs.",
                        ["revoke \(object) from \(quoted(role))"],
                        view
                    )
                )
            }
        }
        if !owned.isEmpty {
            findings.append(
                wide(
                    "\(role) owns, and may drop, \(listed(owned)).",
                    owned.map { "alter \($0) owner to current_user" },
                    view
                )
            )
        }
        findings += lacking.sorted { $0.key < $1.key }.map { lack($0.value, on: $0.key, view) }
        guard !findings.isEmpty || !rights.isEmpty else {
            return .healthy("nothing beyond; what it needs is not known without migrations")
        }
        return .found(findings, seen: "\(counted(rights.count, "right")), and no more")
    }

    /// Nobody may anything with what is not there; that it is not is for the schema to tell.
    private func gone(_ object: String, _ view: View) -> Finding {
        Finding(
            kind,
            .warning,
            at: view.address,
            .missing,
            "The migrations give rights on \(object), which is not there.",
            remedies: [.hint("The check database.schema says what is missing.")],
            data: ["object": .string(object)]
        )
    }

    private func lack(_ privileges: [String], on object: String, _ view: View) -> Finding {
        let role = view.role
        let receiver = view.ward.database.group ?? role
        return Finding(
            kind,
            .error,
            at: view.address,
            .permission,
            "\(role) may not \(listed(privileges)) \(object.hasPrefix("function") ? "" : "on ")\(object).",
            evidence: [.paragraph("The migrations give it.")],
            remedies: [view.sql("grant \(privileges.joined(separator: ", ")) on \(object) to \(quoted(receiver))")]
                + (receiver == role ? [] : [view.sql("grant \(quoted(receiver)) to \(quoted(role))")]),
            data: ["object": .string(object)]
        )
    }

    private func wide(_ message: String, _ statements: [String], _ view: View) -> Finding {
        Finding(
            kind,
            .warning,
            at: view.address,
            .exposed,
            message,
            evidence: [.paragraph("Whoever gets hold of an agent's password gets what the agent may.")],
            remedies: statements.prefix(5).map { view.sql($0) }
        )
    }
}
