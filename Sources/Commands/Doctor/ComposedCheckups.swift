internal import CommandLineKit
internal import Configuration
internal import Machine
internal import Platform
internal import Words

/// Everything of an environment that can be looked at, in all its regions.
struct ComposedCheckups: Sendable {
    var patients: [any Checkable]
    var conclusions: [Conclusion]
    var regions: [String]
    /// Components that the platform file does not name: they are not looked at.
    var undeclared: [String]
}

extension Context {
    /// The other place where the nouns are named: every dependency of an environment, as doctor looks at it.
    func checkups(of loaded: LoadedPlatform) throws -> ComposedCheckups {
        var views = loaded.platform.regions.names.compactMap { loaded.seen(from: $0) }
        if let asked = regionOfLine { views = views.filter { $0.region == asked } }
        if views.isEmpty { views = [loaded] }
        let resolver = try resolver(for: loaded)
        let patients: [any Checkable] = [
            ConfigurationHealth(loaded, resolver: resolver),
            MachineHealth(variables: processEnvironment, hosts: [], folder: project.root),
        ]
        return ComposedCheckups(
            patients: patients,
            conclusions: [.clock],
            regions: views.map { $0.region ?? Context.onlyRegion },
            undeclared: undeclared(in: loaded.platform)
        )
    }

    private func undeclared(in platform: Platform) -> [String] {
        let parts: [(String, Bool)] = [
            ("providers", platform.providers.items.isEmpty), ("database", platform.database == nil),
            ("storage", platform.storage == nil), ("messaging", platform.messaging == nil),
            ("cache", platform.cache == nil), ("regions", platform.regions.items.isEmpty),
            ("agent", platform.agent == nil), ("kubernetes", platform.kubernetes == nil),
            ("scaleway", platform.scaleway == nil), ("telemetry", platform.telemetry == nil),
        ]
        return parts.filter(\.1).map(\.0)
    }
}
