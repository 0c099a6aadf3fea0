internal import Glibc
package import Platform
package import Words

/// The platform file of an environment, and every value that it refers to, as doctor looks at them: no server is asked.
package struct ConfigurationHealth: Checkable {
    private let loaded: LoadedPlatform
    private let resolver: Resolver
    private let address = Address.configuration

    package init(_ loaded: LoadedPlatform, resolver: Resolver) {
        self.loaded = loaded
        self.resolver = resolver
    }

    package func checkup() -> Checkup {
        var checks = [fileCheck]
        let references = loaded.references(by: resolver)
        let taken = references.variables
        for state in references { checks += self.checks(of: state, taken) }
        checks += openFileChecks
        if loaded.platform.protected { checks.append(debugCheck) }
        return Checkup(of: address, parallelism: 64, checks)
    }

    private var fileCheck: Check {
        Check(ConfigurationChecks.file, of: address) { [loaded] _ in
            let files = loaded.files.isEmpty ? "made of variables" : loaded.files.joined(separator: ", ")
            return .found(loaded.problems.map(Finding.init(problem:)), seen: files)
        }
    }

    /// `taken` are the variables that some reference names, which no other can have meant.
    private func checks(of state: ReferenceState, _ taken: Set<String>) -> [Check] {
        let target = address / state.path.description
        let setting = state.path.steps
        var checks = [
            Check(ConfigurationChecks.reference, of: target, declaredAt: setting) { [resolver, loaded] _ in
                guard case .failed(let failure) = state.state else { return .healthy() }
                return .found(
                    Finding(
                        failure,
                        of: state,
                        at: target,
                        variables: resolver.variables,
                        taken: taken,
                        isLocal: loaded.environment == "development"
                    )
                )
            }
        ]
        guard case .found(let resolved) = state.state else { return checks + blockedValue(state, target) }
        let kind = ConfigurationChecks.value
        checks.append(
            Check(kind, of: target, declaredAt: setting) { [loaded] _ in
                let wanted = WantedValue(setting, in: loaded.platform)
                return .found(wanted.faults(of: resolved.value).map { $0.finding(kind, at: target, state) })
            }
        )
        if let purpose = WantedValue.purpose(of: setting) {
            let kind = purpose == .tokenKey ? ConfigurationChecks.tokenKey : ConfigurationChecks.encryptionKey
            checks.append(
                Check(kind, of: target, declaredAt: setting) { _ in
                    guard let weakness = SecretWeakness(of: resolved.value, for: purpose) else { return .healthy() }
                    return .found(Finding(weakness, kind, at: target, name: state.reference.spelled))
                }
            )
        }
        return checks
    }

    /// What cannot be judged because nothing is there: told as blocked, not passed over.
    private func blockedValue(_ state: ReferenceState, _ target: Address) -> [Check] {
        [Check(ConfigurationChecks.value, of: target, declaredAt: state.path.steps) { _ in .healthy() }]
    }

    /// Every file that a secret came from, once.
    private var openFileChecks: [Check] {
        var paths: [String] = []
        func add(_ path: String) {
            let whole = path.hasPrefix("/") ? path : "\(resolver.root)/\(path)"
            // What an orchestrator mounts there is guarded by it.
            if !whole.hasPrefix("/run/secrets"), !paths.contains(whole), access(whole, F_OK) == 0 {
                paths.append(whole)
            }
        }
        if let file = resolver.secretsFile { add(file) }
        add(".env")
        for state in loaded.references(by: resolver) where state.isSecret {
            if case .found(let resolved) = state.state, case .referencedFile(let path) = resolved.origin { add(path) }
        }
        return paths.map { path in
            let kind = ConfigurationChecks.secretsFile
            let shown =
                path.hasPrefix("\(resolver.root)/") ? String(path.dropFirst(resolver.root.utf8.count + 1)) : path
            let target = address / shown
            return Check(kind, of: target, declaredAt: ["secrets", "file"]) { _ in
                .found(Finding.openFile(path, shown: shown, kind, at: target))
            }
        }
    }

    private var debugCheck: Check {
        let target = address / "logging"
        let kind = ConfigurationChecks.debug
        return Check(kind, of: target, declaredAt: ["logging"]) { [logging = loaded.platform.logging] _ in
            guard logging.debug || logging.level == .debug else { return .healthy("level \(logging.level.rawValue)") }
            return .found(
                Finding(
                    kind,
                    at: target,
                    .exposed,
                    "A protected environment logs what is for developers only.",
                    evidence: [
                        .fact("logging.level", logging.level.rawValue), .fact("logging.debug", "\(logging.debug)"),
                    ],
                    remedies: [.hint("Set logging.level to INFO and logging.debug to false for it.")]
                )
            )
        }
    }
}
