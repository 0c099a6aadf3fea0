internal import Deadlines
internal import FoundationEssentials
internal import PostgreSQL
internal import TestSupport
internal import Testing

/// The platform's own migrations, on a server of their own: the agents' group belongs to the whole server.
@Suite(.live, .serialized, .timeLimit(.minutes(5)))
struct PlatformMigrationsTests {
    private static let server = Result {
        let server = try PostgreSQLServer()
        _ = try server.psql("create role provisioner createdb createrole; create role agent; create role maid")
        return server
    }
    private let server: PostgreSQLServer
    private let database: String

    init() async throws {
        (server, database) = try await aside {
            let server = try Self.server.get()
            let database = try server.freshDatabase()
            _ = try server.psql("alter database \(database) owner to provisioner")
            return (server, database)
        }
    }

    private var soon: Deadline { .after(.seconds(30)) }

    private func open(as role: String = "postgres", in database: String? = nil) async throws -> Connection {
        let connection = try await Connection.open(
            Target(url: server.url(database: database ?? self.database)),
            by: soon
        )
        try await connection.execute("set session authorization \(role)", by: soon)
        return connection
    }

    private func apply(
        _ section: PlatformMigration.Section,
        as role: String = "provisioner",
        in database: String? = nil
    ) async throws {
        let connection = try await open(as: role, in: database)
        let files = try PlatformMigration.all()
        for file in section == .up ? files : files.reversed() {
            try await connection.execute(file.sections[section] ?? "", by: soon)
        }
        await connection.close()
    }

    /// The rows of a query, a line each.
    private func lines(_ query: String, in database: String? = nil) async throws -> String {
        let (server, name) = (server, database ?? self.database)
        return try await aside { try server.psql(query, database: name) }
    }

    // MARK: Files

    @Test func `every file has a version of its own and both sections`() throws {
        let files = try PlatformMigration.all()
        #expect(files.count == 5)
        #expect(files.allSatisfy { $0.name.wholeMatch(of: /[0-9]{14}_[a-z_]+\.sql/) != nil })
        #expect(Set(files.map { $0.name.prefix(14) }).count == files.count)
        for file in files {
            #expect(file.sections[.up]?.contains(";") == true, "\(file.name)")
            #expect(file.sections[.down]?.contains(";") == true, "\(file.name)")
        }
    }

    // MARK: Tables

    @Test(arguments: PlatformTable.all)
    func `a table has the platform's columns, keys and indexes`(_ table: PlatformTable) async throws {
        try await apply(.up)
        let columns = try await lines(
            """
            select a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || case when a.attnotnull then ' not null' else '' end
                || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
            from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = 'public.\(table.name)'::regclass and a.attnum > 0 order by a.attnum
            """
        )
        #expect(columns == table.columns + "\n")
        let constraints = try await lines(
            """
            select pg_get_constraintdef(oid) from pg_constraint
            where conrelid = 'public.\(table.name)'::regclass and convalidated order by 1
            """
        )
        #expect(constraints == table.constraints + "\n")
        let indexes = try await lines(
            """
            select relname || ' ' || regexp_replace(pg_get_indexdef(oid), '^.* USING ', '') from pg_class
            where oid in (select indexrelid from pg_index where indrelid = 'public.\(table.name)'::regclass and indisvalid)
            order by relname
            """
        )
        #expect(indexes == table.indexes + "\n")
    }

    // MARK: Clean-up

    @Test func `expired sessions go in batches, all others stay, and their history stays without them`() async throws {
        try await apply(.up)
        let connection = try await open()
        try await connection.execute(
            """
            insert into strands_sessions (session_id, messages, expires_at)
            select 'expired-' || n, '[]', now() at time zone 'UTC' - interval '1 minute' * n
            from generate_series(1, 5) as n;
            insert into strands_sessions (session_id, messages, expires_at)
            values ('later', '[]', now() at time zone 'UTC' + interval '1 minute'), ('never', '[]', null);
            insert into strand_session_analytics (session_id, event_type)
            select session_id, 'message' from strands_sessions;
            insert into strand_session_costs (session_id, cost_amount) select session_id, 1 from strands_sessions
            """,
            by: soon
        )
        var removed: [Int] = []
        for _ in 1...4 {
            removed.append(try await connection.query("select remove_expired_sessions(2)", by: soon).value())
        }
        #expect(removed == [2, 2, 1, 0])
        #expect(try await lines("select session_id from strands_sessions order by 1") == "later\nnever\n")
        #expect(try await lines("select count(*), count(session_id) from strand_session_analytics") == "7|2\n")
        #expect(try await lines("select count(*), sum(cost_amount) from strand_session_costs") == "7|7.0000\n")
    }

