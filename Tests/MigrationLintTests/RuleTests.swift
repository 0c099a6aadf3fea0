internal import MigrationLint
internal import SQLText
internal import Testing

/// For each rule: a statement, what of it is meant, and what is said.
@Suite struct RuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var rule: String
        /// The part the finding points to stands in `«…»`.
        var sql: String
        var severity = LintSeverity.error
        var message: String
        var replacement: String?
        var version: Int?
        var style = false

        var testDescription: String { "\(rule): \(sql)" }
    }

    static let cases = [
        Case(
            rule: "index-not-concurrent",
            sql: "select 1;\n\n  «create index on app.orders (user_id, total)»;",
            message: "index on app.orders is built under a lock that stops writes",
            replacement: """
                -- ihctl:up transaction=false
                create index concurrently orders_user_id_total_idx on app.orders (user_id, total);
                """,
        ),
        Case(
            rule: "index-not-concurrent",
            sql: "«create unique index if not exists \"By Note\" on orders using btree (note) where note <> ''»",
            message: "unique index on orders is built under a lock that stops writes",
            replacement: """
                -- ihctl:up transaction=false
                create unique index concurrently "By Note" on orders using btree (note) where note <> '';
                """,
        ),
        Case(
            rule: "index-not-concurrent",
            sql: """
                -- ihctl:up
                create table events (at date) partition by range (at);
                -- ihctl:up
                «create index events_at_idx on events (at)»;
                """,
            message: "index on events is built on every partition under a lock that stops writes",
            replacement: "create index events_at_idx on only events (at);",
        ),
        Case(
            rule: "concurrent-in-transaction",
            sql: "select 1; «create index concurrently a on b (c)»;",
            message: "CREATE INDEX CONCURRENTLY is refused inside a transaction",
            replacement: "-- ihctl:up transaction=false\ncreate index concurrently a on b (c);",
        ),
        Case(
            rule: "concurrent-in-transaction",
            sql: "-- ihctl:up transaction=false\nbegin; «drop index concurrently a»; commit;",
            message: "DROP INDEX CONCURRENTLY is refused inside a transaction",
        ),
        Case(
            rule: "concurrent-unnamed",
            sql: "-- ihctl:up transaction=false\n«create index concurrently on orders (user_id)»;",
            severity: .warning,
            message:
                "concurrently built index on orders has no name: what a failed build leaves cannot be told from the next",
            replacement: "create index concurrently orders_user_id_idx on orders (user_id);",
        ),
        Case(
            rule: "concurrent-if-not-exists-unchecked",
            sql: "-- ihctl:up transaction=false\n«create index concurrently if not exists i on app.orders (user_id)»;",
            severity: .warning,
            message: "index i counts as there even if a failed build has left it invalid",
            replacement: """
                drop index concurrently if exists app.i;
                create index concurrently i on app.orders (user_id);
                """,
        ),
        Case(
            rule: "drop-index-not-concurrent",
            sql: "«drop index if exists a, b»;",
            severity: .warning,
            message: "dropping index a locks its table against reads and writes",
            replacement: """
                -- ihctl:up transaction=false
                drop index concurrently if exists a;
                drop index concurrently if exists b;
                """,
        ),
        Case(
            rule: "reindex-not-concurrent",
            sql: "«reindex (verbose) index app.a»;",
            message: "rebuilding index app.a stops writes, and reads by the rebuilt index",
            replacement: "-- ihctl:up transaction=false\nreindex (verbose) index concurrently app.a;",
        ),
        Case(
            rule: "detach-partition-not-concurrent",
            sql: "alter table events «detach partition events_2020»;",
            severity: .warning,
            message: "detaching events_2020 locks all of events against reads and writes",
            replacement: "-- ihctl:up transaction=false\nalter table events detach partition events_2020 concurrently;",
            version: 14,
        ),
        Case(
            rule: "attach-partition-scan",
            sql: "alter table events «attach partition old for values in (1)»;",
            severity: .warning,
            message: "attaching old reads all of it while nobody can use it, unless a valid check proves its bounds",
        ),
        Case(
            rule: "partition-of-live-table",
            sql: "«create table events_2026 partition of events for values in (1)»;",
            severity: .note,
            message: "making events_2026 locks all of events against reads and writes",
        ),
        Case(
            rule: "fk-without-not-valid",
            sql: "alter table only orders «add foreign key (user_id) references users»;",
            message: "foreign key on orders is checked row by row under a lock that stops writes to orders and users",
            replacement: """
                -- ihctl:up
                alter table only orders add constraint orders_user_id_fkey foreign key (user_id) references users not valid;
                -- ihctl:up
                alter table only orders validate constraint orders_user_id_fkey;
                """,
        ),
        Case(
            rule: "fk-without-not-valid",
            sql: "alter table orders add column «owner bigint default 1 references users (id)»;",
            message: "foreign key of the new column orders.owner is checked row by row, as it has a default",
            replacement:
                "alter table orders add constraint orders_owner_fkey foreign key (owner) references users not valid;",
        ),
        Case(
            rule: "check-without-not-valid",
            sql: "alter table orders add column note text, «add constraint positive check (total > 0)»;",
            message: "check on orders is proven row by row under a lock that stops reads and writes",
            replacement: """
                -- ihctl:up
                alter table orders add constraint positive check (total > 0) not valid;
                -- ihctl:up
                alter table orders validate constraint positive;
                """,
        ),
        Case(
            rule: "check-without-not-valid",
            sql: "alter table orders add column age integer «check (age > 0)»;",
            message:
                "check of the new column orders.age is proven row by row under a lock that stops reads and writes",
            replacement: "alter table orders add constraint orders_age_check check (age > 0) not valid;",
        ),
        Case(
            rule: "validate-same-transaction",
            sql:
                "alter table orders add constraint c check (a > 0) not valid;\nalter table orders «validate constraint c»;",
            message: "c is validated while the transaction holds a lock on orders that stops reads and writes",
            replacement: "-- ihctl:up\nalter table orders validate constraint c;",
        ),
        Case(
            rule: "validate-same-transaction",
            sql: "alter table orders add column x text;\nalter table orders «validate constraint of_before»;",
            message: "of_before is validated while the transaction holds a lock on orders that stops reads and writes",
        ),
        Case(
            rule: "set-not-null",
            sql: "alter table orders «alter total set not null»;",
            severity: .warning,
            message: """
                all of orders is read for nulls in total under a lock that stops reads and writes, unless a valid check \
                proves total is not null
                """,
            replacement: """
                -- ihctl:up
                alter table orders add constraint orders_total_not_null check (total is not null) not valid;
                -- ihctl:up
                alter table orders validate constraint orders_total_not_null;
                -- ihctl:up
                alter table orders alter column total set not null;
                alter table orders drop constraint orders_total_not_null;
                """,
        ),
        Case(
            rule: "set-not-null",
            sql: """
                -- ihctl:up
                create table orders (total numeric);
                -- ihctl:up
                alter table orders «alter column total set not null»;
                """,
            message: "all of orders is read for nulls in total under a lock that stops reads and writes",
            replacement: """
                -- ihctl:up
                alter table orders add constraint orders_total_not_null not null total not valid;
                -- ihctl:up
                alter table orders validate constraint orders_total_not_null;
                """,
            version: 18,
        ),
        Case(
            rule: "unique-constraint-inline",
            sql: "alter table users «add unique (email, name)»;",
            message: "unique constraint on users builds its index under a lock that stops reads and writes",
            replacement: """
                -- ihctl:up transaction=false
                create unique index concurrently users_email_name_key on users (email, name);
                -- ihctl:up
                alter table users add constraint users_email_name_key unique using index users_email_name_key;
                """,
        ),
        Case(
            rule: "unique-constraint-inline",
            sql: "alter table users add column «email text unique»;",
            message:
                "unique constraint of the new column users.email builds its index under a lock that stops reads and writes",
        ),
        Case(
            rule: "primary-key-inline",
            sql: "alter table users «add constraint pk primary key (id)»;",
            message: "primary key on users builds its index under a lock that stops reads and writes",
            replacement: """
                -- ihctl:up transaction=false
                create unique index concurrently pk on users (id);
                -- ihctl:up
                alter table users add constraint pk primary key using index pk;
                """,
        ),
        Case(
            rule: "exclude-constraint-inline",
            sql: "alter table b «add constraint e exclude using gist (room with =)»;",
            message: "exclusion constraint on b builds its index under a lock that stops reads and writes",
        ),
        Case(
            rule: "add-not-null-no-default",
            sql: "alter table orders «add column if not exists currency text not null»;",
            message: "column orders.currency is NOT NULL without a default, which fails as soon as there is a row",
        ),
        Case(
            rule: "add-not-null-no-default",
            sql: "alter table orders «add currency text default null not null»;",
            message: "column orders.currency is NOT NULL without a default, which fails as soon as there is a row",
        ),
        Case(
            rule: "add-column-volatile-default",
            sql: "alter table orders «add column token uuid not null default gen_random_uuid()»;",
            message:
                "column orders.token gets another gen_random_uuid() in every row, which writes the whole table anew, which stops reads and writes",
            replacement: """
                alter table orders add column token uuid;
                alter table orders alter column token set default gen_random_uuid();
                """,
        ),
        Case(
            rule: "add-column-volatile-default",
            sql: "alter table orders «add column token text default app.token(8)»;",
            severity: .warning,
            message:
                "the default of column orders.token writes the whole table anew, which stops reads and writes, unless app.token() is stable or immutable",
        ),
        Case(
            rule: "add-column-volatile-default",
            sql: "alter table orders «add column note text default ''»;",
            message:
                "a default for column orders.note writes the whole table anew, which stops reads and writes before version 11",
            version: 10,
        ),
        Case(
            rule: "add-generated-stored",
            sql: "alter table orders «add column gross numeric generated always as (net * 1.2) stored»;",
            message:
                "generated column orders.gross is computed by writing the whole table anew, which stops reads and writes",
        ),
        Case(
            rule: "add-serial-or-identity-column",
            sql: "alter table app.orders «add column number serial»;",
            message:
                "serial column app.orders.number is numbered by writing the whole table anew, which stops reads and writes",
            replacement: """
                create sequence app.orders_number_seq;
                alter table app.orders add column number bigint;
                alter table app.orders alter column number set default nextval('app.orders_number_seq');
                alter sequence app.orders_number_seq owned by app.orders.number;
                """,
        ),
        Case(
            rule: "add-serial-or-identity-column",
            sql: "alter table orders «add number bigint generated by default as identity (start 100)»;",
            message:
                "identity column orders.number is numbered by writing the whole table anew, which stops reads and writes",
        ),
        Case(
            rule: "change-column-type",
            sql: "alter table orders «alter column number type bigint»;",
            message: "orders.number as bigint writes the whole table anew, which stops reads and writes",
        ),
        Case(
            rule: "change-column-type",
            sql: "alter table orders «alter code set data type varchar(40)»;",
            severity: .warning,
            message:
                "orders.code as varchar(40) writes the whole table anew, which stops reads and writes, unless the column was varchar of at most 40",
        ),
        Case(
            rule: "change-column-type",
            sql: """
                -- ihctl:up
                create table orders (code varchar(20) check (code <> ''));
                -- ihctl:up
                alter table orders «alter code type varchar(40)»;
                """,
            severity: .warning,
            message:
                "orders.code as varchar(40) reads the whole table to prove orders_code_check again, which stops reads and writes",
        ),
        Case(
            rule: "change-column-type",
            sql: """
                -- ihctl:up
                create table orders (placed timestamp);
                -- ihctl:up
                alter table orders «alter placed type timestamp with time zone»;
                """,
            severity: .warning,
            message:
                "orders.placed as timestamp with time zone writes the whole table anew, which stops reads and writes, unless the session's time zone is UTC",
        ),
        Case(
            rule: "rename-column",
            sql: "alter table orders «rename note to remark»;",
            message: "orders.note becomes remark: whoever still uses note fails from then on",
        ),
        Case(
            rule: "rename-table",
            sql: "alter table app.orders «rename to purchases»;",
            message: "app.orders becomes purchases: whoever still uses app.orders fails from then on",
            replacement: """
                alter table app.orders rename to purchases;
                create view app.orders as select * from app.purchases;
                """,
        ),
        Case(
            rule: "rename-table",
            sql: "alter table orders «set schema shop»;",
            message: "orders becomes shop.orders: whoever still uses orders fails from then on",
        ),
        Case(
            rule: "drop-column",
            sql: "alter table orders add a text, «drop column if exists note»;",
            message: "orders.note and all in it is gone: whoever still uses it fails from then on",
        ),
        Case(
            rule: "drop-table",
            sql: "«drop table if exists orders, users»;",
            message: "orders, users and all in it is gone: whoever still uses it fails from then on",
        ),
        Case(
            rule: "rename-table",
            sql: "«alter schema app rename to shop»;",
            message: "schema app becomes shop: whoever still names it fails from then on",
        ),
        Case(
            rule: "drop-database",
            sql: "-- ihctl:up transaction=false\n«drop database if exists app»;",
            message: "the database and all in it is gone, and cannot be brought back",
        ),
        Case(
            rule: "drop-not-null",
            sql: "alter table orders «alter total drop not null»;",
            severity: .warning,
            message: "orders.total may be null from then on: whoever reads it must bear that",
        ),
        Case(
            rule: "drop-default",
            sql: "alter table orders «alter total drop default»;",
            severity: .warning,
            message: "orders.total has no default from then on: whoever leaves it out writes null, or fails",
        ),
        Case(
            rule: "drop-cascade",
            sql: "drop schema app «cascade»;",
            message: "CASCADE drops all that depends on schema app, whatever it is",
        ),
        Case(
            rule: "truncate-cascade",
            sql: """
                -- ihctl:up
                create table users (id bigint primary key);
                create table orders (user_id bigint references users);
                -- ihctl:up
                «truncate table users cascade»;
                """,
            message: "CASCADE empties also orders, and what references those",
        ),
        Case(
            rule: "truncate-table",
            sql: "«truncate events»;",
            severity: .warning,
            message: "every row of events is gone",
        ),
        Case(
            rule: "missing-lock-timeout",
            sql:
                "set local lock_timeout = '0s';\n«alter table orders add column a text»;\nalter table orders add column b text;",
            severity: .warning,
            message: "the lock on orders is waited for without end, and everybody else waits behind it",
        ),
        Case(
            rule: "explicit-txn-in-txn-file",
            sql: "select 1; «commit»;",
            message: "COMMIT ends the runner's transaction: what follows cannot be undone",
        ),
        Case(
            rule: "unbalanced-begin",
            sql: "-- ihctl:up transaction=false\nselect 1; «end»;",
            message: "COMMIT has no BEGIN before it in this section",
        ),
        Case(
            rule: "not-in-transaction",
            sql: "«alter system set work_mem = '1GB'»;",
            message: "ALTER SYSTEM is refused inside a transaction",
            replacement: "-- ihctl:up transaction=false\nalter system set work_mem = '1GB';",
        ),
        Case(
            rule: "backfill-in-ddl-txn",
            sql: "alter table orders add column a text;\n«update orders set a = b where a is null»;",
            severity: .warning,
            message: "UPDATE on orders runs while the transaction holds a lock on orders that stops reads and writes",
            replacement: "-- ihctl:up\nupdate orders set a = b where a is null;",
        ),
        Case(
            rule: "backfill-in-ddl-txn",
            sql: """
                create table totals (user_id bigint references users, total numeric);
                «insert into totals select user_id, sum(total) from orders group by user_id»;
                """,
            severity: .warning,
            message: "INSERT … SELECT on totals runs while the transaction holds a lock on users that stops writes",
        ),
        Case(
            rule: "unbatched-update-delete",
            sql: "«delete from only orders»;",
            severity: .warning,
            message: "DELETE touches every row of orders in one go",
        ),
        Case(
            rule: "vacuum-full-cluster",
            sql: "-- ihctl:up transaction=false\n«vacuum (verbose, full) orders»;",
            message: "VACUUM FULL writes orders anew under a lock that stops reads and writes",
        ),
        Case(
            rule: "rewrite-table",
            sql: "alter table orders «set unlogged»;",
            message: "SET UNLOGGED writes orders anew under a lock that stops reads and writes",
        ),
        Case(
            rule: "refresh-matview-not-concurrent",
            sql: "«refresh materialized view app.daily»;",
            severity: .warning,
            message: "nobody can read app.daily while it is refreshed",
            replacement: "refresh materialized view concurrently app.daily;",
        ),
        Case(
            rule: "lock-table-explicit",
            sql: "«lock table orders in share row exclusive mode nowait»;",
            severity: .warning,
            message: "orders is locked by hand until the transaction ends, which stops writes",
        ),
        Case(
            rule: "disable-trigger-all",
            sql: "alter table orders «disable trigger all»;",
            severity: .warning,
            message: "all triggers of orders are off, its foreign keys with them",
        ),
        Case(
            rule: "many-tables-one-txn",
            sql: "alter table orders add a text;\n«alter table users add a text»;\nalter table items add a text;",
            severity: .warning,
            message: "users is locked while the transaction holds its lock on orders",
            replacement: "-- ihctl:up\nalter table users add a text;",
        ),
        Case(
            rule: "enum-add-value-used-same-txn",
            sql: "alter type mood add value 'good' after 'ok';\nalter table people alter mood set default «'good'»;",
            message: "'good' was added to mood in this transaction and cannot be used before its end",
        ),
        Case(
            rule: "enum-add-unordered",
            sql: "alter type mood «add value if not exists 'good'»;",
            severity: .note,
            message: "'good' becomes the last and greatest value of mood",
        ),
        Case(
            rule: "setting-leaks",
            sql: "«set search_path = app, public»;",
            severity: .warning,
            message: "search_path stays set for the migrations that follow in the same run",
            replacement: "set local search_path = app, public;",
        ),
        Case(
            rule: "setting-leaks",
            sql: "«SELECT pg_catalog.set_config('search_path', '', false)»;",
            severity: .warning,
            message: "search_path stays set for the migrations that follow in the same run",
        ),
        Case(
            rule: "int-primary-key",
            sql: "create table app.t (a «int» not null, b text, primary key (a));",
            severity: .warning,
            message: "primary key app.t.a is int",
            style: true,
        ),
        Case(
            rule: "char-type",
            sql: "create table app.t (a «character(3)»);",
            severity: .note,
            message: "app.t.a is character(3)",
            style: true,
        ),
        Case(
            rule: "timestamp-without-time-zone",
            sql: "alter table app.t add a «timestamp(3) without time zone»;",
            severity: .note,
            message: "app.t.a is timestamp(3) without time zone",
            style: true,
        ),
        Case(
            rule: "json-type",
            sql: "create table app.t (a «json» default '{}');",
            severity: .note,
            message: "app.t.a is json",
            style: true,
        ),
        Case(
            rule: "serial-type",
            sql: "create table app.t (a «bigserial»);",
            severity: .note,
            message: "app.t.a is bigserial",
            style: true,
        ),
        Case(
            rule: "unqualified-name",
            sql: "«create function f() returns integer language sql as 'select 1'»;",
            severity: .note,
            message: "f names no schema",
            style: true,
        ),
        Case(
            rule: "do-block-unread",
            sql: "«do $$ begin null; end $$»;",
            severity: .note,
            message: "the inside of a DO block is not read",
            style: true,
        ),
    ]

    @Test(arguments: cases)
    func `the finding stands where it is meant and says what happens`(_ known: Case) throws {
        let (script, line, column, length) = try marked(known.sql)
        let all = try ids(script, version: known.version, style: known.style)
        let one = try finding(of: known.rule, in: script, version: known.version, style: known.style)
        let found = try #require(one, "\(all)")
        #expect(found.message == known.message)
        #expect(found.severity == known.severity)
        if let replacement = known.replacement { #expect(found.replacement == replacement) }
        #expect(found.start.line == line && found.start.column == column, "\(found.start)")
        #expect(found.range.count == length)
        #expect(
            found.statement.lowerBound <= found.range.lowerBound && found.statement.upperBound >= found.range.upperBound
        )
    }

    /// A script without its marks, and where in its last file the marked part begins and how many bytes it has.
    private func marked(_ sql: String) throws -> (String, line: Int, column: Int, length: Int) {
        let open = try #require(sql.firstIndex(of: "«"))
        let close = try #require(sql.firstIndex(of: "»"))
        let before = sql[..<open]
        let file = before.components(from: "-- ihctl:up")
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        let script = before + sql[sql.index(after: open)..<close] + sql[sql.index(after: close)...]
        return (
            String(script), lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1,
            sql[sql.index(after: open)..<close].utf8.count
        )
    }

    /// What a rule proposes must not be what it complains of.
    @Test(arguments: cases.filter { $0.replacement != nil && !$0.rule.hasPrefix("rename") })
    func `what stands instead does not break the rule`(_ known: Case) throws {
        // A column of the old file is no longer known in one that begins anew.
        let found = try lint(known.replacement ?? "", version: known.version, style: known.style).findings
        #expect(!found.contains { $0.rule.id == known.rule && $0.severity == .error }, "\(found.map(\.message))")
    }

    @Test func `every rule has its case`() {
        let cased = Set(Self.cases.map(\.rule))
        let missing = LintRule.all.map(\.id).filter { !cased.contains($0) }
        // Allowances have tests of their own; the rest is shown by the examples of the catalogue.
        #expect(
            Set(missing) == [
                "unknown-allow", "allow-without-reason", "unused-allow", "identifier-too-long", "domain-with-check",
            ]
        )
    }
}

extension Substring {
    /// From the last line that begins with this mark on.
    fileprivate func components(from mark: String) -> Substring {
        var rest = self
        while let next = rest.dropFirst().firstRange(of: "\n\(mark)") {
            rest = rest[rest.index(after: next.lowerBound)...]
        }
        return rest
    }
}
