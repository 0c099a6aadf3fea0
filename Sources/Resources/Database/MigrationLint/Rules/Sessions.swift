internal import SQLText

/// setting-leaks, and the setting that is DISABLE TRIGGER ALL by another name
extension StatementCheck {
    mutating func checkSession() {
        guard case .set(let setting) = command else { return }
        if setting.name == "session_replication_role", setting.value == "replica" {
            report(
                .disableTriggerAll,
                "session_replication_role = replica switches all triggers off, foreign keys with them"
            )
        }
        guard !setting.isLocal, Self.lasting.contains(setting.name) || setting.name.hasPrefix("default_transaction_"),
            !isReset(setting.name)
        else { return }
        let isPlain = setting.name != "session authorization"
        report(
            .settingLeaks,
            "\(setting.name) stays set for the migrations that follow in the same run",
            instead: state.isInTransaction ? "SET LOCAL." : "RESET \(setting.name) at the end of the section.",
            write: state.isInTransaction && isPlain && !setting.isCall
                ? statement(with: "local", behind: statement.range.lowerBound + 3) : nil,
        )
    }

    private func isReset(_ name: String) -> Bool {
        following.contains { command in
            switch command {
            case .reset(let other): other == nil || other == name
            case .set(let setting): setting.name == name && setting.value == "default"
            default: false
            }
        }
    }

    /// Those that give later statements another meaning; a timeout or a size of memory does not.
    private static let lasting: Set<String> = [
        "search_path", "role", "session authorization", "session_replication_role", "timezone", "default_tablespace",
        "default_table_access_method", "default_with_oids", "row_security", "check_function_bodies",
        "standard_conforming_strings", "backslash_quote", "escape_string_warning", "datestyle", "intervalstyle",
        "transform_null_equals", "xmloption", "bytea_output",
    ]
}
