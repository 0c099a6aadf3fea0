extension LintRule {
    static let tables: [LintRule] = [
        vacuumFullCluster, rewriteTable, refreshNotConcurrent, lockTableExplicit, manyTablesOneTransaction,
        missingLockTimeout,
    ]

    static let vacuumFullCluster = LintRule(
        "vacuum-full-cluster",
        .error,
        .rewrites,
        title: "tables are made smaller while they are in use",
        why:
            "VACUUM FULL and CLUSTER write the whole table anew under an ACCESS EXCLUSIVE lock: nobody reads or writes until they are done.",
        instead: "Use pg_repack or pg_squeeze, or plain VACUUM, outside of migrations.",
        bad: """
            -- ihctl:up transaction=false
            vacuum full orders;
            """,
        good: """
            -- ihctl:up transaction=false
            vacuum orders;
            """,
    )

    static let rewriteTable = LintRule(
        "rewrite-table",
        .error,
        .rewrites,
        title: "a live table keeps its place and its way of storage",
        why: """
            SET LOGGED, SET UNLOGGED, SET ACCESS METHOD and SET TABLESPACE copy the whole table under an ACCESS EXCLUSIVE lock; an \
            unlogged table is empty after a crash, and always on replicas.
            """,
        instead: "Make a new table of the wanted kind, copy the rows in batches and change over.",
        bad: """
            alter table orders set tablespace fast;
            """,
        good: """
            create table orders_new (like orders including all) tablespace fast;
            """,
    )

    static let refreshNotConcurrent = LintRule(
        "refresh-matview-not-concurrent",
        .warning,
        .locks,
        title: "materialized views are refreshed concurrently",
        why: "REFRESH holds an ACCESS EXCLUSIVE lock while the query runs: nobody can read the view meanwhile.",
        instead: "REFRESH MATERIALIZED VIEW CONCURRENTLY; it needs a unique index over plain columns of the view.",
        bad: """
            refresh materialized view daily_costs;
            """,
        good: """
            refresh materialized view concurrently daily_costs;
            """,
    )

    static let lockTableExplicit = LintRule(
        "lock-table-explicit",
        .warning,
        .locks,
        title: "a migration locks no live table by hand",
        why: "LOCK TABLE keeps others from the table until the transaction ends, whatever comes after it.",
        instead:
            "Leave it out: each statement takes the lock it needs. Where two steps must be seen at once, keep the transaction short.",
        bad: """
            lock table orders in access exclusive mode;
            """,
        good: """
            alter table orders add column note text;
            """,
    )

    static let manyTablesOneTransaction = LintRule(
        "many-tables-one-txn",
        .warning,
        .locks,
        title: "one transaction locks one live table",
        why: """
            Locks are kept until the transaction ends. With two live tables locked, the first waits while the second is being had, and a \
            program that takes them the other way round makes a deadlock.
            """,
        instead: "One file for each table, or transaction=false where every statement may run again.",
        bad: """
            alter table orders add column note text;
            alter table users add column note text;
            """,
        good: """
            -- ihctl:up
            alter table orders add column note text;
            -- ihctl:up
            alter table users add column note text;
            """,
    )

    static let missingLockTimeout = LintRule(
        "missing-lock-timeout",
        .warning,
        .locks,
        title: "statements that lock live tables do not wait for ever",
        why: """
            A statement that waits for a strong lock makes everybody else wait behind it, plain reads too: one long query is enough to \
            stop all traffic. The runner's lock_timeout ends that and tries again; here it is switched off.
            """,
        instead: "Leave lock_timeout as the runner sets it, or give another figure: -- ihctl:up lock_timeout=5s.",
        bad: """
            -- ihctl:up lock_timeout=0
            alter table orders add column note text;
            """,
        good: """
            -- ihctl:up lock_timeout=5s
            alter table orders add column note text;
            """,
    )
}
