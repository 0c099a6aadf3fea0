internal import Migrations
internal import Words

extension Desk {
    /// What would run: each migration, its statements and their locks.
    func planReport(_ command: String, _ plan: RunPlan, _ session: MigrationSession) async throws -> Report {
        let isPending = !plan.steps.isEmpty
        var report = report(command, plan, session, body: body(of: plan, session))
        report.outcome = isPending ? .problems : .ok
        report.exitStatus = isPending ? .negative : .success
        return report
    }

    private func body(of plan: RunPlan, _ session: MigrationSession) -> [Block] {
        guard !plan.steps.isEmpty else {
            return [.paragraph(Line("✓ ", .good) + Line("nothing to \(plan.direction == .up ? "apply" : "take back")"))]
        }
        var blocks: [Block] = [.paragraph(Line(session.target.place, .name)), .blank]
        for step in plan.steps {
            guard let script = step.script else { continue }
            let count = script.statements.count
            let manner = script.options.isTransactional ? "in one transaction" : "one by one"
            blocks.append(
                .line(
                    Line("  \(plan.direction == .up ? "+" : "-") ", .good) + Line(step.migration.title, .name)
                        + Line("  \(count) statement\(count == 1 ? "" : "s") \(manner)", .dim)
                )
            )
        }
        let count = plan.steps.count
        blocks += [.blank, .paragraph(Line("\(count) migration\(count == 1 ? "" : "s") would run"))]
        return blocks
    }
}
