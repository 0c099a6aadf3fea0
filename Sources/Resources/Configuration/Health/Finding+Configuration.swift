internal import Glibc
internal import Platform
internal import Words

extension Finding {
    /// A fault of the platform file itself.
    init(problem: Problem) {
        self.init(
            ConfigurationChecks.file,
            problem.severity == .error ? .error : .warning,
            at: .configuration,
            .config,
            "\(problem.path.steps.isEmpty ? "" : "\(problem.path): ")\(problem.message)",
            remedies: (problem.hint.map { [.hint($0)] } ?? []) + [.fix("ihctl config validate")]
        )
        switch problem.origin {
        case .file(let path, let line, let column): place = Place(path, line: line, column: column)
        case .builtIn: break
        default: evidence = [.fact("from", problem.origin.description)]
        }
    }

    /// A reference that leads to nothing: unset, empty, blank and unreadable are four different slips.
    init(
        _ failure: ReferenceFailure,
        of state: ReferenceState,
        at target: Address,
        variables: Variables,
        taken: Set<String>,
        isLocal: Bool,
    ) {
        var message = "\(failure.description.prefix(1).uppercased())\(failure.description.dropFirst())."
        var evidence: [Evidence] = [.fact("reference", state.reference.spelled)]
        var remedies: [Remedy] = []
        if case .variable(let name, _) = state.reference.target {
            switch variables[name] {
            case nil:
                let free = variables.names.filter { !taken.contains($0) }
                if let near = NearestName.to(name, among: free) {
                    remedies.append(.hint("\(near) is set: is it meant?"))
                }
                if isLocal { remedies.append(.fix("ihctl dev up")) }
                remedies.append(.hint("Set it here or in .env, or name a file that holds it in \(name)_FILE."))
            case let value?:
                if value.text.isEmpty {
                    message = "The variable \(name) is set, and empty."
                } else {
                    message = "The variable \(name) holds nothing but white space."
                    evidence.append(.fact("characters", "\(value.text.count), all white space"))
                }
                evidence.append(.fact("set in", value.origin.description))
                remedies.append(.hint("Give it a value where it is set, or take it away there."))
            }
        } else if case .secret = state.reference.target {
            remedies.append(.fix("ihctl bootstrap"))
            remedies.append(
                .hint("It makes the secrets that are the platform's own, and names those that somebody must get.")
            )
        } else if case .file(let path) = state.reference.target {
            remedies.append(.fix("ls -l \(path)"))
        }
        let isThere = !failure.isAbsence
        self.init(
            ConfigurationChecks.reference,
            at: target,
            isThere ? .config : .missing,
            message,
            evidence: evidence,
            remedies: remedies
        )
        // What one's own platform file cannot make is for a person, not for a plan.
        fault = .config
        data = ["kind": .string(isThere ? "set_wrongly" : "not_set")]
    }

    init(_ weakness: SecretWeakness, _ kind: CheckKind, at target: Address, name: String) {
        let words = weakness.words
        self.init(
            kind,
            weakness.isFatal ? .error : .warning,
            at: target,
            weakness == .placeholder ? .placeholder : .config,
            "\(words.prefix(1).uppercased())\(words.dropFirst()).",
            evidence: [.fact("reference", name)],
            remedies: kind == ConfigurationChecks.tokenKey
                ? [.fix("openssl rand -base64 48")]
                : [.fix("openssl rand 32 | base64 | tr '+/' '-_'")]
        )
    }

    /// Nil where only its owner may read it.
    static func openFile(_ path: String, shown: String, _ kind: CheckKind, at target: Address) -> [Finding] {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return [] }
        let open = facts.st_mode & 0o077
        guard open != 0 else { return [] }
        let mode = String(facts.st_mode & 0o777, radix: 8)
        return [
            Finding(
                kind,
                open & 0o007 == 0 ? .warning : .error,
                at: target,
                .exposed,
                "Others than its owner may \(open & 0o022 != 0 ? "change" : "read") \(shown).",
                evidence: [.fact("mode", mode), .fact("wanted", "600")],
                remedies: [.fix("chmod 600 \(path)")]
            )
        ]
    }
}
