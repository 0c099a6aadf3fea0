internal import MigrationLint

extension RuleCase {
    /// Constraints that have to look at every row.
    static let ofConstraints: [RuleCase] = [
        RuleCase(
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
        RuleCase(
            rule: "fk-without-not-valid",
            sql: "alter table orders add column «owner bigint default 1 references users (id)»;",
            message: "foreign key of the new column orders.owner is checked row by row, as it has a default",
            replacement:
                "alter table orders add constraint orders_owner_fkey foreign key (owner) references users not valid;",
        ),
        RuleCase(
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
        RuleCase(
            rule: "check-without-not-valid",
            sql: "alter table orders add column age integer «check (age > 0)»;",
            message:
                "check of the new column orders.age is proven row by row under a lock that stops reads and writes",
            replacement: "alter table orders add constraint orders_age_check check (age > 0) not valid;",
        ),
        RuleCase(
            rule: "validate-same-transaction",
            sql:
                "alter table orders add constraint c check (a > 0) not valid;\nalter table orders «validate constraint c»;",
            message: "c is validated while the transaction holds a lock on orders that stops reads and writes",
            replacement: "-- ihctl:up\nalter table orders validate constraint c;",
        ),
        RuleCase(
            rule: "validate-same-transaction",
            sql: "alter table orders add column x text;\nalter table orders «validate constraint of_before»;",
            message: "of_before is validated while the transaction holds a lock on orders that stops reads and writes",
        ),
        RuleCase(
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
        RuleCase(
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
        RuleCase(
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
        RuleCase(
            rule: "unique-constraint-inline",
            sql: "alter table users add column «email text unique»;",
            message:
                "unique constraint of the new column users.email builds its index under a lock that stops reads and writes",
        ),
        RuleCase(
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
        RuleCase(
            rule: "exclude-constraint-inline",
            sql: "alter table b «add constraint e exclude using gist (room with =)»;",
            message: "exclusion constraint on b builds its index under a lock that stops reads and writes",
        ),
    ]
}
