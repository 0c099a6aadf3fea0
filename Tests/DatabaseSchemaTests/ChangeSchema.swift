/// A small schema with one of each, and changes to it with the differences each must show.
enum ChangeSchema {
    static let script = """
        do $$ begin
            create role schema_reader; create role schema_owner;
        exception when duplicate_object or unique_violation then null; end $$;
        create type mood as enum ('sad', 'ok');
        create domain age as integer check (value >= 0);
        create type pair as (one integer, two text);
        create type span as range (subtype = float8);
        create collation loose (provider = icu, locale = 'und');
        create sequence ticket;
        create table parent (id integer primary key, name text default 'x', ref integer, born date);
        create table child (id integer primary key, parent integer references parent);
        create table heir (more text) inherits (parent);
        create table log (at date not null, what text) partition by range (at);
        create index log_what on log (what);
        create table log_1 partition of log for values from ('2024-01-01') to ('2025-01-01');
        create index parent_name on parent (name);
        create view seen as select id, name from parent;
        create materialized view stored as select id from parent;
        create function twice(n integer) returns integer language sql as 'select n * 2';
        create procedure act() language sql as 'select 1';
        create function fire() returns trigger language plpgsql as 'begin return new; end';
        create function ddl() returns event_trigger language plpgsql as 'begin end';
        create aggregate total(integer) (sfunc = int4pl, stype = integer);
        create operator +# (function = int4pl, leftarg = integer, rightarg = integer);
        create operator =#= (function = int4eq, leftarg = integer, rightarg = integer);
        create cast (text as age) with inout;
        create trigger fired before insert on parent for each row execute function fire();
        create rule ruled as on delete to child do also select 1;
        create policy mine on parent using (true);
        create statistics both_columns on name, ref from parent;
        create event trigger watch on ddl_command_start execute function ddl();
        alter event trigger watch disable;
        """

    static let changes = containers + types + tables + columns + constraints + families + code + rights

    private static let containers: [Change] = [
        Change("select 1"),
        Change("insert into parent (id) values (1); analyze; select nextval('ticket')"),
        Change("create schema s", "extra: schema s"),
        Change("create extension pg_trgm", "extra: extension pg_trgm"),
        Change("create schema s; create table s.t (n int primary key)", "extra: schema s", "extra: table s.t"),
    ]

    private static let types: [Change] = [
        Change(
            "alter type mood add value 'meh' before 'ok'",
            "changed: enum public.mood: labels: 'sad', 'ok' → 'sad', 'meh', 'ok'"
        ),
        Change(
            "alter type mood rename value 'ok' to 'fine'",
            "changed: enum public.mood: labels: 'sad', 'ok' → 'sad', 'fine'"
        ),
        Change("create type more as enum ()", "extra: enum public.more"),
        Change("alter domain age set not null", "changed: domain public.age: not null: none → yes"),
        Change("alter domain age set default 3", "changed: domain public.age: default: none → 3"),
        Change("alter domain age drop constraint age_check", "missing: constraint public.age.age_check"),
        Change("alter domain age add constraint old check (value < 200)", "extra: constraint public.age.old"),
        Change("alter type pair add attribute three date", "extra: column public.pair.three"),
        Change(
            "alter type pair alter attribute one type bigint",
            "changed: column public.pair.one: type: integer → bigint"
        ),
        Change("drop type pair", "missing: composite type public.pair"),
        Change("drop type span", "missing: range type public.span"),
        Change(
            "drop type span; create type span as range (subtype = float8, subtype_diff = float8mi)",
            "changed: range type public.span: subtype_diff: none → float8mi"
        ),
        Change(
            "drop collation loose; create collation loose (provider = icu, locale = 'de')",
            "changed: collation public.loose: locale: und → de"
        ),
        Change("comment on type mood is 'm'", "changed: enum public.mood: comment: none → m"),
    ]

