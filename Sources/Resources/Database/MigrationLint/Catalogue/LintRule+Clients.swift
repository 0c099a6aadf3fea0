extension LintRule {
    static let clients: [LintRule] = [renameColumn, renameTable, dropNotNull, dropDefault]

    static let renameColumn = LintRule(
        "rename-column",
        .error,
        .clients,
        title: "columns that programs use keep their names",
        why:
            "From the moment of the rename every program that still uses the old name fails, until the last of them is replaced.",
        instead: "Add a column with the new name, write both, move the readers, drop the old one in a later release.",
        bad: """
            alter table orders rename column note to remark;
            """,
        good: """
            alter table orders add column remark text;
            """,
    )

    static let renameTable = LintRule(
        "rename-table",
        .error,
        .clients,
        title: "tables that programs use keep their names",
        why: """
            From the moment of the rename, or of the move to another schema, every program that still uses the old name fails, until the \
            last of them is replaced.
            """,
        instead:
            "Rename and, in the same transaction, create a view with the old name: simple views can be written to.",
        bad: """
            alter table orders rename to purchases;
            """,
        good: """
            alter table orders rename to purchases;
            create view orders as select * from purchases;
            """,
    )

    static let dropNotNull = LintRule(
        "drop-not-null",
        .warning,
        .clients,
        title: "a column that is never null stays so for those who rely on it",
        why:
            "Programs that read the column without thought of null meet the first null some time later, far from this file.",
        instead: "First release the readers that bear null, then drop NOT NULL and say so with an allow comment.",
        bad: """
            alter table orders alter column total drop not null;
            """,
        good: """
            alter table orders add column remark text;
            """,
    )

    static let dropDefault = LintRule(
        "drop-default",
        .warning,
        .clients,
        title: "a default stays as long as somebody leaves the column out",
        why: "Programs that insert without naming the column write null from then on, or fail where it is NOT NULL.",
        instead:
            "First release the writers that name the column, then drop the default and say so with an allow comment.",
        bad: """
            alter table orders alter column total drop default;
            """,
        good: """
            alter table orders alter column total set default 0;
            """,
    )
}
