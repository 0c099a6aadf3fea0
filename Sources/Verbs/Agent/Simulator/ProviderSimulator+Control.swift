internal import HTTPServer
internal import JSON
internal import Words

extension ProviderSimulator {
    /// The simulator's own paths: what it plays, what it was asked, whether it is there.
    func control(_ request: ServerRequest, _ path: [String]) -> ServerResponse {
        guard request.isLocal else {
            return .json(["error": "the simulator is controlled from its own machine only"], status: 403)
        }
        switch (request.method, path.count, path.first) {
        case ("GET", 1, "health"): return .json(["service": "provider-simulator", "version": .string(Release.version)])
        case ("GET", 1, "scenarios"): return .json(scenarios)
        case ("PUT", 2, "scenarios"): return change(path[1], request.body)
        case ("GET", 1, "requests"): return .json(counts)
        case ("DELETE", 1, "requests"):
            forgetRequests()
            return .json(counts)
        default:
            let paths: JSON = [
                "GET /_simulator/health", "GET /_simulator/scenarios", "PUT /_simulator/scenarios/PROVIDER",
                "GET /_simulator/requests", "DELETE /_simulator/requests",
            ]
            return .json(["error": "there is no such path", "paths": paths], status: 404)
        }
    }

    private func change(_ name: String, _ body: [UInt8]) -> ServerResponse {
        do throws(UnknownName) {
            let provider = try ScenarioChoice.provider(name)
            guard let wish = try? JSON(parsing: body), let scenario = wish["scenario"].string else {
                return .json(["error": "the body must be like {\"scenario\": \"rate_limited\"}"], status: 400)
            }
            var operation: OperationName?
            if let at = wish["at"].string { operation = try ScenarioChoice.operation(at) }
            play(ChosenScenario(try ScenarioChoice.scenario(scenario, of: provider), at: operation), as: provider)
            return .json(description(of: provider))
        } catch {
            return .json(["error": .string(error.description), "hint": .string(error.hint)], status: 400)
        }
    }

    private func description(of provider: SimulatedProvider) -> JSON {
        let chosen = scenario(of: provider)
        let offered = Scenario.all(of: provider).map { scenario -> JSON in
            ["scenario": .string(scenario.rawValue), "explanation": .string(scenario.summary)]
        }
        return [
            "provider": .string(provider.rawValue), "endpoint": .string(provider.endpointPath),
            "scenario": .string(chosen.scenario.rawValue), "at": JSON(chosen.operation?.rawValue),
            "offered": .array(offered),
        ]
    }

    private var scenarios: JSON { ["providers": .array(SimulatedProvider.allCases.map(description))] }

    private var counts: JSON {
        var all: JSON = [:]
        for provider in SimulatedProvider.allCases {
            let counts = requests(to: provider)
            var members = Dictionary(uniqueKeysWithValues: counts.map { ($0.key, JSON($0.value)) })
            members["total"] = JSON(counts.values.reduce(0, +))
            all[provider.rawValue] = .object(members)
        }
        return all
    }
}