    private static let tables: [Change] = [
        Change(
            "create table extra (n int primary key, m serial)",
            "extra: table public.extra",
            "extra: sequence public.extra_m_seq"
        ),
        Change("create unlogged table extra ()", "extra: table public.extra"),
        Change("drop table child", "missing: table public.child"),
        Change("alter table child set unlogged", "changed: table public.child: unlogged: none → yes"),
        Change(
            "alter table child set (fillfactor = 50)",
            "changed: table public.child: options: none → fillfactor='50'"
        ),
        Change(
            "alter table child enable row level security",
            "changed: table public.child: row security: none → enabled"
        ),
        Change(
            "alter table child force row level security",
            "changed: table public.child: row security forced: none → yes"
        ),
        Change("alter table child replica identity full", "changed: table public.child: replica identity: none → full"),
        Change("comment on table child is 'c'", "changed: table public.child: comment: none → c"),
        Change("alter sequence ticket increment 2", "changed: sequence public.ticket: options: none → increment 2"),
        Change("alter sequence ticket as integer", "changed: sequence public.ticket: type: bigint → integer"),
        Change(
            "alter sequence ticket owned by child.id",
            "changed: sequence public.ticket: owned by: none → public.child.id"
        ),
        Change("drop statistics both_columns", "missing: statistics public.both_columns"),
        Change(
            "alter statistics both_columns set statistics 7",
            "changed: statistics public.both_columns: target: none → 7"
        ),
    ]

    private static let columns: [Change] = [
        Change("alter table child add note text", "extra: column public.child.note"),
        Change(
            "alter table child drop parent",
            "missing: column public.child.parent",
            "missing: constraint public.child.child_parent_fkey"
        ),
        Change("alter table child add note text default 'n' not null", "extra: column public.child.note"),
        Change(
            "alter table child alter parent type bigint",
            "changed: column public.child.parent: type: integer → bigint"
        ),
        Change(
            "alter table child alter parent set not null",
            "changed: column public.child.parent: not null: none → yes"
        ),
        Change(
            "alter table child alter parent set default 1",
            "changed: column public.child.parent: default: none → 1"
        ),
        Change(
            "alter table child alter id add generated always as identity",
            "changed: column public.child.id: identity: none → always as identity"
        ),
        Change(
            "alter table log alter what type text collate \"C\"",
            "changed: column public.log.what: collation: none → pg_catalog.\"C\""
        ),
        Change(
            "alter table parent alter name set storage external",
            "changed: column public.parent.name: storage: none → external"
        ),
        Change(
            "alter table parent alter name set statistics 9",
            "changed: column public.parent.name: statistics: none → 9"
        ),
        Change(
            "alter table parent alter name set (n_distinct = 5)",
            "changed: column public.parent.name: options: none → n_distinct='5'"
        ),
        Change(
            "alter table parent alter name set compression pglz",
            "changed: column public.parent.name: compression: none → pglz"
        ),
        Change("alter table child add n int generated always as (id + 1) stored", "extra: column public.child.n"),
        Change("comment on column child.id is 'i'", "changed: column public.child.id: comment: none → i"),
        Change("alter view seen alter name set default 'v'", "extra: column public.seen.name"),
    ]

    private static let constraints: [Change] = [
        Change("alter table child add check (id > 0)", "extra: constraint public.child.child_id_check"),
        Change("alter table child add check (id > 0) not valid", "extra: constraint public.child.child_id_check"),
        Change("alter table child add unique (parent)", "extra: constraint public.child.child_parent_key"),
        Change("alter table child drop constraint child_pkey", "missing: constraint public.child.child_pkey"),
        Change(
            "alter table child rename constraint child_pkey to k",
            "missing: constraint public.child.child_pkey",
            "extra: constraint public.child.k"
        ),
        Change(
            "alter table child alter constraint child_parent_fkey deferrable",
            "changed: constraint public.child.child_parent_fkey: definition: FOREIGN KEY (parent) REFERENCES public.parent(id) → FOREIGN KEY (parent) REFERENCES public.parent(id) DEFERRABLE"
        ),
        Change(
            "alter table child drop constraint child_parent_fkey, add constraint child_parent_fkey foreign key (parent) references parent on delete cascade",
            "changed: constraint public.child.child_parent_fkey: definition: FOREIGN KEY (parent) REFERENCES public.parent(id) → FOREIGN KEY (parent) REFERENCES public.parent(id) ON DELETE CASCADE"
        ),
        Change("alter table child add exclude (id with =)", "extra: constraint public.child.child_id_excl"),
        Change(
            "alter index child_pkey set (fillfactor = 50)",
            "changed: constraint public.child.child_pkey: index options: none → fillfactor='50'"
        ),
        Change(
            "alter table child cluster on child_pkey",
            "changed: constraint public.child.child_pkey: clustered: none → yes"
        ),
        Change("create index on child (parent)", "extra: index public.child_parent_idx"),
        Change("drop index parent_name", "missing: index public.parent_name"),
        Change(
            "drop index parent_name; create index parent_name on parent (name desc)",
            "changed: index public.parent_name: definition: CREATE INDEX parent_name ON public.parent USING btree (name) → CREATE INDEX parent_name ON public.parent USING btree (name DESC)"
        ),
        Change(
            "update pg_index set indisvalid = false where indexrelid = 'parent_name'::regclass",
            "changed: index public.parent_name: valid: none → no"
        ),
        Change("comment on index parent_name is 'i'", "changed: index public.parent_name: comment: none → i"),
    ]

