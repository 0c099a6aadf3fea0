internal import Ladder
internal import Platform

/// Whom a look was at, and from where.
struct Visit: Sendable {
    let loaded: LoadedPlatform
    var regions: [String]
    /// Components that the platform file does not name.
    var undeclared: [String]
    var seenFrom = "\(Vantage.here)"
    /// Somebody else looked, from there.
    var isAway = false
}

extension LoadedPlatform {
    /// What a line that is offered needs, to be about this environment.
    var environmentOption: String { environment == "development" ? "" : " --env \(environment)" }
}

extension Ward {
    var visit: Visit { Visit(loaded: loaded, regions: regions, undeclared: missed) }
}
