internal import CommandLineKit
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
    func checkups(of loaded: LoadedPlatform) throws -> ComposedCheckups {
        ComposedCheckups(patients: [], conclusions: [], regions: [], undeclared: [])
    }
}
