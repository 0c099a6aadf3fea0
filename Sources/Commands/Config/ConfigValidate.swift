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
    options: [everything, strict, GlobalOptions.formatOfFindings]
) { arguments, context in
    let environments: [String?] = arguments[everything] ? context.project.environments : [nil]
    if environments.isEmpty { throw UsageError("no environment has a file in \(Project.environmentsFolder)") }
    var faults: [Fault] = []
    var checked: [String] = []
    var last: LoadedPlatform?
    for environment in environments {
        let loaded = try context.load(environment: environment)
        checked.append(loaded.environment)
        last = loaded
        for problem in loaded.problems { faults.add(problem, of: .model, in: loaded.environment) }
        let resolver = try context.resolver(for: loaded)
        let names = context.variables.names
        // Where what stands in the file is refused, the default was followed in its place: nobody wrote that.
        let refused = Set(loaded.errors.map(\.path))
        for problem in loaded.references(by: resolver).compactMap({ $0.problem(names: names) })
        where !refused.contains(problem.path) {
            faults.add(problem, of: .reference, in: loaded.environment)
        }
    }
    faults.sort { $0.order < $1.order }
    let findings = faults.map { $0.finding(among: checked) }
    let isSound = findings.counts.isSound(strict: arguments[strict])
    let report = context.report(
        "config.validate",
        of: environments.count == 1 ? last : nil,
        outcome: isSound ? .ok : .problems,
        exitStatus: isSound ? .success : .negative,
        findings: findings,
        data: ["environments": .array(checked.map(JSONValue.string))],
        body: findings.blocks + (findings.isEmpty ? [] : [.blank]) + closing(checked, findings.counts, context)
    )
    return context.console.write(report, as: context.format)
}

private func closing(_ environments: [String], _ counts: FindingCounts, _ context: Context) -> [Block] {
    var blocks: [Block] = [.paragraph(counts.closing(about: environments.joined(separator: ", ")))]
    if !context.project.hasPlatformFile {
        blocks.append(
            .paragraph(Line("no platform file here: the model was made of variables (ihctl init writes one)", .dim))
        )
    } else if counts.warnings > 0, counts.errors == 0 {
        blocks.append(.paragraph(Line("what is only not set here: .env, or for development ihctl dev up", .dim)))
    }
    return blocks
}

/// A problem and the environments it shows in: one in the base file shows in all of them and is told once.
private struct Fault {
    enum Source: Hashable {
        case model, reference
    }

    let problem: Problem
    let source: Source
    var environments: [String]

    /// By file, line and column; what stands in no file comes first.
    var order: (String, Int, Int) {
        if case .file(let path, let line, let column) = problem.origin { return (path, line, column) }
        return ("", 0, 0)
    }

    /// The environments are named where they are not all that were looked at.
    func finding(among checked: [String]) -> Finding {
        var finding = Finding(
            id,
            problem.severity == .error ? .error : .warning,
            subject: problem.path.steps.isEmpty ? nil : problem.path.description,
            problem.message,
            topic: id,
            data: ["environments": .array(environments.map(JSONValue.string))]
        )
        switch problem.origin {
        case .file(let path, let line, let column): finding.place = Place(path, line: line, column: column)
        case .builtIn: break
        default: finding.evidence = [.fact("from", problem.origin.description)]
        }
        if environments.count < checked.count {
            finding.evidence.append(.fact("in", environments.joined(separator: ", ")))
        }
        if let hint = problem.hint { finding.remedies = [.hint(hint)] }
        return finding
    }

    private var id: String {
        switch (source, problem.severity) {
        case (.reference, _): "config.unresolved"
        case (.model, .error): "config.invalid"
        case (.model, .warning): "config.doubtful"
        }
    }
}

extension [Fault] {
    fileprivate mutating func add(_ problem: Problem, of source: Fault.Source, in environment: String) {
        if let index = firstIndex(where: { $0.problem == problem && $0.source == source }) {
            self[index].environments.append(environment)
        } else {
            append(Fault(problem: problem, source: source, environments: [environment]))
        }
    }
}
