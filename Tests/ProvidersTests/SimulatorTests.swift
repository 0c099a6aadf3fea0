import Agent
import Deadlines
import Doctor
import HTTPServer
import Network
import Platform
import Testing
import Words

@testable import Providers

/// Every scenario of the simulator that the local stack has, and what doctor makes of it.
@Suite(.timeLimit(.minutes(5))) struct SimulatorTests {
    private func story(_ scenario: Scenario, of provider: SimulatedProvider) async throws -> String {
        var settings = SimulatorSettings()
        settings.slowness = .milliseconds(100)
        let simulator = ProviderSimulator(settings)
        simulator.play(ChosenScenario(scenario), as: provider)
        let server = try HTTPServer(listening: Endpoint(host: "127.0.0.1", port: 0)) { await simulator.answer($0) }
        let url = "http://127.0.0.1:\(server.port)\(provider.endpointPath)"
        let kind: Provider.Kind =
            switch provider {
            case .openrouter: .openrouter
            case .anthropic: .anthropic
            case .openai: .openai
            case .custom: .custom
            }
        var trial = Trial(kind, at: url, models: provider.standardModels)
        trial.variables = ["KEY": provider.standardKey]
        let seen = await trial.examination(timeout: scenario == .hang ? .seconds(1) : .seconds(30))
        await server.stop(by: .after(.seconds(5)))
        return seen.story
    }

    @Test(arguments: SimulatedProvider.allCases)
    func `Every scenario is told apart`(_ provider: SimulatedProvider) async throws {
        let quota = provider == .custom ? "quota skipped" : "quota pass"
        for scenario in Scenario.all(of: provider) {
            let wanted: String =
                switch scenario {
                case .normal, .moderation, .slow: "connect pass, key pass, models pass, \(quota)"
                case .invalidKey: SimulatorTests.refused("auth")
                case .permission, .region: SimulatorTests.refused("permission")
                case .billing, .keyLimit, .insufficientQuota, .spendLimit, .enforcedSpendLimit:
                    SimulatorTests.refused("billing")
                case .rateLimited: SimulatorTests.doubtful("rate_limited")
                case .overloaded, .unavailable, .badGateway: SimulatorTests.doubtful("overloaded")
                case .errorInside200:
                    provider == .openai || provider == .custom
                        ? SimulatorTests.refused("broken_answer") : SimulatorTests.doubtful("overloaded")
                case .acceptsAnything: SimulatorTests.refused("exposed")
                case .modelMissing: "connect pass, key pass, models fail missing, \(quota)"
                case .deprecatedModel:
                    provider == .openrouter
                        ? "connect pass, key pass, models warn deprecated, quota pass"
                        : "connect pass, key pass, models fail missing, \(quota)"
                case .creditsLow, .limitsLow: "connect pass, key pass, models pass, quota warn quota"
                case .hang: SimulatorTests.unreached("no_reply")
                case .htmlPage, .garbage: SimulatorTests.unreached("protocol_mismatch")
                }
            #expect(try await story(scenario, of: provider) == wanted, "\(scenario.rawValue)")
        }
    }

    private static func refused(_ failure: String) -> String {
        "connect pass, key fail \(failure), models blocked, quota blocked"
    }

    private static func doubtful(_ failure: String) -> String {
        "connect pass, key warn \(failure), models warn \(failure), quota skipped"
    }

    private static func unreached(_ failure: String) -> String {
        "connect fail \(failure), key blocked, models blocked, quota blocked"
    }
}
