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
                var state = LintState(schema: schema, section: section, moment: moment, renames: renames)
                // What is known is handed on, not copied.
                schema = KnownSchema()
                run(section, of: unit, &state, into: &result)
                (schema, renames, moment) = (state.schema, state.renames, state.moment)
                moment.transaction += 1
            }
            for section in unit.sections where section.direction == .down && !unit.isContext {
                var state = LintState(schema: schema, section: section, moment: moment, renames: renames)
                run(section, of: unit, &state, into: &result)
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

    /// Judges one section and leaves what is known behind it.
    private func run(_ section: LintSection, of unit: LintUnit, _ state: inout LintState, into result: inout LintResult)
    {
        let statements = unit.text.statements(in: section.range)
        let commands = statements.map { SQLCommand($0, in: unit.text) }
        if unit.isContext {
            for command in commands {
                state.schema.learn(command, at: state.moment)
                state.moment.transaction += 1
            }
            return
        }
        var findings: [LintFinding] = []
        var allowances = Allowances(of: section, in: unit.text, settings: settings)
        func judge(_ complaint: StatementCheck.Complaint, _ statement: Range<Int>) -> LintFinding {
            var finding = unit.finding(complaint, in: section, statement: statement)
            finding.allowedBecause = allowances.reason(for: complaint.rule, at: statement)
            return finding
        }
        if var check = StatementCheck(statements, commands, in: unit.text, settings, state) {
            state.schema = KnownSchema()
            for (number, statement) in statements.enumerated() {
                allowances.read(statement)
                let complaints = check.judge(statement, commands[number], before: commands[(number + 1)...])
                for complaint in complaints { findings.append(judge(complaint, statement.range)) }
                result.statements.append(unit.statement(statement.range, in: section, locks: check.locks))
            }
            state = check.state
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
    }
}

extension LintUnit {
    fileprivate func statement(_ range: Range<Int>, in section: LintSection, locks: [TableLock]) -> LintedStatement {
        LintedStatement(
            path: path,
            direction: section.direction,
            range: range,
            start: text.position(of: range.lowerBound),
            locks: locks,
        )
    }

    fileprivate func finding(_ complaint: StatementCheck.Complaint, in section: LintSection, statement: Range<Int>)
        -> LintFinding
    {
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
