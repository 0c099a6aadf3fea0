extension LintRule {
    static let removals: [LintRule] = [
        dropColumn, dropTable, dropDatabase, dropCascade, truncateTable, truncateCascade,
    ]

    static let dropColumn = LintRule(
        "drop-column",
        .error,
        .data,
        title: "a column is dropped knowingly, when nobody uses it any more",
        why:
            "The data is gone, and every program that still names the column fails, so do those that read * into a fixed shape.",
        instead: "First release programs that do not know the column; then drop it and say so with an allow comment.",
        bad: """
            alter table orders drop column note;
            """,
        good: """
            -- ihctl:allow drop-column nobody has read it since release 41
            alter table orders drop column note;
            """,
    )

    static let dropTable = LintRule(
        "drop-table",
        .error,
        .data,
        title: "a table is dropped knowingly, when nobody uses it any more",
        why: "The data is gone, and every program that still names the table fails.",
        instead: "First release programs that do not know the table; then drop it and say so with an allow comment.",
        bad: """
            drop table orders;
            """,
        good: """
            -- ihctl:allow drop-table replaced by purchases in release 41
            drop table orders;
            """,
    )

    static let dropDatabase = LintRule(
        "drop-database",
        .error,
        .data,
        title: "a database is not dropped by a migration",
        why: "Every schema and every row in it is gone at once, and no transaction can bring it back.",
        instead: "Drop databases by hand, with a backup at hand.",
        bad: """
            -- ihctl:up transaction=false
            drop database reports;
            """,
        good: """
            -- ihctl:up transaction=false
            -- ihctl:allow drop-database made by an older release, empty since
            drop database reports;
            """,
    )

    static let dropCascade = LintRule(
        "drop-cascade",
        .error,
        .data,
        title: "what is dropped is named",
        why: """
            CASCADE drops all that depends on the thing: views, foreign keys, defaults, whatever anybody built on it. What it takes along \
            shows only when it is gone.
            """,
        instead:
            "Drop what depends on it by name, one after the other, without CASCADE: the server then refuses what was forgotten.",
        bad: """
            drop view reports cascade;
            """,
        good: """
            drop view monthly_reports;
            drop view reports;
            """,
    )

    static let truncateTable = LintRule(
        "truncate-table",
        .warning,
        .data,
        title: "a table is emptied knowingly",
        why:
            "TRUNCATE removes every row at once under an ACCESS EXCLUSIVE lock; no backup is taken and no trigger for rows runs.",
        instead:
            "Delete the rows in batches that need no more to be there; or say with an allow comment that all may go.",
        bad: """
            truncate events;
            """,
        good: """
            delete from events where id in (select id from events where at < '2020-01-01' limit 1000);
            """,
    )

    static let truncateCascade = LintRule(
        "truncate-cascade",
        .error,
        .data,
        title: "what is emptied is named",
        why:
            "CASCADE empties every table that references this one, and those that reference them: tables that no line here names.",
        instead:
            "Name all tables that are to be emptied in one TRUNCATE, without CASCADE: the server then refuses what was forgotten.",
        bad: """
            truncate users cascade;
            """,
        good: """
            -- ihctl:allow truncate-table test data only
            truncate users, orders;
            """,
    )
}
