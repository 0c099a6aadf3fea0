internal import MigrationLint
internal import Testing

/// What must not be said.
@Suite struct SilenceTests {
    /// On a table of the same file nobody can be waiting.
    @Test(arguments: [
        "create index on fresh (a)",
        "create unique index concurrently on fresh_elsewhere (a)",
        "alter table fresh add constraint c check (a > 0)",
        "alter table fresh add foreign key (a) references fresh (a)",
        "alter table fresh add unique (a)",
        "alter table fresh add primary key (a)",
        "alter table fresh add exclude (a with =)",
        "alter table fresh alter a set not null",
        "alter table fresh alter a drop not null",
        "alter table fresh alter a drop default",
        "alter table fresh alter a type bigint",
        "alter table fresh add b text not null",
        "alter table fresh add b uuid default gen_random_uuid()",
        "alter table fresh add b bigserial",
        "alter table fresh add b integer generated always as (a * 2) stored",
        "alter table fresh rename a to b",
        "alter table fresh rename to b",
        "alter table fresh drop a cascade",
        "alter table fresh set unlogged",
        "alter table fresh disable trigger all",
        "alter table fresh detach partition other",
        "drop table fresh cascade",
        "truncate fresh cascade",
        "lock table fresh",
        "update fresh set a = 1",
        "delete from fresh",
        "reindex table fresh",
        "cluster fresh",
        "create table part partition of fresh for values in (1)",
        "alter type kind add value 'x'; insert into fresh values ('x')",
        "alter table fresh rename to stale; alter table stale alter a set not null",
    ])
    func `new tables bear everything`(sql: String) throws {
        let isConcurrent = sql.contains("concurrently")
        let made = "create table app.fresh (a integer); create type kind as enum ('y');\n"
        let found = try ids((isConcurrent ? "-- ihctl:up transaction=false\n" : "") + made + sql)
        #expect(found == (isConcurrent ? ["concurrent-unnamed"] : []))
        // The same on a table of before is not silent, so that this test can fail.
        if !isConcurrent, !sql.hasPrefix("alter type") {
            let old = sql.split(separator: " ").map { $0 == "stale" ? "fresh" : String($0) }.joined(separator: " ")
            #expect(try ids(old, version: 14) != [])
        }
    }

