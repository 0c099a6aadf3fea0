internal import MigrationLint

extension RuleCase {
    /// Indexes, and the partitions that carry them.
    static let ofIndexes: [RuleCase] = [
        RuleCase(
            rule: "index-not-concurrent",
            sql: "select 1;\n\n  «create index on app.orders (user_id, total)»;",
            message: "index on app.orders is built under a lock that stops writes",
            replacement: """
                -- ihctl:up transaction=false
                create index concurrently orders_user_id_total_idx on app.orders (user_id, total);
                """,
        ),
        RuleCase(
            rule: "index-not-concurrent",
            sql: "«create unique index if not exists \"By Note\" on orders using btree (note) where note <> ''»",
            message: "unique index on orders is built under a lock that stops writes",
            replacement: """
                -- ihctl:up transaction=false
                create unique index concurrently "By Note" on orders using btree (note) where note <> '';
                """,
        ),
        RuleCase(
            rule: "index-not-concurrent",
            sql: """
                -- ihctl:up
                create table events (at date) partition by range (at);
                -- ihctl:up
                «create index events_at_idx on events (at)»;
                """,
            message: "index on events is built on every partition under a lock that stops writes",
            replacement: "create index events_at_idx on only events (at);",
        ),
        RuleCase(
            rule: "concurrent-unnamed",
            sql: "-- ihctl:up transaction=false\n«create index concurrently on orders (user_id)»;",
            severity: .warning,
            message:
                "concurrently built index on orders has no name: what a failed build leaves cannot be told from the next",
            replacement: "create index concurrently orders_user_id_idx on orders (user_id);",
        ),
        RuleCase(
            rule: "concurrent-if-not-exists-unchecked",
            sql: "-- ihctl:up transaction=false\n«create index concurrently if not exists i on app.orders (user_id)»;",
            severity: .warning,
            message: "index i counts as there even if a failed build has left it invalid",
            replacement: """
                drop index concurrently if exists app.i;
                create index concurrently i on app.orders (user_id);
                """,
        ),
        RuleCase(
            rule: "drop-index-not-concurrent",
            sql: "«drop index if exists a, b»;",
            severity: .warning,
            message: "dropping index a locks its table against reads and writes",
            replacement: """
                -- ihctl:up transaction=false
                drop index concurrently if exists a;
                drop index concurrently if exists b;
                """,
        ),
        RuleCase(
            rule: "reindex-not-concurrent",
            sql: "«reindex (verbose) index app.a»;",
            message: "rebuilding index app.a stops writes, and reads by the rebuilt index",
            replacement: "-- ihctl:up transaction=false\nreindex (verbose) index concurrently app.a;",
        ),
        RuleCase(
            rule: "detach-partition-not-concurrent",
            sql: "alter table events «detach partition events_2020»;",
            severity: .warning,
            message: "detaching events_2020 locks all of events against reads and writes",
            replacement: "-- ihctl:up transaction=false\nalter table events detach partition events_2020 concurrently;",
            version: 14,
        ),
        RuleCase(
            rule: "attach-partition-scan",
            sql: "alter table events «attach partition old for values in (1)»;",
            severity: .warning,
            message: "attaching old reads all of it while nobody can use it, unless a valid check proves its bounds",
        ),
        RuleCase(
            rule: "partition-of-live-table",
            sql: "«create table events_2026 partition of events for values in (1)»;",
            severity: .note,
            message: "making events_2026 locks all of events against reads and writes",
        ),
    ]
}
