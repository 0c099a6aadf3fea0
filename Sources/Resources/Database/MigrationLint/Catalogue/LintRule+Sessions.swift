extension LintRule {
    static let sessions: [LintRule] = [settingLeaks]

    static let settingLeaks = LintRule(
        "setting-leaks",
        .warning,
        .transactions,
        title: "a setting ends with the migration that made it",
        why: """
            SET without LOCAL stays for the session: the search path, the role or the time zone then also hold for the migrations that \
            follow in the same run, but not when they run alone.
            """,
        instead: "SET LOCAL; in a file without transaction, RESET it at the end.",
        bad: """
            set search_path to app;
            """,
        good: """
            set local search_path to app;
            """,
    )
}
