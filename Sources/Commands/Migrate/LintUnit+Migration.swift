internal import MigrationLint
internal import Migrations
internal import SQLText
internal import Words

extension LintUnit {
    /// A migration as the linter takes it.
    init(_ migration: Migration, isContext: Bool = false) {
        let sections = [(LintSection.Direction.up, migration.up), (.down, migration.down)].compactMap {
            direction,
            script in
            script.map { script in
                LintSection(
                    direction,
                    range: script.range,
                    directive: script.directive,
                    isTransactional: script.options.isTransactional,
                    hasLockTimeout: script.options.lockTimeout != .zero,
                    allowed: script.options.allowedRules
                )
            }
        }
        self.init(path: migration.file.path, text: migration.up.text, sections: sections, isContext: isContext)
    }
}

extension Finding {
    /// What the linter found, as every verb tells it.
    init(_ lint: LintFinding, in migration: Migration?) {
        let severity: Severity =
            switch lint.severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        var evidence: [Evidence] = []
        if let lock = lint.lock { evidence.append(.fact("lock", lock.words)) }
        var remedies: [Remedy] = [.hint(lint.instead)]
        if let replacement = lint.replacement { remedies.append(.fix(replacement)) }
        self.init(
            lint.rule.id,
            severity,
            lint.message,
            evidence: evidence,
            remedies: remedies,
            place: Place(
                lint.path,
                line: lint.start.line,
                column: lint.start.column,
                endLine: lint.end.line,
                endColumn: lint.end.column
            ),
            topic: lint.rule.id,
            suppression: lint.allowedBecause,
            content: migration.map { $0.up.text.text(lint.statement) }
        )
    }
}

extension TableLock {
    /// `ACCESS EXCLUSIVE on orders: blocks reads, writes and schema changes; the table is rewritten`
    var words: String {
        var text = "\(mode.rawValue) on \(target)"
        if !blocks.isEmpty { text += ": blocks \(BlockedUse.listed(blocks))" }
        if rewrites { text += "; the whole table is rewritten" } else if scans { text += "; the whole table is read" }
        return text
    }
}