    @Test(arguments: [
        "create temporary table scratch as select * from orders; update scratch set a = 1; drop table scratch",
        "create materialized view m as select 1 with no data; refresh materialized view m",
        "alter table orders add column a timestamptz not null default now()",
        "alter table orders add column a timestamptz not null default current_timestamp",
        "alter table orders add column a text not null default 'x'::text collate \"C\"",
        "alter table orders add column a jsonb not null default '{}'::jsonb",
        "alter table orders add column a numeric(10, 2) default (0)::numeric(10, 2)",
        "alter table orders add column a text[] not null default array[]::text[]",
        "alter table orders add column a integer null default 1 + 2 * (3)",
        "alter table orders add column a date default (now() at time zone 'utc')::date",
        "alter table orders add column a tstzrange default tstzrange(now(), null, '[)')",
        "alter table orders add column a bigint references users (id) on delete set null",
        "alter table orders add column a bigint default null references users",
        "alter table orders add a bigint, alter a set default nextval('s')",
        "alter table orders add column note text, drop constraint c, add constraint c check (a > 0) not valid",
        "alter table orders validate constraint c",
        "alter table orders alter column a set default gen_random_uuid()",
        "alter table orders alter column a set statistics 500",
        "alter table orders add constraint u unique using index u",
        "alter table orders add constraint f foreign key (a) references users not valid",
        "alter table orders enable row level security; create policy p on orders using (true)",
        "alter table orders owner to agent; grant select, insert on orders to agent",
        "create table a (id bigint primary key, b bigint references b, c bigint references c)",
        "create table a (id bigint); insert into a select n from generate_series(1, 9) n",
        "alter table orders add a text; insert into kinds (name) values ('x'), ('y')",
        "alter table orders add a text; insert into kinds (name) select 'x' where not exists (select 1)",
        "alter table orders add a text; update kinds set name = 'y' where name = 'x'",
        "alter table orders add a text; delete from kinds where k.id in (1, 2, 3) and x",
        "update orders set a = 1 where a is null",
        "with old as (select id from orders limit 9) delete from orders where id in (select id from old)",
        "create or replace function f() returns trigger language plpgsql as $$ begin update x set y = 1; end $$",
        "create function f() returns void language sql begin atomic delete from sessions; select 1; end",
        "create trigger t before update on orders for each row execute function f()",
        "drop trigger t on orders; drop policy if exists p on orders; drop function f(integer)",
        "create extension if not exists pgcrypto; create schema if not exists app",
        "drop view v; create view v as select 1",
        "comment on table orders is 'x'; comment on column users.a is 'y'",
        "analyze orders; select 1; select count(*) from orders",
        "set local search_path to app; set local statement_timeout = 0; set statement_timeout = '5min'",
        "set role agent; create table a (); reset role",
        "set constraints all deferred; set transaction isolation level serializable",
        "savepoint a; rollback to savepoint a; release savepoint a",
        "alter type mood add value 'good' before 'bad'; comment on type mood is 'good'",
        "create type mood as enum ('a'); alter type mood add value 'b'; create table t (m mood default 'b')",
        "alter index a rename to b; alter sequence s owned by orders.id",
        "create index on only events (at); alter index events_at_idx attach partition events_2020_at_idx",
        "lock table orders in access share mode; lock table orders in row exclusive mode",
        "refresh materialized view concurrently daily",
        "alter table a rename to a_old; alter table a_new rename to a",
        "alter table orders disable trigger user; alter table orders enable trigger all",
        "call app.fill(1000)",
        "select set_config('search_path', 'app', true)",
    ])
    func `ordinary migrations pass without a word`(sql: String) throws {
        #expect(try lint(sql).findings.map { "\($0.rule.id): \($0.message)" } == [])
    }

    @Test(arguments: [
        ("varchar(20)", "varchar(40)"), ("varchar(20)", "varchar"), ("varchar(20)", "text"), ("text", "varchar"),
        ("character varying(20)", "character varying (20)"), ("numeric(10, 2)", "numeric(12, 2)"),
        ("decimal(10,2)", "numeric"), ("timestamp(3)", "timestamp(6)"), ("timestamptz(3)", "timestamp with time zone"),
        ("varbit(4)", "bit varying(8)"), ("cidr", "inet"), ("int", "integer"), ("varchar(5)[]", "varchar(9)[]"),
        ("time(0)", "time"), ("timestamp", "timestamp(6)"), ("serial", "int4"),
    ])
    func `a type that reads the same bytes costs nothing`(old: String, new: String) throws {
        let change = "-- ihctl:up\ncreate table t (a \(old));\n-- ihctl:up\nalter table t alter a type \(new);"
        #expect(try ids(change) == [])
    }

    @Test(arguments: [
        ("varchar(20)", "varchar(10)"), ("varchar", "varchar(10)"), ("text", "varchar(10)"),
        ("varchar(20)", "char(20)"),
        ("char(20)", "text"), ("numeric(10, 2)", "numeric(10, 3)"), ("numeric(10, 2)", "numeric(9, 2)"),
        ("numeric", "numeric(10, 2)"), ("int", "bigint"), ("serial", "bigint"), ("timestamp", "date"), ("inet", "cidr"),
        ("timestamp(6)", "timestamp(3)"), ("bit(4)", "bit(8)"), ("text[]", "text"), ("varchar[]", "text[]"),
        ("json", "jsonb"), ("real", "double precision"),
    ])
    func `any other type is an error where the old one is known`(old: String, new: String) throws {
        let change = "-- ihctl:up\ncreate table t (a \(old));\n-- ihctl:up\nalter table t alter a type \(new);"
        #expect(try finding(of: "change-column-type", in: change)?.severity == .error)
    }
}
