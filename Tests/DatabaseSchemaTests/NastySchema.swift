/// Everything that makes a schema hard to read, write and restore, in one; roles are left out of it.
enum NastySchema {
    static let all = types + tables + partitions + routines + views + security + oddities

    private static let types = """
        create schema "Ünïcödé ""quoted"" schema";
        create schema app;
        create schema extensions;
        comment on schema app is 'It''s the app''s \\ schema';
        create extension pgcrypto with schema extensions;
        create extension pg_trgm with schema extensions;
        create extension btree_gist with schema extensions;

        create collation app.german (provider = icu, locale = 'de-u-co-phonebk');
        create type app.mood as enum ('sad', 'it''s "ok"', 'glücklich');
        alter type app.mood add value 'meh' after 'sad';
        create function app.is_even(n integer) returns boolean language sql immutable as 'select n % 2 = 0';
        create domain app.positive as integer default 1 not null check (value > 0);
        create domain app.even as app.positive constraint is_even check (app.is_even(value));
        create domain app.email as text collate "C" constraint "has @" check (value ~ '@') check (length(value) < 255);
        comment on domain app.email is 'an address';
        create type app.money as (amount numeric(12, 2), currency char(3), "Mood" app.mood);
        create type app.pair as (one app.money, many app.money[]);
        create type app.float_range as range (subtype = float8, subtype_diff = float8mi);
        comment on type app.mood is E'how\\nit feels';
        """

    private static let tables = """
        create sequence app.ticket as smallint increment by -2 minvalue -100 maxvalue 100 start 10 cycle cache 3;
        create function app.next_code() returns text language sql as 'select md5(random()::text)';
        create table app."Customers" (
            id bigint generated always as identity (start with 100 increment by 5),
            "Full Name" varchar(100) collate app.german not null default 'n/a',
            email app.email,
            code text not null default app.next_code(),
            moods app.mood[] default '{sad,"it''s \\"ok\\""}',
            balance app.money,
            born date default '2001-02-03',
            patience interval default '1 year 2 days 03:04:05',
            seen timestamptz default '2024-05-06 07:08:09+02',
            raw bytea default '\\xdead',
            ratio double precision default 0.1,
            ticket smallint default nextval('app.ticket'),
            lucky app.even,
            shout text generated always as (upper("Full Name")) stored,
            gone integer,
            constraint "Customers pk" primary key (id) include ("Full Name") with (fillfactor = 80),
            constraint code_unique unique (code) deferrable initially deferred,
            check (ratio >= 0 and ratio <= 1),
            check (app.is_even(ticket::integer)) no inherit
        ) with (autovacuum_enabled = false, fillfactor = 70, toast.autovacuum_enabled = false);
        alter table app."Customers" drop column gone;
        alter table app."Customers" alter column code set storage external;
        alter table app."Customers" alter column email set statistics 500;
        alter table app."Customers" alter column born set (n_distinct = -0.5);
        alter sequence app.ticket owned by app."Customers".ticket;
        comment on table app."Customers" is 'all of them';
        comment on column app."Customers"."Full Name" is 'as they say it: "ö"';
        comment on constraint code_unique on app."Customers" is 'later';
        create index on app."Customers" (lower("Full Name") collate "C" desc nulls last, born) where ratio > 0.5;
        create index trigrams on app."Customers" using gin (email extensions.gin_trgm_ops);
        create unique index covering on app."Customers" (code) include (ratio, born) with (fillfactor = 60);
        create index by_function on app."Customers" (app.is_even(ticket::integer));
        alter index app.by_function alter column 1 set statistics 200;
        comment on index app.covering is 'covers';
        alter table app."Customers" cluster on "Customers pk";
        create statistics app.related (dependencies, ndistinct) on born, ratio from app."Customers";
        alter statistics app.related set statistics 50;

        -- Each refers to the other.
        create table app.hen (id serial primary key, from_egg integer);
        create table app.egg (id bigserial primary key, from_hen integer references app.hen on delete cascade on update set null);
        alter table app.hen add constraint hen_egg foreign key (from_egg) references app.egg
            deferrable initially deferred not valid;
        create table app.booking (
            room integer, during tsrange,
            exclude using gist (room with =, during with &&) where (room > 0) deferrable
        );
        create unlogged table app.fast (n integer);
        create unique index fast_n on app.fast (n);
        alter table app.fast alter column n set not null, replica identity using index fast_n;
        create table app.whole (n integer);
        alter table app.whole replica identity full;
        create table app.nothing ();
        create table app.of_type of app.money;

        -- A function that needs the table whose check and default need it.
        create table app.circle (n integer);
        create function app.circle_ok(c app.circle) returns boolean language sql immutable as 'select c.n > 0';
        create function app.circle_next() returns integer begin atomic select coalesce(max(n), 0) + 1 from app.circle; end;
        alter table app.circle add constraint ok check (app.circle_ok(circle.*)), alter n set default app.circle_next();

        create table app.animal (id integer primary key, name text default 'nobody' not null, check (id > 0));
        create table app.pet (owner text) inherits (app.animal);
        create table app.bird (wings integer default 2, name text default 'tweety' not null, check (wings > 0)) inherits (app.animal);
        create table app.parrot (word text, name text default 'polly' not null) inherits (app.pet, app.bird);
        alter table app.pet alter column name set default 'rex';
        alter table app.animal alter column name set compression pglz;
        """

