/// Migrations of every kind that a run can be cut short in; to run any statement of theirs twice, or not at all, would show.
enum KillMigrations {
    static let all: [(Int, String)] = [
        (
            1,
            """
            -- ihctl:up
            create schema vault;
            grant usage, create on schema vault to keeper;
            create type mood as enum ('sad', 'merry');
            create table accounts (id int primary key, owner int not null, balance bigint not null, mood mood);
            create table entries (id int not null, account int, note text);
            create index entries_note on entries (note);
            insert into accounts select i, i % 7, 1 from generate_series(1, 200) i;
            create table counters (name text primary key, value bigint not null);
            insert into counters values ('do', 0), ('loop', 0), ('call', 0), ('plain', 0);
            """
        ),
        (
            2,
            """
            -- ihctl:up
            update accounts set balance = balance * 2 + 1;
            insert into entries select id, id, 'second' from accounts;
            select pg_sleep(0.05);
            update accounts set balance = balance * 2 + 1;
            """
        ),
        (
            3,
            """
            -- ihctl:up transaction=false
            create index concurrently accounts_owner on accounts (owner);
            update counters set value = value + 1 where name = 'plain';
            create unique index concurrently entries_id on entries (id);
            alter table entries add constraint entries_pkey primary key using index entries_id;
            """
        ),
        (
            4,
            """
            -- ihctl:up transaction=false
            alter type mood add value 'calm';
            update accounts set mood = 'calm' where id < 10;
            vacuum accounts;
            do $$ begin update counters set value = value + 10 where name = 'do'; perform pg_sleep(0.05); end $$;
            """
        ),
        (
            5,
            """
            -- ihctl:up transaction=false
            do $$ begin
                for i in 1..20 loop
                    insert into entries values (1000 + i, i, 'loop') on conflict do nothing;
                    commit;
                end loop;
            end $$;
            create procedure recount() language plpgsql as $$ begin
                update counters set value = (select count(*) from entries) where name = 'call';
                commit;
                perform pg_sleep(0.05);
            end $$;
            call recount();
            update counters set value = value + 1 where name = 'plain';
            """
        ),
        (
            6,
            """
            -- ihctl:up transaction=false
            reindex index concurrently accounts_owner;
            drop index concurrently entries_note;
            reindex table concurrently entries;
            """
        ),
        (
            7,
            """
            -- ihctl:up
            create table events (id int, at date not null) partition by range (at);
            create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
            create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
            insert into events select i, date '2025-12-01' + i from generate_series(1, 60) i;
            """
        ),
        (
            8,
            """
            -- ihctl:up transaction=false lock_timeout=30s
            alter table events detach partition events_2025 concurrently;
            alter table events_2025 add column archived boolean not null default true;
            """
        ),
        (
            9,
            """
            -- ihctl:up transaction=false
            set search_path to vault, public;
            set role keeper;
            create table kept (id int, n int);
            insert into kept select i, i % 3 from generate_series(1, 50) i;
            create index concurrently kept_n on kept (n);
            select set_config('search_path', 'public', false);
            insert into vault.kept values (51, 0);
            """
        ),
        (
            10,
            """
            -- ihctl:up
            set role keeper;
            set search_path = vault;
            create table owned (id int);
            """
        ),
        (11, "-- ihctl:up\ncreate table plain (id int);\nselect pg_sleep(0.1);\ninsert into plain values (1);\n"),
        (
            12,
            """
            -- ihctl:up
            set transaction isolation level serializable;
            insert into plain select max(id) + 1 from plain;
            create table bodies (id int primary key, at int references accounts (id) deferrable initially deferred);
            insert into bodies select i, i from generate_series(1, 9) i;
            """
        ),
        (13, "-- ihctl:up transaction=false\ninsert into plain select max(id) + 1 from plain;\nanalyze plain;\n"),
        (
            14,
            "-- ihctl:up\nupdate accounts set balance = balance * 3;\ninsert into plain select max(id) + 1 from plain;\n"
        ),
    ]

    /// The rows of every table, the history and what is invalid, in an order that does not depend on how they came.
    static let data = """
        select 'accounts', t::text from accounts t order by 2;
        select 'entries', t::text from entries t order by 2;
        select 'counters', t::text from counters t order by 2;
        select 'events', t::text from events t order by 2;
        select 'archive', t::text from events_2025 t order by 2;
        select 'kept', t::text from vault.kept t order by 2;
        select 'plain', t::text from plain t order by 2;
        select 'bodies', t::text from bodies t order by 2;
        select version, name, checksum, kind, direction, statements, statements_done, statement_begun, done_checksum, applied_by
            from ihctl.migrations order by version::int;
        select 'invalid', indexrelid::regclass from pg_index where not indisvalid;
        select 'pending', inhrelid::regclass from pg_inherits where inhdetachpending;
        """
}
