internal import Deadlines
internal import PostgreSQL
internal import SQLText
internal import Words

extension RunPlan {
    /// The same run as a script for psql: what would be sent, statement by statement, with the history's lines.
    package func script(_ settings: RunSettings) -> String {
        var parts = ["-- ihctl migrate \(direction.rawValue): \(counted(steps.count, "migration"))"]
        parts.append("\\set ON_ERROR_STOP on")
        parts.append(History.creation)
        let sessionSettings = "set lock_timeout = '\(settings.lockTimeout.wholeMilliseconds)ms';"
        parts.append(sessionSettings)
        for step in steps {
            guard let script = step.script else { continue }
            parts.append("")
            // A file's name may hold anything, also the end of a comment.
            parts.append("-- \(script.path.split(whereSeparator: \.isNewline).joined(separator: " "))")
            parts += step.isTransactional ? transaction(step, script, settings) : oneByOne(step, script, settings)
            if !step.isTransactional || script.touchesSession {
                parts += RunSettings.cleaning.map { $0.text + ";" } + [sessionSettings]
            }
        }
        return parts.joined(separator: "\n") + "\n"
    }

    private func transaction(_ step: Step, _ script: Script, _ settings: RunSettings) -> [String] {
        var lines = ["begin;"]
        if let limit = script.options.lockTimeout {
            lines.append("set local lock_timeout = '\(limit.wholeMilliseconds)ms';")
        }
        lines += script.statements.map { script.sql(of: $0) + ";" }
        lines.append("set constraints all immediate;")
        if script.touchesSession { lines += History.asOurselves.map { $0.text + ";" } }
        let line =
            step.direction == .up
            ? History.insertion(of: step.migration, settings.author) : History.deletion(of: step.version)
        lines.append(line.withValuesInPlace + ";")
        lines.append("commit;")
        return lines
    }

    private func oneByOne(_ step: Step, _ script: Script, _ settings: RunSettings) -> [String] {
        let opening =
            step.applied == nil
            ? History.beginning(of: step.migration, settings.author) : History.continuation(of: step, settings.author)
        var lines = [opening.withValuesInPlace + ";"]
        if let limit = script.options.lockTimeout { lines.append("set lock_timeout = '\(limit.wholeMilliseconds)ms';") }
        for index in step.done..<script.statements.count {
            lines.append(script.sql(of: script.statements[index]) + ";")
            lines += inOurName(History.statementsDone(index + 1, script, step.version))
        }
        if step.direction == .down { lines += inOurName(History.deletion(of: step.version)) }
        return lines
    }

    private func inOurName(_ line: SQL) -> [String] {
        (["begin"] + History.asOurselves + [line, "commit"]).map { $0.withValuesInPlace + ";" }
    }
}