    private static let partitions = """
        create table app.event (
            id bigint not null, at timestamptz not null default now(), kind text not null, payload jsonb,
            customer bigint references app."Customers",
            primary key (id, at), check (kind <> '')
        ) partition by range (at);
        create index event_kind on app.event (kind);
        create table app.event_2024 partition of app.event for values from ('2024-01-01') to ('2025-01-01');
        create table app.event_2025 (
            payload jsonb, junk integer, kind text not null, customer bigint, at timestamptz default now() not null,
            id bigint not null, constraint event_kind_check check (kind <> '')
        );
        alter table app.event_2025 drop column junk;
        alter table app.event attach partition app.event_2025 for values from ('2025-01-01') to (maxvalue);
        create table app.event_old partition of app.event for values from (minvalue) to ('2024-01-01')
            partition by list (id);
        create table app.event_old_few partition of app.event_old for values in (1, 2);
        create table app.event_old_rest partition of app.event_old default;
        alter table app.event_2024 alter column kind set default 'none';
        create index only_2024 on app.event_2024 (payload);
        create table app.labelled (label text) partition by list (label);
        create table app.labelled_some partition of app.labelled for values in ('click', 'it''s', null);
        create table app.hashed (id uuid default extensions.gen_random_uuid(), "by" int) partition by hash (id, abs("by"));
        create table app.hashed_0 partition of app.hashed for values with (modulus 2, remainder 0);
        create table app.hashed_1 partition of app.hashed for values with (modulus 2, remainder 1);
        create index on app.hashed (("by" + 1));
        """

