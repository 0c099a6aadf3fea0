internal import MigrationLint
internal import SQLText
internal import TestSupport

/// A small schema on a real server, and what its migrations tell the lint.
enum Scene {
    static let migration = """
        create table users (id bigint primary key, email text, name text);
        create table orders (
            id bigint primary key,
            user_id bigint constraint orders_user_id_fkey references users (id),
            total numeric(10, 2),
            note text,
            code varchar(20),
            label varchar(20),
            placed timestamp,
            number integer,
            state text not null default 'new'
        );
        create table items (order_id bigint, name text);
        create table past (id bigint not null, placed timestamp, a integer);
        create index orders_note_idx on orders (note);
        create unique index orders_number_idx on orders (number);
        create table events (at date not null, body text) partition by range (at);
        create table events_2020 partition of events for values from ('2020-01-01') to ('2021-01-01');
        create table events_2021 (at date not null, body text);
        create table logs (at date not null) partition by range (at);
        create table logs_rest partition of logs default;
        create table base (a integer);
        create table heir () inherits (base);
        create materialized view daily as select state, count(*) from orders group by state;
        create unique index daily_state_idx on daily (state);
        create view report as select id, state from orders;
        create domain mail as text;
        create table letters (sender mail);
        create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
        create function volatile_one() returns integer language plpgsql as 'begin return 1; end';
        create function stable_one() returns integer language sql stable as 'select 1';
        create trigger orders_touch before update on orders for each row execute function touch();
        create policy orders_policy on orders using (true);
        create type mood as enum ('sad', 'ok');
        alter table orders add constraint orders_total_check check (total >= 0) not valid;
        alter table orders add constraint orders_note_not_null check (note is not null) not valid;
        alter table items add constraint items_order_fkey foreign key (order_id) references orders (id) not valid;
        alter table orders add constraint orders_code_not_null check (code is not null) not valid;
        alter table orders validate constraint orders_code_not_null;
        create statistics orders_statistics on user_id, note from orders;
        create sequence some_seq;
        """

    /// Rows enough for a scan to be one, and the measure beside it.
    private static let rows = """
        insert into users select n, n::text, n::text from generate_series(1, 50) n;
        insert into orders select n, n, n, n::text, n::text, n::text, now(), n from generate_series(1, 50) n;
        insert into items select n, n::text from generate_series(1, 50) n;
        insert into past select n, now() from generate_series(1, 50) n;
        insert into letters select n::text from generate_series(1, 50) n;
        insert into events_2021 values ('2021-05-05', 'x');
        insert into logs values ('2025-01-01');
        insert into base values (1);
        insert into heir values (1);
        create schema measure;
        create table measure.scene as
            select c.oid, c.relname::text as name, pg_relation_filenode(c.oid) as filenode
            from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v', 'S');
        """

    /// A server that keeps locks of transactions which nobody holds open, and tablespaces without a folder of their own.
    static func server() throws -> PostgreSQLServer { try shared.get() }

    private static let shared = Result {
        let server = try PostgreSQLServer(settings: [
            "max_prepared_transactions": "4", "allow_in_place_tablespaces": "on",
        ])
        _ = try server.psql("create tablespace place location ''")
        return server
    }

    /// Makes the scene in a database of its own and gives its name.
    static func made(on server: PostgreSQLServer) throws -> String {
        let database = try server.freshDatabase()
        _ = try server.psql(migration + rows, database: database)
        return database
    }

    /// The locks the lint tells of a statement that follows the scene's migration.
    static func told(of sql: String) throws -> [Measured] {
        let files = ["-- ihctl:up\n" + migration, "-- ihctl:up transaction=false\n" + sql]
        let result = try Linter(settings: LintSettings(serverVersion: 15)).lint(files.flatMap { try units($0) })
        let locks = result.statements.last?.locks ?? []
        var told: [Measured] = []
        for lock in locks {
            guard case .table(let name) = lock.target else { continue }
            told.append(Measured(table: name, mode: lock.mode, rewrites: lock.rewrites, scans: lock.scans).comparable)
        }
        return told.sorted { $0.table < $1.table }
    }

    /// The locks that statements really take on the tables and views of the scene, each in a session and a transaction of its own.
    static func measured(_ statements: [String], on server: PostgreSQLServer) throws -> [[Measured]] {
        let database = try made(on: server)
        let measure = """
            select 'lock', s.name, l.mode,
                coalesce(pg_relation_filenode(s.oid), s.filenode) is distinct from s.filenode,
                pg_stat_get_xact_numscans(s.oid) > 0
            from measure.scene s join pg_locks l on l.relation = s.oid and l.locktype = 'relation'
            where l.pid = pg_backend_pid() and l.granted;
            """
        let script = statements.enumerated().map { number, sql in
            "\\connect\n\\echo case|\(number)\nbegin;\n\(sql);\n\(measure)\nrollback;\n"
        }
        let outcome = try run(
            ["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", server.url(database: database)],
            input: script.joined(),
        )
        try require(outcome)
        var found = [[String: Measured]](repeating: [:], count: statements.count)
        var number = 0
        for line in outcome.output.split(separator: "\n") {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            if fields.count == 2, fields[0] == "case" { number = Int(fields[1]) ?? 0 }
            // A statement that reads prints its rows as well: the lines of the measure begin with a word of their own.
            guard fields.count == 5, fields[0] == "lock", let mode = LockMode(serverName: fields[2]) else { continue }
            let seen = Measured(table: fields[1], mode: mode, rewrites: fields[3] == "t", scans: fields[4] == "t")
            if let known = found[number][seen.table], known.mode >= mode { continue }
            found[number][seen.table] = seen
        }
        return found.map { locks in locks.values.map(\.comparable).sorted { $0.table < $1.table } }
    }
}

extension Scene {
    /// The first lock that each statement waits for while a prepared transaction keeps tables from all but readers: `orders: SHARE`.
    static func awaited(_ statements: [String], on server: PostgreSQLServer) throws -> [String?] {
        let database = try made(on: server)
        let url = server.url(database: database)
        _ = try server.psql(
            "begin; lock table orders, events in exclusive mode; prepare transaction 'holder'",
            database: database
        )
        let names = try server.psql("select oid, name from measure.scene", database: database)
            .split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
        return try statements.map { sql in
            // The server tells of its waiting as soon as it looks for deadlocks.
            let settings = [
                "client_min_messages = log", "log_lock_waits = on", "deadlock_timeout = 1", "lock_timeout = 400",
            ]
            let commands = settings.map { "set \($0)" } + [sql]
            let outcome = try run(["psql", "-X", "-q", "-d", url] + commands.flatMap { ["-c", $0] })
            let words = outcome.errors.split { " \n".contains($0) }.map(String.init)
            guard let place = words.firstIndex(of: "waiting"), words.indices.contains(place + 5) else { return nil }
            let table = names.first { $0[0] == words[place + 5] }?[1] ?? words[place + 5]
            return LockMode(serverName: words[place + 2]).map { "\(table): \($0.rawValue)" }
        }
    }
}

/// A lock on a table, told or seen.
struct Measured: Equatable, CustomStringConvertible {
    var table: String
    var mode: LockMode
    var rewrites: Bool
    var scans: Bool

    /// Who reads rows reads them, and harms nobody: that is not told.
    var comparable: Measured {
        mode > .rowExclusive ? self : Measured(table: table, mode: mode, rewrites: rewrites, scans: false)
    }

    var description: String {
        "\(table): \(mode.rawValue)" + (rewrites ? ", written anew" : "") + (scans ? ", read" : "")
    }
}
