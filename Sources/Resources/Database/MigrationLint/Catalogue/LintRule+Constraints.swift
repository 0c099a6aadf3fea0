extension LintRule {
    static let constraints: [LintRule] = [
        foreignKeyWithoutNotValid, checkWithoutNotValid, validateSameTransaction, setNotNull, uniqueInline,
        primaryKeyInline,
        excludeInline,
    ]

    static let foreignKeyWithoutNotValid = LintRule(
        "fk-without-not-valid",
        .error,
        .locks,
        title: "foreign keys on live tables are added NOT VALID and validated later",
        why: """
            ADD FOREIGN KEY locks both tables against writes (SHARE ROW EXCLUSIVE) while every row is looked up in the referenced table.
            """,
        instead: """
            ADD CONSTRAINT … FOREIGN KEY … NOT VALID checks new rows at once and reads nothing; VALIDATE CONSTRAINT in a later file \
            checks the old rows while writes go on.
            """,
        bad: """
            alter table orders add constraint orders_user_id_fkey foreign key (user_id) references users (id);
            """,
        good: """
            -- ihctl:up
            alter table orders add constraint orders_user_id_fkey foreign key (user_id) references users (id) not valid;
            -- ihctl:up
            alter table orders validate constraint orders_user_id_fkey;
            """,
    )

    static let checkWithoutNotValid = LintRule(
        "check-without-not-valid",
        .error,
        .locks,
        title: "checks on live tables are added NOT VALID and validated later",
        why:
            "ADD CHECK reads the whole table under an ACCESS EXCLUSIVE lock: reads and writes wait until it has seen every row.",
        instead: """
            ADD CONSTRAINT … CHECK … NOT VALID checks new rows at once and reads nothing; VALIDATE CONSTRAINT in a later file checks \
            the old rows while reads and writes go on.
            """,
        bad: """
            alter table orders add constraint orders_total_check check (total >= 0);
            """,
        good: """
            -- ihctl:up
            alter table orders add constraint orders_total_check check (total >= 0) not valid;
            -- ihctl:up
            alter table orders validate constraint orders_total_check;
            """,
    )

    static let validateSameTransaction = LintRule(
        "validate-same-transaction",
        .error,
        .locks,
        title: "a constraint is validated in a later transaction than the one that adds it",
        why: """
            Locks are kept until the transaction ends: with ADD CONSTRAINT … NOT VALID before it in the same transaction, VALIDATE reads \
            the table under the strong lock that NOT VALID was meant to avoid.
            """,
        instead: "Put VALIDATE CONSTRAINT into the next migration file.",
        bad: """
            alter table orders add constraint orders_total_check check (total >= 0) not valid;
            alter table orders validate constraint orders_total_check;
            """,
        good: """
            -- ihctl:up
            alter table orders add constraint orders_total_check check (total >= 0) not valid;
            -- ihctl:up
            alter table orders validate constraint orders_total_check;
            """,
    )

    static let setNotNull = LintRule(
        "set-not-null",
        .error,
        .locks,
        title: "a live column becomes NOT NULL with a validated check behind it",
        why: """
            SET NOT NULL reads the whole table under an ACCESS EXCLUSIVE lock, unless a valid CHECK (column IS NOT NULL) already proves \
            that there is no null (from version 12 on).
            """,
        instead: """
            Add CHECK (column IS NOT NULL) NOT VALID; VALIDATE it in a later file; then SET NOT NULL needs no scan, and the check can be \
            dropped. From version 18 on: ADD CONSTRAINT … NOT NULL column NOT VALID, then VALIDATE.
            """,
        bad: """
            -- ihctl:up
            create table orders (id bigint primary key, total numeric);
            -- ihctl:up
            alter table orders alter column total set not null;
            """,
        good: """
            -- ihctl:up
            alter table orders add constraint orders_total_not_null check (total is not null) not valid;
            -- ihctl:up
            alter table orders validate constraint orders_total_not_null;
            -- ihctl:up
            alter table orders alter column total set not null;
            alter table orders drop constraint orders_total_not_null;
            """,
    )

    static let uniqueInline = LintRule(
        "unique-constraint-inline",
        .error,
        .locks,
        title: "a unique constraint on a live table takes an index that was built concurrently",
        why: "ADD UNIQUE builds its index under an ACCESS EXCLUSIVE lock: reads and writes wait for the whole build.",
        instead:
            "CREATE UNIQUE INDEX CONCURRENTLY in a file with transaction=false, then ADD CONSTRAINT … UNIQUE USING INDEX.",
        bad: """
            alter table users add constraint users_email_key unique (email);
            """,
        good: """
            -- ihctl:up transaction=false
            create unique index concurrently users_email_key on users (email);
            -- ihctl:up
            alter table users add constraint users_email_key unique using index users_email_key;
            """,
    )

    static let primaryKeyInline = LintRule(
        "primary-key-inline",
        .error,
        .locks,
        title: "a primary key on a live table takes an index that was built concurrently",
        why: """
            ADD PRIMARY KEY builds its index, and reads the table for nulls, under an ACCESS EXCLUSIVE lock: reads and writes wait for \
            all of it.
            """,
        instead: """
            Make the columns NOT NULL first (see set-not-null), CREATE UNIQUE INDEX CONCURRENTLY in a file with transaction=false, then \
            ADD CONSTRAINT … PRIMARY KEY USING INDEX.
            """,
        bad: """
            alter table orders add primary key (id);
            """,
        good: """
            -- ihctl:up transaction=false
            create unique index concurrently orders_pkey on orders (id);
            -- ihctl:up
            alter table orders add constraint orders_pkey primary key using index orders_pkey;
            """,
    )

    static let excludeInline = LintRule(
        "exclude-constraint-inline",
        .error,
        .locks,
        title: "exclusion constraints are made with their table",
        why: """
            ADD … EXCLUDE builds its index under an ACCESS EXCLUSIVE lock and can neither be NOT VALID nor take an index that exists: \
            reads and writes wait for the whole build.
            """,
        instead: """
            Make a new table with the constraint, copy the rows in batches and change over; or add it in a maintenance window and say so \
            with an allow comment.
            """,
        bad: """
            alter table bookings add constraint bookings_overlap exclude using gist (room with =, during with &&);
            """,
        good: """
            create table bookings_new (
                room bigint,
                during tstzrange,
                constraint bookings_overlap exclude using gist (room with =, during with &&)
            );
            """,
    )
}