    private static let routines = """
        create function app."Ärger (mit) Namen"(a integer, variadic "B, c" text[] default '{x}')
            returns table (n integer, t text) language plpgsql stable strict security definer
            cost 50 rows 7 parallel safe set search_path = app, pg_temp set work_mem = '8MB'
            as $fn$ begin return query select 1, $$nested 'quotes' \\ and $1$$::text; end $fn$;
        create function app.overloaded(integer) returns integer language sql immutable as 'select $1';
        create function app.overloaded(text) returns integer language sql immutable leakproof as 'select length($1)';
        create function app.out_args(in a integer, out b integer, inout c text) language sql as 'select a, c';
        create procedure app.do_it(inout n integer default 3) language plpgsql as 'begin commit; end';
        create function app.customers_of(mood app.mood) returns setof app."Customers" language sql stable
            as 'select * from app."Customers" where mood = any(moods)';
        create function app.touch() returns trigger language plpgsql as 'begin return new; end';
        comment on function app.overloaded(text) is 'of a text';
        create aggregate app.sum_even(integer) (sfunc = int4pl, stype = integer, initcond = '0', combinefunc = int4pl, parallel = safe);
        create aggregate app.percentile(float8 order by anyelement) (
            sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra
        );
        create aggregate app.everything(*) (sfunc = int8inc, stype = int8, initcond = '0',
            msfunc = int8inc, minvfunc = int8dec, mstype = int8, minitcond = '0');
        create function app.same(app.money, app.money) returns boolean language sql immutable
            as 'select $1.amount = $2.amount';
        create function app.not_same(app.money, app.money) returns boolean language sql immutable
            as 'select not app.same($1, $2)';
        create operator app.=== (function = app.same, leftarg = app.money, rightarg = app.money,
            commutator = operator(app.===), negator = operator(app.!==), hashes, merges, restrict = eqsel, join = eqjoinsel);
        create operator app.!== (function = app.not_same, leftarg = app.money, rightarg = app.money, negator = operator(app.===));
        create operator app.!!! (function = app.overloaded, rightarg = text);
        create function app.to_money(integer) returns app.money language sql immutable
            as $$ select row($1, 'EUR', null)::app.money $$;
        create cast (integer as app.money) with function app.to_money(integer) as assignment;
        create trigger touched before insert or update of code on app."Customers"
            for each row when (new.code is not null) execute function app.touch('an ''argument''');
        create constraint trigger checked after insert on app.hen deferrable initially deferred
            for each row execute function app.touch();
        create trigger "every part" after insert on app.event for each row execute function app.touch();
        alter table app.hen disable trigger checked;
        comment on trigger touched on app."Customers" is 'touch';
        """

    private static let views = """
        create view app.z_first as select id, "Full Name" as "Näme", balance from app."Customers" where ratio operator(pg_catalog.>) 0;
        create view app.a_depends_on_z with (security_barrier = true) as
            select "Näme", (balance).amount as amount from app.z_first with local check option;
        create view app.numbers as with recursive s (n) as (values (1) union all select n + 1 from s where n < 10) table s;
        create view app.grouped as select c.*, count(e.id) from app."Customers" c join app.event e on e.customer = c.id group by c.id;
        create materialized view app.summary with (fillfactor = 50) as select count(*) as n, kind from app.event group by kind;
        create unique index summary_kind on app.summary (kind);
        create view app.on_summary as select * from app.summary;
        create view app.editable as select id, name from app.animal;
        alter view app.editable alter column name set default 'viewed';
        comment on view app.editable is 'edit me';
        comment on column app.editable.name is 'whose name';
        comment on materialized view app.summary is 'sums';
        create function app.of_view(app.z_first) returns text language sql as 'select $1."Näme"';
        create view app.of_function as select app.of_view(z) as t from app.z_first z;
        create rule "no insert" as on insert to app.editable do instead
            insert into app.animal (id, name) values (new.id, new.name) returning id, name;
        create rule log as on delete to app.animal where old.id > 5 do also insert into app.whole values (old.id);
        create trigger instead instead of update on app.editable for each row execute function app.touch();
        comment on rule "no insert" on app.editable is 'rule';
        """

    private static let security = """
        alter table app."Customers" enable row level security, force row level security;
        create policy "own rows" on app."Customers" for select using (email = current_user);
        create policy narrow on app."Customers" as restrictive to public using (true) with check (ratio < 1);
        create policy adding on app."Customers" for insert with check (id in (select customer from app.event));
        comment on policy narrow on app."Customers" is 'narrow';
        """

    private static let oddities = """
        create table "Ünïcödé ""quoted"" schema"."täble ""1"".2" ("select" integer, "ünï.""cödé" text default E'a\\'b\\\\c\\nd');
        comment on column "Ünïcödé ""quoted"" schema"."täble ""1"".2"."select" is 'select';
        create view "Ünïcödé ""quoted"" schema"."a view" as select "select" from "Ünïcödé ""quoted"" schema"."täble ""1"".2";
        create table public.plain (id integer generated by default as identity primary key, n serial);
        create function public.ddl() returns event_trigger language plpgsql as 'begin end';
        create event trigger watch on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function public.ddl();
        alter event trigger watch enable always;
        comment on event trigger watch is 'watches';
        create schema ihctl;
        create table ihctl.migrations (version bigint);
        """
}
