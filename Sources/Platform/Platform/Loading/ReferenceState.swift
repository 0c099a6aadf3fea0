internal import Words

/// A reference of the model and where it leads.
package struct ReferenceState: Sendable {
    package enum State: Sendable {
        case found(Resolved)
        case failed(ReferenceFailure)
    }

    package var path: SettingPath
    package var reference: Reference
    package var isSecret: Bool
    package var state: State
}

extension LoadedPlatform {
    /// Follows every reference of the model, in the order of the table.
    package func references(by resolver: Resolver) -> [ReferenceState] {
        guard let complete = platform.setting else { return [] }
        var found: [ReferenceState] = []
        collect(complete, Platform.shape, SettingPath(), resolver, &found)
        return found
    }

    private func collect(
        _ setting: Setting,
        _ shape: Shape,
        _ path: SettingPath,
        _ resolver: Resolver,
        _ found: inout [ReferenceState],
    ) {
        switch (shape, setting.content) {
        case (.section(let section), .map(let map)):
            for entry in map.entries {
                guard let field = section.fields.first(where: { $0.name == entry.key }) else { continue }
                collect(entry.value, field.shape(), path / entry.key, resolver, &found)
            }
        case (.named(let inner), .map(let map)):
            for entry in map.entries { collect(entry.value, inner, path / entry.key, resolver, &found) }
        case (.list(let inner), .list(let items)):
            for (index, item) in items.enumerated() { collect(item, inner, path / String(index), resolver, &found) }
        case (.reference, .text(let text)), (.secret, .text(let text)):
            let origin = self.origin(of: path) ?? .builtIn
            guard let reference = Reference(text, origin: origin) else { return }
            if case .literal = reference.target { return }
            let isSecret = if case .secret = shape { true } else { false }
            found.append(state(of: reference, isSecret: isSecret, path, resolver))
        default: return
        }
    }

    private func state(of reference: Reference, isSecret: Bool, _ path: SettingPath, _ resolver: Resolver)
        -> ReferenceState
    {
        let state: ReferenceState.State
        do throws(ReferenceFailure) {
            let resolved = isSecret ? try resolver.secret(SecretReference(reference)) : try resolver.value(reference)
            state = .found(resolved)
        } catch {
            state = .failed(error)
        }
        return ReferenceState(path: path, reference: reference, isSecret: isSecret, state: state)
    }
}

extension [ReferenceState] {
    /// The variables that references name, with those for a file beside each: none of them is another one's, written wrongly.
    package var variables: Set<String> {
        Set(
            flatMap { state -> [String] in
                guard case .variable(let name, _) = state.reference.target else { return [] }
                return [name, "\(name)_FILE"]
            }
        )
    }
}

extension ReferenceState {
    /// What `config validate` says of a reference that leads nowhere.
    ///
    /// Unset is a warning, since a laptop does not hold production's secrets; set wrongly is an error.
    package func problem(names: some Sequence<String>) -> Problem? {
        guard case .failed(let failure) = state else { return nil }
        var hint: String?
        if case .variable(let name, _) = reference.target, failure.kind == .unset {
            // What one environment alone has, as the local stack's values, is among the names too.
            hint = didYouMean(name, among: names.filter { $0 != name })
        }
        return Problem(
            failure.isAbsence ? .warning : .error,
            at: path,
            reference.origin,
            failure.description,
            hint: hint
        )
    }
}
