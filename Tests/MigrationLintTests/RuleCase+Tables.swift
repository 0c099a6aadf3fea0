internal import MigrationLint

extension RuleCase {
    /// Whole tables, and many of their rows at once.
    static let ofTables: [RuleCase] = [
        RuleCase(
            rule: "missing-lock-timeout",
            sql:
                "set local lock_timeout = '0s';\n«alter table orders add column a text»;\nalter table orders add column b text;",
            severity: .warning,
            message: "the lock on orders is waited for without end, and everybody else waits behind it",
        ),
        RuleCase(
            rule: "vacuum-full-cluster",
            sql: "-- ihctl:up transaction=false\n«vacuum (verbose, full) orders»;",
            message: "VACUUM FULL writes orders anew under a lock that stops reads and writes",
        ),
        RuleCase(
            rule: "rewrite-table",
            sql: "alter table orders «set unlogged»;",
            message: "SET UNLOGGED writes orders anew under a lock that stops reads and writes",
        ),
        RuleCase(
            rule: "refresh-matview-not-concurrent",
            sql: "«refresh materialized view app.daily»;",
            severity: .warning,
            message: "nobody can read app.daily while it is refreshed",
            replacement: "refresh materialized view concurrently app.daily;",
        ),
        RuleCase(
            rule: "lock-table-explicit",
            sql: "«lock table orders in share row exclusive mode nowait»;",
            severity: .warning,
            message: "orders is locked by hand until the transaction ends, which stops writes",
        ),
        RuleCase(
            rule: "many-tables-one-txn",
            sql: "alter table orders add a text;\n«alter table users add a text»;\nalter table items add a text;",
            severity: .warning,
            message: "users is locked while the transaction holds its lock on orders",
            replacement: "-- ihctl:up\nalter table users add a text;",
        ),
        RuleCase(
            rule: "backfill-in-ddl-txn",
            sql: "alter table orders add column a text;\n«update orders set a = b where a is null»;",
            severity: .warning,
            message: "UPDATE on orders runs while the transaction holds a lock on orders that stops reads and writes",
            replacement: "-- ihctl:up\nupdate orders set a = b where a is null;",
        ),
        RuleCase(
            rule: "backfill-in-ddl-txn",
            sql: """
                create table totals (user_id bigint references users, total numeric);
                «insert into totals select user_id, sum(total) from orders group by user_id»;
                """,
            severity: .warning,
            message: "INSERT … SELECT on totals runs while the transaction holds a lock on users that stops writes",
        ),
        RuleCase(
            rule: "unbatched-update-delete",
            sql: "«delete from only orders»;",
            severity: .warning,
            message: "DELETE touches every row of orders in one go",
        ),
        RuleCase(
            rule: "disable-trigger-all",
            sql: "alter table orders «disable trigger all»;",
            severity: .warning,
            message: "all triggers of orders are off, its foreign keys with them",
        ),
        RuleCase(
            rule: "do-block-unread",
            sql: "«do $$ begin null; end $$»;",
            severity: .note,
            message: "the inside of a DO block is not read",
            style: true,
        ),
    ]
}
