package import FoundationEssentials
package import Words

/// What a simulator is started with.
package struct SimulatorSettings: Sendable {
    /// The one right key of each provider.
    package var keys: [SimulatedProvider: Secret]
    package var models: [SimulatedProvider: [String]]
    package var scenarios: [SimulatedProvider: ChosenScenario] = [:]
    /// How long the first token of an answer takes, and each further one.
    package var firstToken = Duration.milliseconds(20)
    package var perToken = Duration.milliseconds(1)
    /// How long `slow` waits.
    package var slowness = Duration.seconds(5)
    package var now: @Sendable () -> Date = { Date() }

    package init() {
        keys = Dictionary(uniqueKeysWithValues: SimulatedProvider.allCases.map { ($0, Secret($0.standardKey)) })
        models = Dictionary(uniqueKeysWithValues: SimulatedProvider.allCases.map { ($0, $0.standardModels) })
    }
}