    private static let families: [Change] = [
        Change("alter table parent add note text", "extra: column public.parent.note"),
        Change("alter table parent drop born", "missing: column public.parent.born"),
        Change("alter table parent alter ref type bigint", "changed: column public.parent.ref: type: integer → bigint"),
        Change("alter table parent add check (ref > 0)", "extra: constraint public.parent.parent_ref_check"),
        Change(
            "alter table only parent alter ref set default 1",
            "changed: column public.parent.ref: default: none → 1"
        ),
        Change("alter table heir alter ref set default 1", "changed: column public.heir.ref: default: none → 1"),
        Change("alter table heir no inherit parent", "changed: table public.heir: inherits: public.parent → none"),
        Change("alter table log add note text", "extra: column public.log.note"),
        Change("alter table log alter what set not null", "changed: column public.log.what: not null: none → yes"),
        Change("drop index log_what", "missing: index public.log_what"),
        Change("create index on log (at)", "extra: index public.log_at_idx"),
        Change("create table log_2 partition of log default", "extra: table public.log_2"),
        Change("drop table log_1", "missing: table public.log_1"),
        Change(
            "alter table log detach partition log_1",
            "changed: table public.log_1: bound: FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') → none",
            "changed: table public.log_1: partition of: public.log → none"
        ),
        Change(
            "alter table log detach partition log_1; alter table log attach partition log_1 for values from ('2024-01-01') to ('2026-01-01')",
            "changed: table public.log_1: bound: FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') → FOR VALUES FROM ('2024-01-01') TO ('2026-01-01')"
        ),
    ]