    @Test func `the oldest go first, and a session in use is passed over`() async throws {
        try await apply(.up)
        let connection = try await open()
        try await connection.execute(
            """
            insert into strands_sessions (session_id, messages, expires_at)
            select 's' || n, '[]', '2020-01-01'::timestamp + interval '1 day' * n from generate_series(1, 4) as n
            """,
            by: soon
        )
        let user = try await open()
        try await user.transaction(by: soon) { transaction in
            try await transaction.query(
                "insert into strand_session_costs (session_id, cost_amount) values ('s1', 1)",
                by: soon
            )
            let removed: Int = try await connection.query("select remove_expired_sessions(2)", by: soon).value()
            #expect(removed == 2)
        }
        #expect(try await lines("select session_id from strands_sessions order by 1") == "s1\ns4\n")
        let rest: Int = try await connection.query("select remove_expired_sessions()", by: soon).value()
        #expect(rest == 2)
    }

    @Test(arguments: ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
    func `expiry is told in UTC, whatever the caller's time zone`(_ zone: String) async throws {
        try await apply(.up)
        let connection = try await open()
        try await connection.execute(
            """
            insert into strands_sessions (session_id, messages, expires_at) values
                ('gone', '[]', now() at time zone 'UTC' - interval '1 hour'),
                ('there', '[]', now() at time zone 'UTC' + interval '1 hour');
            set timezone = '\(zone)'
            """,
            by: soon
        )
        let removed: Int = try await connection.query("select remove_expired_sessions()", by: soon).value()
        #expect(removed == 1)
        #expect(try await lines("select session_id from strands_sessions") == "there\n")
    }

    @Test(arguments: [
        ("analytics", "event_type", "91 days", "89 days"), ("costs", "provider", "366 days", "364 days"),
    ])
    func `history older than its time goes in batches`(
        _ kind: String,
        _ column: String,
        _ old: String,
        _ young: String
    ) async throws {
        try await apply(.up)
        let connection = try await open()
        try await connection.execute(
            """
            insert into strand_session_\(kind) (\(column), timestamp)
            select 'old', now() at time zone 'UTC' - interval '\(old)' from generate_series(1, 3);
            insert into strand_session_\(kind) (\(column), timestamp)
            select 'young', now() at time zone 'UTC' - interval '\(young)' from generate_series(1, 2);
            insert into strand_session_\(kind) (\(column), timestamp) values ('undated', null)
            """,
            by: soon
        )
        let function = "remove_old_session_\(kind)"
        var removed: [Int] = []
        for call in ["batch_size => 2", "batch_size => 2", "", "interval '1 day'"] {
            removed.append(try await connection.query("select \(raw: function)(\(raw: call))", by: soon).value())
        }
        #expect(removed == [2, 1, 0, 2])
        #expect(try await lines("select \(column) from strand_session_\(kind)") == "undated\n")
    }

    // MARK: Rights

    @Test func `an agent may do what it needs and no more`() async throws {
        try await apply(.up)
        let superuser = try await open()
        try await superuser.execute("grant island_hopper_agent to agent", by: soon)
        let agent = try await open(as: "agent")
        for (statement, isAllowed) in AgentStatement.all {
            let refusal = await refusal(of: statement, on: agent)
            #expect(refusal == (isAllowed ? nil : "42501"), "\(statement)")
        }
        // Whoever is no member may nothing at all.
        let stranger = try await open(as: "maid")
        for (statement, _) in AgentStatement.all {
            let refusal = await refusal(of: statement, on: stranger)
            #expect(refusal == "42501", "\(statement)")
        }
    }

    private func refusal(of statement: String, on connection: Connection) async -> String? {
        do {
            try await connection.execute(statement, by: soon)
            return nil
        } catch {
            return error.code.map { "\($0)" } ?? "\(error)"
        }
    }

    @Test func `who may not create roles is told what to ask for`() async throws {
        try await superuserDropsGroup()
        let mine = try await aside { [server] in try server.freshDatabase() }
        _ = try await lines("alter database \(mine) owner to maid", in: "postgres")
        let error = await #expect(throws: PostgreSQLError.self) { try await apply(.up, as: "maid", in: mine) }
        #expect(error?.code == .insufficientPrivilege)
        #expect(error?.serverError?.hint?.contains("create role island_hopper_agent nologin") == true)
        // With the group there, no right over roles is needed.
        _ = try await lines("create role island_hopper_agent nologin")
        let up = try #require(try PlatformMigration.all().last?.sections[.up])
        let connection = try await open(as: "maid", in: mine)
        try await connection.execute(up, by: soon)
        try await apply(.down, as: "maid", in: mine)
        #expect(try await lines("select to_regrole('island_hopper_agent') is not null") == "t\n")
    }

    // MARK: Down

    @Test func `down leaves nothing, and up goes again`() async throws {
        try await superuserDropsGroup()
        let before = try await lines(Self.inventory)
        for _ in 1...2 {
            try await apply(.up)
            #expect(try await lines(Self.inventory) != before)
            try await apply(.down)
            #expect(try await lines(Self.inventory) == before)
        }
    }

    @Test func `down keeps a group that has members or another database's rights`() async throws {
        try await superuserDropsGroup()
        try await apply(.up)
        let other = try await aside { [server] in try server.freshDatabase() }
        _ = try await lines("alter database \(other) owner to provisioner", in: "postgres")
        try await apply(.up, in: other)
        try await apply(.down)
        #expect(try await lines("select to_regrole('island_hopper_agent') is not null") == "t\n")
        _ = try await lines("grant island_hopper_agent to agent")
        try await apply(.down, in: other)
        #expect(try await lines("select pg_has_role('agent', 'island_hopper_agent', 'member')") == "t\n")
    }

    /// Databases of earlier tests may still have granted it rights.
    private func superuserDropsGroup() async throws {
        let databases = try await lines(
            """
            select d.datname from pg_shdepend as s join pg_database as d on d.oid = s.dbid
            where s.refobjid = to_regrole('island_hopper_agent') group by 1
            """
        )
        for name in databases.split(separator: "\n") {
            _ = try await lines("drop owned by island_hopper_agent", in: String(name))
        }
        _ = try await lines("drop role if exists island_hopper_agent")
    }

    /// All that a migration could leave behind.
    private static let inventory = """
        select 'class', relname, relacl::text from pg_class where relnamespace = 'public'::regnamespace
        union all select 'type', typname, '' from pg_type where typnamespace = 'public'::regnamespace
        union all select 'function', proname, '' from pg_proc where pronamespace = 'public'::regnamespace
        union all select 'schema', nspname, nspacl::text from pg_namespace where nspname !~ '^pg_(toast_)?temp'
        union all select 'role', rolname, '' from pg_roles
        order by 1, 2
        """
}

/// A file of `manifests/migrations`, cut at its markers.
private struct PlatformMigration {
    enum Section: String { case up, down }

