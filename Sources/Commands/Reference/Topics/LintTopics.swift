internal import MigrationLint
internal import Words

/// The linter's rules, as `ihctl explain` tells them.
let lintTopics: [Topic] = LintRule.all.map { rule in
    Topic(
        rule.id,
        .lintRule,
        severity: rule.severity.asFound,
        title: rule.title,
        summary: rule.isStyle
            ? "A matter of style: ihctl migrate lint --style speaks of it."
            : "ihctl migrate lint finds it \(rule.span).",
        why: [rule.why],
        whatToDo: [rule.instead],
        examples: [.bad(rule.bad), .good(rule.good)],
        related: LintRule.all.filter { $0.group == rule.group && $0 != rule }.prefix(4).map(\.id)
    )
}

extension LintSeverity {
    fileprivate var asFound: Finding.Severity {
        switch self {
        case .error: .error
        case .warning: .warning
        case .note: .note
        }
    }
}

extension LintRule {
    /// The servers it speaks of.
    fileprivate var span: String {
        switch (since, until) {
        case (let since?, _): "where the server is PostgreSQL \(since) or newer"
        case (nil, let until?): "where the server is older than PostgreSQL \(until)"
        case (nil, nil): "on every server"
        }
    }
}
