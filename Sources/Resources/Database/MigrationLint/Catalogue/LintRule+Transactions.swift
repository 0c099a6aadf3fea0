extension LintRule {
    static let transactions: [LintRule] = [
        concurrentInTransaction, notInTransaction, explicitTransaction, unbalancedBegin, enumValueUsed, enumUnordered,
    ]

    static let concurrentInTransaction = LintRule(
        "concurrent-in-transaction",
        .error,
        .transactions,
        title: "concurrent statements stand in a file without transaction",
        why: "The server refuses CONCURRENTLY inside a transaction: it commits between its own steps.",
        instead: "Move the statement to a file of its own that begins with: -- ihctl:up transaction=false.",
        bad: """
            create index concurrently orders_user_id_idx on orders (user_id);
            """,
        good: """
            -- ihctl:up transaction=false
            create index concurrently orders_user_id_idx on orders (user_id);
            """,
    )

    static let notInTransaction = LintRule(
        "not-in-transaction",
        .error,
        .transactions,
        title: "statements that cannot be undone stand in a file without transaction",
        why: """
            VACUUM, CREATE and DROP DATABASE or TABLESPACE, ALTER SYSTEM and REINDEX of a schema or database are refused inside a \
            transaction.
            """,
        instead: "Move the statement to a file of its own that begins with: -- ihctl:up transaction=false.",
        bad: """
            vacuum orders;
            """,
        good: """
            -- ihctl:up transaction=false
            vacuum orders;
            """,
    )

    static let explicitTransaction = LintRule(
        "explicit-txn-in-txn-file",
        .error,
        .transactions,
        title: "the runner alone begins and ends the transaction",
        why: """
            A COMMIT ends the runner's transaction: what follows runs without one, and the file counts as applied or not whatever became \
            of it. A ROLLBACK undoes what stands before it; a BEGIN does nothing.
            """,
        instead: "Leave it out; or write transaction=false on the directive and pair every BEGIN with a COMMIT.",
        bad: """
            alter table orders add column note text;
            commit;
            """,
        good: """
            alter table orders add column note text;
            """,
    )

    static let unbalancedBegin = LintRule(
        "unbalanced-begin",
        .error,
        .transactions,
        title: "every BEGIN has its COMMIT in the same section",
        why: """
            A transaction that is still open when the section ends is rolled back with all it did, or swallows what follows; a COMMIT \
            without BEGIN does nothing, and what stands before it cannot be undone.
            """,
        instead: "Pair BEGIN and COMMIT, or leave both out and let the runner do it.",
        bad: """
            -- ihctl:up transaction=false
            begin;
            alter table orders add column note text;
            """,
        good: """
            -- ihctl:up transaction=false
            begin;
            alter table orders add column note text;
            commit;
            """,
    )

    static let enumValueUsed = LintRule(
        "enum-add-value-used-same-txn",
        .error,
        .transactions,
        title: "a new enum value is used after its transaction only",
        why:
            "The server refuses a value that ALTER TYPE … ADD VALUE made until the transaction that made it is committed.",
        instead: "Add the value in one file and use it in the next.",
        bad: """
            alter type state add value 'paused' after 'running';
            update jobs set state = 'paused' where id = 7;
            """,
        good: """
            -- ihctl:up
            alter type state add value 'paused' after 'running';
            -- ihctl:up
            update jobs set state = 'paused' where id = 7;
            """,
    )

    static let enumUnordered = LintRule(
        "enum-add-unordered",
        .note,
        .clients,
        title: "a new enum value says where it stands",
        why: """
            Without BEFORE or AFTER the value comes last, also for ORDER BY, < and max(); the order of an enum cannot be changed \
            afterwards, and no value can be removed.
            """,
        instead: "ADD VALUE … AFTER or BEFORE another one.",
        bad: """
            alter type state add value 'paused';
            """,
        good: """
            alter type state add value 'paused' after 'running';
            """,
    )
}