    let name: String
    var sections: [Section: String] = [:]

    static func all() throws -> [PlatformMigration] {
        let folder = "\(projectRoot)/manifests/migrations"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
            .map { name in
                let text = String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")), as: UTF8.self)
                var file = PlatformMigration(name: name)
                var section: Section?
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                    if let marker = line.prefixMatch(of: /-- ihctl:(up|down)/) {
                        section = Section(rawValue: String(marker.1))
                    } else if let section {
                        file.sections[section, default: ""] += line + "\n"
                    }
                }
                return file
            }
    }
}

/// What an agent tries, and whether it may.
private enum AgentStatement {
    static let all: [(String, isAllowed: Bool)] = [
        ("insert into public.strands_sessions (session_id, messages) values ('a', '[]')", true),
        ("insert into public.strand_session_analytics (session_id, event_type) values ('a', 'start')", true),
        ("insert into public.strand_session_costs (session_id, tokens_used) values ('a', 3)", true),
        ("update public.strands_sessions set message_count = message_count + 1", true),
        ("select from public.strands_sessions", true),
        ("select from public.strand_session_analytics", true),
        ("select from public.strand_session_costs", true),
        ("select public.remove_expired_sessions()", true),
        ("delete from public.strands_sessions", true),
        ("truncate public.strands_sessions cascade", false),
        ("alter table public.strands_sessions add column extra text", false),
        ("drop table public.strand_session_costs", false),
        (
            "create trigger t before insert on public.strands_sessions execute function suppress_redundant_updates_trigger()",
            false
        ),
        ("update public.strand_session_analytics set event_type = 'forged'", false),
        ("delete from public.strand_session_analytics", false),
        ("update public.strand_session_costs set cost_amount = 0", false),
        ("delete from public.strand_session_costs", false),
        ("select public.remove_old_session_analytics()", false),
        ("select public.remove_old_session_costs()", false),
        ("create table public.mine (n integer)", false),
        ("create function public.mine() returns int language sql as 'select 1'", false),
        ("grant island_hopper_agent to maid", false),
        ("create role mine", false),
    ]
}
