extension LintRule {
    static let columns: [LintRule] = [
        addNotNullNoDefault, volatileDefault, addGeneratedStored, addSerialOrIdentity, changeColumnType,
    ]

    static let addNotNullNoDefault = LintRule(
        "add-not-null-no-default",
        .error,
        .clients,
        title: "a new NOT NULL column of a live table has a default",
        why: """
            Without a default the statement fails as soon as the table has a row; on an empty one, programs that do not know the column \
            yet can insert nothing any more.
            """,
        instead: "Give it a constant default, or add it nullable, fill it in batches and see set-not-null.",
        bad: """
            alter table orders add column currency text not null;
            """,
        good: """
            alter table orders add column currency text not null default 'EUR';
            """,
    )

    static let volatileDefault = LintRule(
        "add-column-volatile-default",
        .error,
        .rewrites,
        title: "a new column's default is the same for every row",
        why: """
            A default that differs from row to row (random(), gen_random_uuid(), clock_timestamp(), nextval()) makes the server write \
            the whole table and its indexes anew under an ACCESS EXCLUSIVE lock. A constant, and now() too, costs nothing.
            """,
        instead:
            "Add the column without default, set the default in a second statement, and fill the old rows in batches.",
        bad: """
            alter table orders add column token uuid default gen_random_uuid();
            """,
        good: """
            alter table orders add column token uuid;
            alter table orders alter column token set default gen_random_uuid();
            """,
    )

    static let addGeneratedStored = LintRule(
        "add-generated-stored",
        .error,
        .rewrites,
        title: "a stored generated column is made with its table",
        why: """
            A stored generated column must be computed for every row: the table and its indexes are written anew under an ACCESS \
            EXCLUSIVE lock.
            """,
        instead: """
            Add a plain column, keep it current by a trigger and fill the old rows in batches; or compute it in a view or an index \
            expression. From version 18 on a VIRTUAL column costs nothing.
            """,
        bad: """
            alter table orders add column gross numeric generated always as (net * 1.2) stored;
            """,
        good: """
            alter table orders add column gross numeric;
            """,
    )

    static let addSerialOrIdentity = LintRule(
        "add-serial-or-identity-column",
        .error,
        .rewrites,
        title: "numbered columns are made with their table",
        why: """
            A serial or identity column must number every row: the table and its indexes are written anew under an ACCESS EXCLUSIVE \
            lock.
            """,
        instead:
            "Add a plain bigint, give it a sequence as default, number the old rows in batches, then build the unique index concurrently.",
        bad: """
            alter table orders add column number bigserial;
            """,
        good: """
            create sequence orders_number_seq;
            alter table orders add column number bigint;
            alter table orders alter column number set default nextval('orders_number_seq');
            """,
    )

    static let changeColumnType = LintRule(
        "change-column-type",
        .error,
        .rewrites,
        title: "a live column keeps its type, or takes one that reads the same bytes",
        why: """
            Most changes of type write the table and its indexes anew under an ACCESS EXCLUSIVE lock, and running programs meet a type \
            they do not expect. Free are: varchar(n) to a wider one or to text, numeric to more digits with the same scale, a wider \
            timestamp, time, interval or varbit, cidr to inet, and timestamp to timestamptz where the session's time zone is UTC (12+).
            """,
        instead:
            "Add a new column, write both, fill the old rows in batches, read from the new one, drop the old one in a later release.",
        bad: """
            -- ihctl:up
            create table orders (id bigint primary key, number integer);
            -- ihctl:up
            alter table orders alter column number type bigint;
            """,
        good: """
            -- ihctl:up
            create table orders (id bigint primary key, code varchar(20));
            -- ihctl:up
            alter table orders alter column code type varchar(40);
            """,
    )
}
