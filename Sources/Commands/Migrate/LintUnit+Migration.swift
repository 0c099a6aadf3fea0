internal import MigrationLint
internal import Migrations
internal import SQLText
internal import Words

extension LintUnit {
    /// A migration as the linter takes it: a unit for each of its files.
    static func all(of migration: Migration, isContext: Bool = false) -> [LintUnit] {
        let up = LintSection(.up, migration.up)
        guard let back = migration.down else { return [LintUnit(migration.up, [up], isContext)] }
        let down = LintSection(.down, back)
        guard back.path != migration.up.path else { return [LintUnit(migration.up, [up, down], isContext)] }
        return [LintUnit(migration.up, [up], isContext), LintUnit(back, [down], isContext)]
    }

    private init(_ script: Script, _ sections: [LintSection], _ isContext: Bool) {
        self.init(path: script.path, text: script.text, sections: sections, isContext: isContext)
    }
}

extension LintSection {
    fileprivate init(_ direction: Direction, _ script: Script) {
        self.init(
            direction,
            range: script.range,
            directive: script.directive,
            isTransactional: script.options.isTransactional,
            hasLockTimeout: script.options.lockTimeout != .zero,
            allowed: script.options.allowedRules
        )
    }
}

extension [Migration] {
    /// The texts that findings speak of, by their files.
    var texts: [String: SQLText] {
        var texts: [String: SQLText] = [:]
        for script in flatMap({ [$0.up, $0.down].compactMap(\.self) }) { texts[script.path] = script.text }
        return texts
    }
}

extension Finding {
    /// What the linter found, as every verb tells it.
    init(_ lint: LintFinding, in text: SQLText?) {
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
            content: text.map { $0.text(lint.statement) }
        )
    }
}

extension TableLock {
    /// Such as `ACCESS EXCLUSIVE on orders: blocks reads, writes and schema changes; the table is rewritten`.
    var words: String {
        var text = "\(mode.rawValue) on \(target)"
        if !blocks.isEmpty { text += ": blocks \(BlockedUse.listed(blocks))" }
        if rewrites { text += "; the whole table is rewritten" } else if scans { text += "; the whole table is read" }
        return text
    }
}
