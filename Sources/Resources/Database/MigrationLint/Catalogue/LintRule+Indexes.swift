extension LintRule {
    static let indexes: [LintRule] = [
        indexNotConcurrent, concurrentUnnamed, concurrentIfNotExists, dropIndexNotConcurrent, reindexNotConcurrent,
    ]

    static let indexNotConcurrent = LintRule(
        "index-not-concurrent",
        .error,
        .locks,
        title: "indexes on live tables are built concurrently",
        why: """
            CREATE INDEX holds a SHARE lock for as long as it reads the table: every insert, update and delete on it waits until the \
            index is built.
            """,
        instead: """
            Build it with CREATE INDEX CONCURRENTLY in a file of its own with transaction=false. An index on a partitioned table cannot \
            be built so: create it ON ONLY the parent, build each partition's index concurrently, and attach them.
            """,
        bad: """
            create index orders_user_id_idx on orders (user_id);
            """,
        good: """
            -- ihctl:up transaction=false
            create index concurrently orders_user_id_idx on orders (user_id);
            """,
    )

    static let concurrentUnnamed = LintRule(
        "concurrent-unnamed",
        .warning,
        .locks,
        title: "a concurrently built index has a name",
        why: """
            A concurrent build that fails leaves an invalid index behind. Without a name the next try builds a second one beside it, \
            and the first costs every write for ever.
            """,
        instead: "Name the index, so that the rest of a failed build can be found and dropped.",
        bad: """
            -- ihctl:up transaction=false
            create index concurrently on orders (user_id);
            """,
        good: """
            -- ihctl:up transaction=false
            create index concurrently orders_user_id_idx on orders (user_id);
            """,
    )

    static let concurrentIfNotExists = LintRule(
        "concurrent-if-not-exists-unchecked",
        .warning,
        .locks,
        title: "a concurrent build does not take an invalid index for a good one",
        why: """
            IF NOT EXISTS looks at the name alone: after a failed concurrent build it finds the invalid index, does nothing and reports \
            success, and no query ever uses that index.
            """,
        instead:
            "Drop what a failed build may have left, then build without IF NOT EXISTS: both statements may run again and again.",
        bad: """
            -- ihctl:up transaction=false
            create index concurrently if not exists orders_user_id_idx on orders (user_id);
            """,
        good: """
            -- ihctl:up transaction=false
            drop index concurrently if exists orders_user_id_idx;
            create index concurrently orders_user_id_idx on orders (user_id);
            """,
    )

    static let dropIndexNotConcurrent = LintRule(
        "drop-index-not-concurrent",
        .warning,
        .locks,
        title: "indexes of live tables are dropped concurrently",
        why: """
            DROP INDEX takes an ACCESS EXCLUSIVE lock on the table. The work is short, but it queues behind every running query, and all \
            that comes later queues behind it.
            """,
        instead: "Use DROP INDEX CONCURRENTLY in a file with transaction=false.",
        bad: """
            drop index orders_user_id_idx;
            """,
        good: """
            -- ihctl:up transaction=false
            drop index concurrently orders_user_id_idx;
            """,
    )

    static let reindexNotConcurrent = LintRule(
        "reindex-not-concurrent",
        .error,
        .locks,
        title: "indexes of live tables are rebuilt concurrently",
        why: """
            REINDEX holds a lock that stops writes to the table, and an ACCESS EXCLUSIVE lock on each index: queries that plan with the \
            index wait as well, reads too.
            """,
        instead: "Use REINDEX … CONCURRENTLY in a file with transaction=false.",
        bad: """
            reindex table orders;
            """,
        good: """
            -- ihctl:up transaction=false
            reindex table concurrently orders;
            """,
        since: 12,
    )
}
