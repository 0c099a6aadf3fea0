extension LintRule {
    static let partitions: [LintRule] = [detachNotConcurrent, attachPartitionScan, partitionOfLiveTable]

    static let detachNotConcurrent = LintRule(
        "detach-partition-not-concurrent",
        .warning,
        .locks,
        title: "partitions are detached concurrently",
        why: """
            DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the whole partitioned table: reads and writes of every partition wait \
            behind it.
            """,
        instead:
            "Use DETACH PARTITION … CONCURRENTLY in a file with transaction=false (not where there is a default partition).",
        bad: """
            alter table events detach partition events_2020;
            """,
        good: """
            -- ihctl:up transaction=false
            alter table events detach partition events_2020 concurrently;
            """,
        since: 14,
    )

    static let attachPartitionScan = LintRule(
        "attach-partition-scan",
        .warning,
        .locks,
        title: "an attached partition has a check that spares the scan",
        why: """
            ATTACH PARTITION reads the whole attached table under an ACCESS EXCLUSIVE lock to prove that its rows belong there, unless a \
            valid CHECK constraint already proves it; a default partition is read in the same way.
            """,
        instead: """
            First ADD CONSTRAINT … CHECK (the partition's bounds) NOT VALID and, in a later file, VALIDATE it; then attach, then drop \
            the check.
            """,
        bad: """
            alter table events attach partition events_old for values from ('2020-01-01') to ('2021-01-01');
            """,
        good: """
            -- ihctl:up
            alter table events_old add constraint events_old_bounds
                check (at is not null and at >= '2020-01-01' and at < '2021-01-01') not valid;
            -- ihctl:up
            alter table events_old validate constraint events_old_bounds;
            -- ihctl:up
            alter table events attach partition events_old for values from ('2020-01-01') to ('2021-01-01');
            """,
    )

    static let partitionOfLiveTable = LintRule(
        "partition-of-live-table",
        .note,
        .locks,
        title: "a new partition is made beside the live table and then attached",
        why: """
            CREATE TABLE … PARTITION OF takes an ACCESS EXCLUSIVE lock on the parent for the length of the transaction; a default \
            partition is locked and read too. ATTACH PARTITION is content with a lock that lets reads and writes pass.
            """,
        instead: "CREATE TABLE … (LIKE parent INCLUDING ALL), then ALTER TABLE parent ATTACH PARTITION.",
        bad: """
            create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
            """,
        good: """
            create table events_2026 (like events including all);
            alter table events attach partition events_2026 for values from ('2026-01-01') to ('2027-01-01');
            """,
    )
}
