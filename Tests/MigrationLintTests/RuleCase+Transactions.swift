internal import MigrationLint

extension RuleCase {
    /// What may stand in one transaction, and what outlasts it.
    static let ofTransactions: [RuleCase] = [
        RuleCase(
            rule: "concurrent-in-transaction",
            sql: "select 1; «create index concurrently a on b (c)»;",
            message: "CREATE INDEX CONCURRENTLY is refused inside a transaction",
            replacement: "-- ihctl:up transaction=false\ncreate index concurrently a on b (c);",
        ),
        RuleCase(
            rule: "concurrent-in-transaction",
            sql: "-- ihctl:up transaction=false\nbegin; «drop index concurrently a»; commit;",
            message: "DROP INDEX CONCURRENTLY is refused inside a transaction",
        ),
        RuleCase(
            rule: "explicit-txn-in-txn-file",
            sql: "select 1; «commit»;",
            message: "COMMIT ends the runner's transaction: what follows cannot be undone",
        ),
        RuleCase(
            rule: "unbalanced-begin",
            sql: "-- ihctl:up transaction=false\nselect 1; «end»;",
            message: "COMMIT has no BEGIN before it in this section",
        ),
        RuleCase(
            rule: "not-in-transaction",
            sql: "«alter system set work_mem = '1GB'»;",
            message: "ALTER SYSTEM is refused inside a transaction",
            replacement: "-- ihctl:up transaction=false\nalter system set work_mem = '1GB';",
        ),
        RuleCase(
            rule: "enum-add-value-used-same-txn",
            sql: "alter type mood add value 'good' after 'ok';\nalter table people alter mood set default «'good'»;",
            message: "'good' was added to mood in this transaction and cannot be used before its end",
        ),
        RuleCase(
            rule: "enum-add-unordered",
            sql: "alter type mood «add value if not exists 'good'»;",
            severity: .note,
            message: "'good' becomes the last and greatest value of mood",
        ),
        RuleCase(
            rule: "setting-leaks",
            sql: "«set search_path = app, public»;",
            severity: .warning,
            message: "search_path stays set for the migrations that follow in the same run",
            replacement: "set local search_path = app, public;",
        ),
        RuleCase(
            rule: "setting-leaks",
            sql: "«SELECT pg_catalog.set_config('search_path', '', false)»;",
            severity: .warning,
            message: "search_path stays set for the migrations that follow in the same run",
        ),
    ]
}
