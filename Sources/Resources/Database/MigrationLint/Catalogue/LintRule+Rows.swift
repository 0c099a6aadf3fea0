extension LintRule {
    static let rows: [LintRule] = [backfillInDDLTransaction, unbatchedUpdateDelete, disableTriggerAll, doBlockUnread]

    static let backfillInDDLTransaction = LintRule(
        "backfill-in-ddl-txn",
        .warning,
        .locks,
        title: "rows are filled in another transaction than the one that changes their table",
        why: """
            The ALTER TABLE before it still holds its lock: nobody reads or writes the table until the last row is filled and the \
            transaction ends.
            """,
        instead: "Change the table in one file; fill the rows in batches in the next.",
        bad: """
            alter table orders add column currency text;
            update orders set currency = 'EUR' where currency is null;
            """,
        good: """
            -- ihctl:up
            alter table orders add column currency text;
            -- ihctl:up transaction=false
            update orders set currency = 'EUR' where id in (select id from orders where currency is null limit 1000);
            """,
    )

    static let unbatchedUpdateDelete = LintRule(
        "unbatched-update-delete",
        .warning,
        .locks,
        title: "many rows are changed in batches",
        why: """
            An UPDATE or DELETE without WHERE touches every row in one transaction: each stays locked until the end, replicas fall \
            behind, and the table doubles before it can be cleaned.
            """,
        instead: "Go through the key in batches of some thousand rows, each in a transaction of its own.",
        bad: """
            update orders set currency = 'EUR';
            """,
        good: """
            -- ihctl:up transaction=false
            update orders set currency = 'EUR' where id in (select id from orders where currency is null limit 1000);
            """,
    )

    static let disableTriggerAll = LintRule(
        "disable-trigger-all",
        .warning,
        .data,
        title: "triggers stay on while rows change",
        why: """
            DISABLE TRIGGER ALL, and session_replication_role = replica, switch off foreign keys as well: rows written meanwhile are \
            checked by nobody, now or later.
            """,
        instead: "Disable the one trigger by its name, or give it a condition it can be told by.",
        bad: """
            alter table orders disable trigger all;
            """,
        good: """
            alter table orders disable trigger orders_audit;
            """,
    )

    static let doBlockUnread = LintRule(
        "do-block-unread",
        .note,
        .style,
        title: "what a migration does stands in plain statements",
        why:
            "The inside of a DO block is a program: the rules do not read it, so locks and removals in it pass unseen.",
        instead: "Write the statements out where no loop or condition is needed.",
        bad: """
            do $$ begin execute 'drop table orders'; end $$;
            """,
        good: """
            -- ihctl:allow drop-table replaced by purchases in release 41
            drop table app.orders;
            """,
    )
}
