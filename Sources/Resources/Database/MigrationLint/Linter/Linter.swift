package import SQLText

/// Reads migration files one after the other, and judges each by what it and all earlier ones have made.
package struct Linter: Sendable {
    package var settings: LintSettings

    package init(settings: LintSettings = LintSettings()) { self.settings = settings }

    /// The files in the order they are applied in.
    package func lint(_ units: [LintUnit]) -> LintResult {
        var result = LintResult()
        var schema = KnownSchema()
        for (number, unit) in units.enumerated() {
            var renames: [LintState.Rename] = []
            var moment = Moment(file: number, transaction: 0)
            for section in unit.sections where section.direction == .up {
                let state = LintState(schema: schema, section: section, moment: moment, renames: renames)
                let after = run(section, of: unit, state, into: &result)
                (schema, renames, moment) = (after.schema, after.renames, after.moment)
                moment.transaction += 1
            }
            for section in unit.sections where section.direction == .down && !unit.isContext {
                let state = LintState(schema: schema, section: section, moment: moment, renames: renames)
                _ = run(section, of: unit, state, into: &result)
            }
        }
        return result
    }

    /// The locks of one statement, where nothing is known but its text.
    package static func locks(of statement: Statement, in text: SQLText, serverVersion: Int? = nil) -> [TableLock] {
        LockReckoner.locks(
            of: SQLCommand(statement, in: text),
            knowing: KnownSchema(),
            version: serverVersion ?? LintSettings.oldestServer,
            file: nil,
        )
    }

    /// Judges one section and gives what is known behind it.
    private func run(_ section: LintSection, of unit: LintUnit, _ state: LintState, into result: inout LintResult)
        -> LintState
    {
        let statements = unit.text.statements(in: section.range)
        let commands = statements.map { SQLCommand($0, in: unit.text) }
        var state = state
        if unit.isContext {
            for command in commands {
                state.schema.learn(command, at: state.moment)
                state.moment.transaction += 1
            }
            return state
        }
        var findings: [LintFinding] = []
        var allowances = Allowances(of: section, in: unit.text, settings: settings)
        func judge(_ complaint: StatementCheck.Complaint, _ statement: Range<Int>) -> LintFinding {
            var finding = unit.finding(complaint, in: section, statement: statement)
            finding.allowedBecause = allowances.reason(for: complaint.rule, at: statement)
            return finding
        }
        for (number, statement) in statements.enumerated() {
            var check = StatementCheck(
                statement,
                commands[number],
                in: unit.text,
                following: commands[(number + 1)...],
                number: number,
                settings: settings,
                state: state,
            )
            check.run()
            state = check.state
            allowances.read(statement)
            for complaint in check.complaints { findings.append(judge(complaint, statement.range)) }
            result.statements.append(
                LintedStatement(
                    path: unit.path,
                    direction: section.direction,
                    range: statement.range,
                    start: unit.text.position(of: statement.range.lowerBound),
                    locks: check.locks,
                )
            )
        }
        if let (complaint, statement) = state.unbalanced(in: unit.text), settings.covers(complaint.rule) {
            findings.append(judge(complaint, statement))
        }
        for (complaint, statement) in allowances.complaints(after: statements.last)
        where settings.covers(complaint.rule) {
            findings.append(unit.finding(complaint, in: section, statement: statement))
        }
        result.findings += findings.enumerated().sorted { one, other in
            (one.element.range.lowerBound, one.offset) < (other.element.range.lowerBound, other.offset)
        }.map(\.element)
        return state
    }
}

extension LintUnit {
    func finding(_ complaint: StatementCheck.Complaint, in section: LintSection, statement: Range<Int>) -> LintFinding {
        LintFinding(
            rule: complaint.rule,
            severity: complaint.severity,
            path: path,
            direction: section.direction,
            statement: statement,
            range: complaint.range,
            start: text.position(of: complaint.range.lowerBound),
            end: text.position(of: complaint.range.upperBound),
            message: complaint.message,
            lock: complaint.lock,
            instead: complaint.instead,
            replacement: complaint.replacement,
        )
    }
}
