internal import Configuration
internal import Platform
internal import Words

/// What is wrong with the models of some environments; what stands in the base file shows in all of them and is told once.
struct ConfigurationJudgement {
    private let context: Context
    private var faults: [ConfigurationFault] = []
    /// The environments that were looked at.
    private(set) var environments: [String] = []
    /// The last of them that could be read.
    private(set) var last: LoadedPlatform?

    init(_ context: Context) {
        self.context = context
    }

    /// Looks at an environment, the one asked for unless another is named.
    ///
    /// `needsValues` says whether what is not set on this machine is worth a warning, `judgesValues` whether the form of what is set is looked at:
    /// not beside a doctor, who does that too.
    mutating func look(at environment: String?, needsValues: Bool = true, judgesValues: Bool = false) throws {
        let loaded = try context.load(environment: environment)
        environments.append(loaded.environment)
        last = loaded
        for problem in loaded.problems { add(problem, of: .model, in: loaded.environment) }
        let resolver = try context.resolver(for: loaded)
        let references = loaded.references(by: resolver)
        // The agent's URL is not the administrator's, however near the names are.
        let taken = references.variables
        let names = context.variables.names.filter { !taken.contains($0) }
        // Where what stands in the file is refused, the default was followed in its place: nobody wrote that.
        let refused = Set(loaded.errors.map(\.path))
        for state in references where !refused.contains(state.path) {
            if let problem = state.problem(names: names), needsValues || problem.severity == .error {
                add(problem, of: .reference, in: loaded.environment)
            }
            guard judgesValues else { continue }
            for problem in state.valueProblems(in: loaded.platform) { add(problem, of: .value, in: loaded.environment) }
        }
    }

    /// An environment of which there is no model at all.
    mutating func add(_ failure: LoadFailure, in environment: String) {
        environments.append(environment)
        for problem in failure.problems { add(problem, of: .model, in: environment) }
    }

    private mutating func add(_ problem: Problem, of source: ConfigurationFault.Source, in environment: String) {
        if let index = faults.firstIndex(where: { $0.problem == problem && $0.source == source }) {
            faults[index].environments.append(environment)
        } else {
            faults.append(ConfigurationFault(problem: problem, source: source, environments: [environment]))
        }
    }

    var findings: [Finding] {
        faults.sorted { $0.order < $1.order }.map { $0.finding(among: environments) }
    }
}

extension LoadFailure {
    /// The same as findings, as a judgement of the configuration tells them.
    var findings: [Finding] {
        problems.map { ConfigurationFault(problem: $0, source: .model, environments: []).finding(among: []) }
    }

    /// Whether it is the files that are wrong, and not what was asked for.
    var isOfFiles: Bool {
        problems.contains { problem in
            if case .file = problem.origin { true } else { false }
        }
    }
}

/// A problem and the environments it shows in.
private struct ConfigurationFault {
    enum Source: Hashable {
        case model, reference, value
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
        case (.value, _): "config.malformed"
        case (.model, .error): "config.invalid"
        case (.model, .warning): "config.doubtful"
        }
    }
}
