internal import Deadlines
internal import HTTP
package import HTTPServer
internal import JSON

/// AI providers as far as a client can tell: their forms, their errors, and no model behind them.
package final class ProviderSimulator: Sendable {
    let settings: SimulatorSettings
    private let state: Locked<State>

    struct State {
        var scenarios: [SimulatedProvider: ChosenScenario]
        var counts: [SimulatedProvider: [String: Int]] = [:]
        var number = 0
    }

    package init(_ settings: SimulatorSettings = SimulatorSettings()) {
        self.settings = settings
        state = Locked(State(scenarios: settings.scenarios))
    }

    package func scenario(of provider: SimulatedProvider) -> ChosenScenario {
        state.withLock { $0.scenarios[provider] } ?? ChosenScenario(.normal)
    }

    package func play(_ chosen: ChosenScenario, as provider: SimulatedProvider) {
        state.withLock { $0.scenarios[provider] = chosen }
    }

    /// Requests since the start, by kind; `other` are those to paths that a provider does not have.
    package func requests(to provider: SimulatedProvider) -> [String: Int] {
        state.withLock { $0.counts[provider] ?? [:] }
    }

    package func forgetRequests() {
        state.withLock { $0.counts = [:] }
    }

    /// The answer to any request, of a provider's or of the simulator's own paths.
    package func answer(_ request: ServerRequest) async -> ServerResponse {
        let path = request.target.segments
        if path.first == "_simulator" { return control(request, Array(path.dropFirst())) }
        for provider in SimulatedProvider.allCases where path.starts(with: provider.prefix) {
            return await answer(request, as: provider, Array(path.dropFirst(provider.prefix.count)))
        }
        let known = SimulatedProvider.allCases.map(\.endpointPath).joined(separator: ", ")
        return .json(["error": "no provider stands under this path; there are \(known) and /_simulator"], status: 404)
    }

    private func answer(_ request: ServerRequest, as provider: SimulatedProvider, _ path: [String]) async
        -> ServerResponse
    {
        let form = provider.form
        let operation = form.operation(request.method, path)
        let number = state.withLock { state in
            state.counts[provider, default: [:]][operation?.name.rawValue ?? "other", default: 0] += 1
            state.number += 1
            return state.number
        }
        let scenario = scenario(of: provider).striking(operation?.name)
        let facts = Facts(
            number: number,
            date: settings.now(),
            models: settings.models[provider] ?? [],
            scenario: scenario
        )
        let performance = Performance(form: form, facts: facts, settings: settings)
        switch scenario {
        case .slow: try? await Task.sleep(for: settings.slowness)
        case .hang:
            // Until the client goes or the simulator stops: either cancels this.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
        case .htmlPage: return Performance.gatewayPage
        case .garbage: return Performance.garbage
        default: break
        }
        guard let operation else { return performance.refuse(.unknownPath) }
        if scenario != .acceptsAnything, let key = settings.keys[provider],
            let problem = form.keyProblem(of: request, for: operation, key: key)
        {
            return performance.refuse(problem)
        }
        return await performance.answer(operation, body: request.body)
    }
}

extension ServerResponse {
    static func json(_ value: JSON, status: Int = 200, headers: HTTPHeaders = [:]) -> ServerResponse {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return ServerResponse(status, headers: headers, body: value.bytes())
    }
}
