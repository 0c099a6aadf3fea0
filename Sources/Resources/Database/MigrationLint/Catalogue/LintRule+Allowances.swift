extension LintRule {
    static let allowances: [LintRule] = [unknownAllow, allowWithoutReason, unusedAllow]

    static let unknownAllow = LintRule(
        "unknown-allow",
        .error,
        .allowances,
        title: "an allow names a rule that exists",
        why: "A misspelt name allows nothing, and whoever reads the file believes that it does.",
        instead: "Write the rule's id as the finding shows it.",
        bad: """
            -- ihctl:allow drop-colum not read since release 41
            select 1;
            """,
        good: """
            -- ihctl:allow drop-column not read since release 41
            alter table orders drop column note;
            """,
    )

    static let allowWithoutReason = LintRule(
        "allow-without-reason",
        .error,
        .allowances,
        title: "an allow says why",
        why: "In a year nobody knows why the rule did not matter here.",
        instead: "Write the reason behind the rule's id, in the same comment.",
        bad: """
            -- ihctl:allow drop-column
            alter table orders drop column note;
            """,
        good: """
            -- ihctl:allow drop-column not read since release 41
            alter table orders drop column note;
            """,
    )

    static let unusedAllow = LintRule(
        "unused-allow",
        .warning,
        .allowances,
        title: "an allow allows something",
        why: "What it was written for is gone; left in place it would hide the next finding of its kind.",
        instead: "Remove it.",
        bad: """
            -- ihctl:allow drop-column not read since release 41
            alter table orders add column remark text;
            """,
        good: """
            alter table orders add column remark text;
            """,
    )
}
