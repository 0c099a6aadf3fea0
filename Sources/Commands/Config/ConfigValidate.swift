internal import CommandLineKit
internal import Platform
internal import Reports
internal import Words

private let everything = Option(flag: "all", "every environment in the project")
private let strict = Option(flag: "strict", "warnings count as faults")

/// `ihctl config validate`: every fault of the platform file with its place.
let configValidate = Command<Context>(
    "validate",
    summary: "check the platform file and its references",
    discussion: """
        Exit 0 when nothing is wrong, 1 when something is, 2 when the file cannot be read at all. A reference to something \
        that is not set on this machine is a warning: a laptop does not hold production's secrets.
        """,
    examples: [
        Example("ihctl config validate --all", "every environment"),
        Example("ihctl config validate --env production --strict", "with nothing left unset"),
    ],
    options: [everything, strict]
) { arguments, context in
    let environments: [String?] = arguments[everything] ? context.project.environments : [nil]
    if environments.isEmpty { throw UsageError("no environment has a file in \(Project.environmentsFolder)") }
    var findings: [Finding] = []
    var checked: [String] = []
    var last: LoadedPlatform?
    for environment in environments {
        let loaded = try context.load(environment: environment)
        checked.append(loaded.environment)
        last = loaded
        let resolver = try context.resolver(for: loaded)
        let names = context.variables.names
        let references = loaded.references(by: resolver).compactMap { $0.problem(names: names) }
        for problem in loaded.problems + references { findings.add(problem, in: loaded.environment) }
    }
    findings.sort { $0.order < $1.order }
    let errors = findings.count { $0.problem.severity == .error }
    let warnings = findings.count - errors
    let isSound = errors == 0 && (warnings == 0 || !arguments[strict])
    let report = context.report(
        "config.validate",
        of: environments.count == 1 ? last : nil,
        outcome: isSound ? .ok : .problems,
        exitStatus: isSound ? .success : .negative,
        data: [
            "environments": .array(checked.map(JSONValue.string)), "errors": .integer(errors),
            "warnings": .integer(warnings), "problems": .array(findings.map(\.json)),
        ],
        body: findings.flatMap { $0.blocks(namingEnvironments: checked.count > 1) }
            + closing(checked, errors: errors, warnings: warnings, context)
    )
    return context.console.write(report, as: context.format)
}

private func closing(_ environments: [String], errors: Int, warnings: Int, _ context: Context) -> [Block] {
    var blocks: [Block] = [.paragraph(summary(environments, errors: errors, warnings: warnings))]
    if !context.project.hasPlatformFile {
        blocks.append(
            .paragraph(Line("no platform file here: the model was made of variables (ihctl init writes one)", .dim))
        )
    } else if warnings > 0, errors == 0 {
        blocks.append(.paragraph(Line("what is only not set here: .env, or for development ihctl dev up", .dim)))
    }
    return blocks
}

private func summary(_ environments: [String], errors: Int, warnings: Int) -> Line {
    let names = environments.joined(separator: ", ")
    if errors + warnings == 0 { return Line("✓ ", .good) + Line("\(names): nothing wrong") }
    let counts = [counted(errors, "fault"), counted(warnings, "warning")].compactMap(\.self).joined(separator: ", ")
    return Line(errors > 0 ? "✗ " : "! ", errors > 0 ? .bad : .warning) + Line("\(names): \(counts)")
}

private func counted(_ count: Int, _ word: String) -> String? {
    count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
}

/// A problem and the environments it shows in: one in the base file shows in all of them and is told once.
private struct Finding {
    let problem: Problem
    var environments: [String]

    /// By file, line and column; what stands in no file comes first.
    var order: (String, Int, Int) {
        if case .file(let path, let line, let column) = problem.origin { return (path, line, column) }
        return ("", 0, 0)
    }

    var json: JSONValue {
        var value: [String: JSONValue] = [
            "severity": .string(problem.severity.rawValue), "path": .string(problem.path.description),
            "message": .string(problem.message), "environments": .array(environments.map(JSONValue.string)),
            "hint": JSONValue(problem.hint),
        ]
        if case .file(let file, let line, let column) = problem.origin {
            value["file"] = .string(file)
            value["line"] = .integer(line)
            value["column"] = .integer(column)
        }
        return .object(value)
    }

    func blocks(namingEnvironments: Bool) -> [Block] {
        let mark = problem.severity == .error ? Line("✗ ", .bad) : Line("! ", .warning)
        let names = namingEnvironments ? Line("  (\(environments.joined(separator: ", ")))", .dim) : Line("")
        var blocks: [Block] = [.line(mark + Line(problem.description) + names)]
        if let hint = problem.hint { blocks.append(.line(Line("  hint: \(hint)", .dim))) }
        return blocks
    }
}

extension [Finding] {
    fileprivate mutating func add(_ problem: Problem, in environment: String) {
        if let index = firstIndex(where: { $0.problem == problem }) {
            self[index].environments.append(environment)
        } else {
            append(Finding(problem: problem, environments: [environment]))
        }
    }
}
