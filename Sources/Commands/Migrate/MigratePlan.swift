internal import MigrationLint
internal import Migrations
internal import PostgreSQL
internal import SQLText
internal import Words

extension Desk {
    /// What would run: each migration, what its statements lock, and what the linter says of it.
    func planReport(_ command: String, _ plan: RunPlan, _ session: MigrationSession, _ files: [MigrationFile]) async
        -> Report
    {
        // Only what is to run has to be sound, and was read; the others serve as far as they can.
        let all = files.compactMap { try? $0.read() }
        let version = await session.control.serverVersion / 10_000
        let planned = Set(plan.steps.map(\.migration.version))
        let result = Linter(settings: LintSettings(serverVersion: version)).lint(
            all.flatMap { LintUnit.all(of: $0, isContext: !planned.contains($0.version)) }
        )
        let direction: LintSection.Direction = plan.direction == .up ? .up : .down
        let statements = Dictionary(grouping: result.statements.filter { $0.direction == direction }, by: \.path)
        let texts = all.texts
        let findings = result.findings.filter { $0.direction == direction }.map { Finding($0, in: texts[$0.path]) }
        let isPending = !plan.steps.isEmpty
        var report = report(command, plan, session, body: [])
        report.findings = findings
        report.topics = Topics.of(findings)
        report.outcome = isPending ? .problems : .ok
        report.exitStatus = isPending ? .negative : .success
        report.data["planned"] = .array(
            plan.steps.map { step in json(of: step, statements[step.script?.path ?? ""] ?? []) }
        )
        report.body = body(of: plan, session, statements, findings)
        return report
    }

    private func body(
        of plan: RunPlan,
        _ session: MigrationSession,
        _ statements: [String: [LintedStatement]],
        _ findings: [Finding]
    ) -> [Block] {
        guard !plan.steps.isEmpty else { return upToDate(plan) }
        var blocks: [Block] = [.paragraph(Line(session.target.place, .name)), .blank]
        for step in plan.steps {
            guard let script = step.script else { continue }
            let count = script.statements.count
            let manner = step.isTransactional ? "in one transaction" : "one by one"
            let left = step.done > 0 ? ", \(count - step.done) left" : ""
            blocks.append(
                .line(
                    Line(plan.direction == .up ? "+ " : "- ", .good) + Line(step.migration.title, .name)
                        + Line("   \(counted(count, "statement")) \(manner)\(left)", .dim)
                )
            )
            for statement in statements[step.script?.path ?? ""] ?? [] {
                blocks += lines(of: statement, in: script)
            }
        }
        if !findings.isEmpty { blocks += [.blank] + findings.blocks }
        let count = plan.steps.count
        let verb = plan.direction == .up ? "to apply" : "to take back"
        var closing = Line("\(counted(count, "migration")) \(verb)")
        if let text = findings.counts.text { closing = closing + Line("; \(text)") }
        return blocks + [.blank, .paragraph(closing)]
    }

    /// The statement's beginning and its locks; what only touches things of its own file needs no line.
    private func lines(of statement: LintedStatement, in script: Script) -> [Block] {
        let locks = statement.locks.filter { !$0.isNew && !$0.blocks.isEmpty }
        guard !locks.isEmpty else { return [] }
        let words = script.text.text(statement.range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let beginning = words.count > 60 ? words.prefix(59) + "…" : words[...]
        return [.line(Line("    \(statement.start.line): ", .dim) + Line(String(beginning)))]
            + locks.map { .indented([.indented([.indented([.paragraph(Line($0.words, .warning))])])]) }
    }

    private func json(of step: RunPlan.Step, _ statements: [LintedStatement]) -> JSONValue {
        [
            "version": .string(step.migration.version.description), "name": .string(step.migration.name),
            "file": .string(step.script?.path ?? step.migration.file.path),
            "transaction": .boolean(step.isTransactional),
            "statements_done": .integer(step.done),
            "statements": .array(
                statements.map { statement in
                    [
                        "line": .integer(statement.start.line),
                        "sql": JSONValue(step.script?.text.text(statement.range)),
                        "locks": .array(statement.locks.map(\.json)),
                    ]
                }
            ),
        ]
    }
}

extension TableLock {
    var json: JSONValue {
        [
            "target": .string("\(target)"), "mode": .string(mode.rawValue),
            "blocks": .array(blocks.sorted().map { .string($0.rawValue) }), "rewrites": .boolean(rewrites),
            "scans": .boolean(scans), "is_new": .boolean(isNew),
        ]
    }
}