    private static let code: [Change] = [
        Change(
            "create or replace view seen as select id, name from parent where id > 1",
            "changed: view public.seen: definition:  SELECT parent.id,\n    parent.name\n   FROM public.parent; →  SELECT parent.id,\n    parent.name\n   FROM public.parent\n  WHERE (parent.id > 1);"
        ),
        Change(
            "alter view seen set (security_barrier = true)",
            "changed: view public.seen: options: none → security_barrier='true'"
        ),
        Change("drop view seen", "missing: view public.seen"),
        Change("drop materialized view stored", "missing: materialized view public.stored"),
        Change("create unique index on stored (id)", "extra: index public.stored_id_idx"),
        Change(
            "create or replace function twice(n integer) returns integer language sql as 'select n + n'",
            "changed: function public.twice(integer): body: select n * 2 → select n + n"
        ),
        Change(
            "alter function twice immutable",
            "changed: function public.twice(integer): volatility: none → immutable"
        ),
        Change(
            "alter function twice security definer",
            "changed: function public.twice(integer): security: none → definer"
        ),
        Change("alter function twice strict", "changed: function public.twice(integer): strict: none → yes"),
        Change("alter function twice leakproof", "changed: function public.twice(integer): leakproof: none → yes"),
        Change("alter function twice parallel safe", "changed: function public.twice(integer): parallel: none → safe"),
        Change("alter function twice cost 3", "changed: function public.twice(integer): cost: 100 → 3"),
        Change(
            "alter function twice set work_mem = '1MB'",
            "changed: function public.twice(integer): settings: none → work_mem=1MB"
        ),
        Change(
            "create or replace function twice(n integer default 1) returns integer language sql as 'select n * 2'",
            "changed: function public.twice(integer): arguments: n integer → n integer DEFAULT 1"
        ),
        Change(
            "create function twice(n bigint) returns bigint language sql as 'select n * 2'",
            "extra: function public.twice(bigint)"
        ),
        Change(
            "create or replace procedure act() language sql as 'select 2'",
            "changed: procedure public.act(): body: select 1 → select 2"
        ),
        Change(
            "create or replace aggregate total(integer) (sfunc = int4pl, stype = integer, initcond = '0')",
            "changed: aggregate public.total(integer): initcond: none → '0'"
        ),
        Change("drop operator +# (integer, integer)", "missing: operator public.+# (integer, integer)"),
        Change(
            "alter operator =#= (integer, integer) set (restrict = eqsel)",
            "changed: operator public.=#= (integer, integer): restrict: none → eqsel"
        ),
        Change("drop cast (text as age)", "missing: cast (text as public.age)"),
        Change(
            "drop cast (text as age); create cast (text as age) with inout as assignment",
            "changed: cast (text as public.age): context: none → assignment"
        ),
        Change("drop trigger fired on parent", "missing: trigger public.parent.fired"),
        Change("alter table parent disable trigger fired", "changed: trigger public.parent.fired: fires: none → never"),
        Change(
            "create or replace trigger fired after insert on parent for each row execute function fire()",
            "changed: trigger public.parent.fired: definition: CREATE TRIGGER fired BEFORE INSERT ON public.parent FOR EACH ROW EXECUTE FUNCTION public.fire() → CREATE TRIGGER fired AFTER INSERT ON public.parent FOR EACH ROW EXECUTE FUNCTION public.fire()"
        ),
        Change("drop rule ruled on child", "missing: rule public.child.ruled"),
        Change("alter table child enable always rule ruled", "changed: rule public.child.ruled: fires: none → always"),
        Change("alter policy mine on parent using (false)", "changed: policy public.parent.mine: using: true → false"),
        Change(
            "alter policy mine on parent to schema_reader",
            "changed: policy public.parent.mine: roles: public → schema_reader"
        ),
        Change(
            "alter policy mine on parent with check (true)",
            "changed: policy public.parent.mine: with check: none → true"
        ),
        Change(
            "drop policy mine on parent; create policy mine on parent as restrictive for select using (true)",
            "changed: policy public.parent.mine: command: all → select",
            "changed: policy public.parent.mine: restrictive: none → yes"
        ),
        Change("drop event trigger watch", "missing: event trigger watch"),
        Change("alter event trigger watch enable replica", "changed: event trigger watch: fires: never → on replicas"),
        Change("create publication p for table child", "extra: publication p"),
        Change(
            "create text search configuration simple (copy = pg_catalog.simple)",
            "extra: text search configuration public.simple"
        ),
    ]

    static let rights: [Change] = [
        Change(
            "alter table child owner to schema_owner",
            "changed: table public.child: owner: postgres → schema_owner"
        ),
        Change(
            "alter function twice owner to schema_owner",
            "changed: function public.twice(integer): owner: postgres → schema_owner"
        ),
        Change(
            "grant select, insert on child to schema_reader",
            "changed: table public.child: privileges of schema_reader: none → insert, select"
        ),
        Change(
            "grant select on child to schema_reader with grant option",
            "changed: table public.child: privileges of schema_reader: none → with grant option: select"
        ),
        Change(
            "grant update (id) on child to public",
            "changed: column public.child.id: privileges of public: none → update"
        ),
        Change(
            "revoke execute on function twice from public",
            "changed: function public.twice(integer): privileges of public: none → none"
        ),
        Change(
            "grant usage on schema public to schema_reader",
            "changed: schema public: privileges of schema_reader: none → usage"
        ),
        Change(
            "grant usage on sequence ticket to schema_reader",
            "changed: sequence public.ticket: privileges of schema_reader: none → usage"
        ),
        Change(
            "grant usage on type mood to schema_reader",
            "changed: enum public.mood: privileges of schema_reader: none → usage"
        ),
        Change(
            "revoke insert on child from postgres",
            "changed: table public.child: privileges of current_user: none → delete, references, select, trigger, truncate, update"
        ),
        Change(
            "alter default privileges in schema public grant select on tables to schema_reader",
            "extra: default privileges for role postgres in schema public on tables"
        ),
        Change(
            "alter default privileges revoke execute on functions from public",
            "extra: default privileges for role postgres on functions"
        ),
    ]
}
