internal import Deadlines
internal import Migrations
internal import PostgreSQL

/// One question with several answers: all of them are sent at once.
struct Look: Sendable {
    let wish: DatabaseWish
    let isInside: Bool

    func observation(on connection: Connection, by deadline: Deadline) async throws -> Observation {
        let questions = [server, database, roles, extensions, settings] + (isInside ? [schemas, objects] : [])
        let answers = try await connection.pipeline(questions, by: deadline)
        for answer in answers {
            // A statement that fails takes those behind it along.
            if let error = answer.error { throw PostgreSQLError(.server(error)) }
        }
        let rows = answers.compactMap(\.rows)
        guard rows.count == questions.count, let first = rows[0].first else {
            throw PostgreSQLError(.library("no row"))
        }
        let admin = Observation.Admin(
            name: try first[0],
            isSuperuser: try first[1],
            mayCreateDatabases: try first[2],
            mayCreateRoles: try first[3],
            mayReplicate: try first[7],
            bypassesRowSecurity: try first[8]
        )
        var observation = Observation(
            admin: admin,
            version: try first[4],
            isReplica: try first[5],
            isReadOnly: try first[6],
            isInside: isInside
        )
        observation.database = try rows[1].first.map { row in try Look.database(row) }
        for row in rows[2] { observation.roles[try row[0]] = try Look.role(row) }
        for row in rows[3] { observation.extensions[try row[0]] = try Look.extensionFacts(row, isInside: isInside) }
        for row in rows[4] { observation.settings[try row[0]] = try ServerSetting.Facts(row) }
        for row in rows.dropFirst(5).joined() { observation.breadth.append(try Look.breadth(row)) }
        observation.requests = 1
        return observation
    }

    private var server: SQL {
        """
        select r.rolname::text, r.rolsuper, r.rolcreatedb, r.rolcreaterole,
            current_setting('server_version_num')::int, pg_is_in_recovery(),
            current_setting('transaction_read_only')::bool, r.rolreplication, r.rolbypassrls
        from pg_roles r where r.rolname = current_user
        """
    }

    private var database: SQL {
        """
        select pg_get_userbyid(d.datdba)::text, d.datallowconn, pg_encoding_to_char(d.encoding)::text,
            array(
                select lower(x.privilege_type)
                from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
                where x.grantee = 0 order by 1
            ),
            pg_has_role(d.datdba, 'usage') or has_database_privilege(d.oid, 'connect with grant option'),
            has_database_privilege(d.oid, 'create'),
            coalesce(has_database_privilege(a.oid, d.oid, 'connect'), false),
            coalesce(has_database_privilege(a.oid, d.oid, 'create'), false),
            array(
                select lower(x.privilege_type) from aclexplode(d.datacl) x
                where x.grantee = a.oid and x.privilege_type <> 'CONNECT' order by 1
            )
        from pg_database d left join pg_roles a on a.rolname = \(wish.role)::name
        where d.datname = \(wish.name)::name
        """
    }

    /// `inherit_option` came with PostgreSQL 16; before, inheriting was the member's own property.
    private var roles: SQL {
        """
        select r.rolname::text, r.rolcanlogin, r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolreplication,
            r.rolbypassrls, r.rolconnlimit, r.rolvaliduntil::text, coalesce(r.rolvaliduntil <= now(), false),
            array(
                select distinct g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid
                where m.member = r.oid order by 1
            ),
            array(
                select distinct g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid
                where m.member = r.oid
                    and coalesce((to_jsonb(m) ->> 'inherit_option')::bool, r.rolinherit)
                order by 1
            ),
            pg_has_role(r.oid, 'member with admin option')
        from pg_roles r
        where r.rolname::text = any(\([wish.role, wish.group].compactMap(\.self).asArray)::text[])
        """
    }

    private var extensions: SQL {
        """
        select n.name, e.default_version::text, x.extversion::text, coalesce(v.trusted, false),
            coalesce(v.superuser, true), coalesce(v.requires::text[], '{}')
        from unnest(\(wish.extensions.asArray)::text[]) n(name)
        left join pg_available_extensions e on e.name::text = n.name
        left join pg_available_extension_versions v on v.name = e.name and v.version = e.default_version
        left join pg_extension x on x.extname::text = n.name
        """
    }

    private var settings: SQL {
        """
        select lower(name), \(raw: ServerSetting.Facts.columns)
        from pg_settings where lower(name) = any(\(wish.settings.map { $0.name.lowercased() }.asArray)::text[])
        """
    }

    private var schemas: SQL {
        """
        select k.kind, 'schema ' || quote_ident(n.nspname), coalesce(a.rolname::text, 'public'), 'create'
        from pg_namespace n
        left join pg_roles a on a.rolname = \(wish.role)::name
        cross join lateral (
            select 'publicMayCreate' as kind
            where exists (
                select from aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) x
                where x.grantee = 0 and x.privilege_type = 'CREATE'
            )
            union all
            select 'mayCreate'
            where not a.rolsuper and has_schema_privilege(a.oid, n.oid, 'create')
                and not exists (
                    select from aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) x
                    where x.grantee = 0 and x.privilege_type = 'CREATE'
                )
        ) k
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        order by 1, 2
        """
    }

    private var objects: SQL {
        """
        (
            select 'owns', 'table ' || c.oid::regclass::text, r.rolname::text, ''
            from pg_class c join pg_roles r on r.oid = c.relowner
            where r.rolname::text = any(\([wish.role, wish.group].compactMap(\.self).asArray)::text[])
                and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.relpersistence <> 't'
            order by 2 limit 20
        ) union all (
            select 'wasGiven', 'table ' || c.oid::regclass::text, a.rolname::text,
                string_agg(distinct lower(x.privilege_type), ', ')
            from pg_class c cross join aclexplode(c.relacl) x join pg_roles a on a.oid = x.grantee
            where a.rolname = \(wish.role)::name and c.relowner <> a.oid
            group by c.oid, a.rolname order by 2 limit 20
        )
        """
    }

    private static func database(_ row: Row) throws -> Observation.DatabaseFacts {
        Observation.DatabaseFacts(
            owner: try row[0],
            acceptsConnections: try row[1],
            encoding: try row[2],
            publicMay: try row[3],
            adminMayGrant: try row[4],
            adminMayCreate: try row[5],
            agentConnects: try row[6],
            agentMayCreate: try row[7],
            agentWasGiven: try row[8]
        )
    }

    private static func role(_ row: Row) throws -> RoleFacts {
        var attributes: Set<RoleFacts.Attribute> = []
        for (index, attribute) in RoleFacts.Attribute.allCases.enumerated() where try row[1 + index] {
            attributes.insert(attribute)
        }
        return RoleFacts(
            attributes: attributes,
            connectionLimit: try row[7],
            validUntil: try row[8],
            hasExpired: try row[9],
            groups: try row[10],
            inherited: try row[11],
            adminHasAdminOption: try row[12]
        )
    }

    private static func extensionFacts(_ row: Row, isInside: Bool) throws -> Observation.ExtensionFacts {
        Observation.ExtensionFacts(
            available: try row[1],
            // Extensions belong to one database, and this may be another.
            installed: isInside ? try row[2] : nil,
            isTrusted: try row[3],
            needsSuperuser: try row[4],
            needs: try row[5]
        )
    }

    private static func breadth(_ row: Row) throws -> Observation.Breadth {
        let kind: String = try row[0]
        guard let kind = Observation.Breadth.Kind(rawValue: kind) else { throw PostgreSQLError(.library("no kind")) }
        return Observation.Breadth(kind: kind, object: try row[1], role: try row[2], privileges: try row[3])
    }
}
