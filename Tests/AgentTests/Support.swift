import Agent
import Deadlines
import FoundationEssentials
import HTTP
import HTTPServer
import JSON
import Network
import Words

private let client = HTTPClient()

/// A simulator behind a real server, asked by our own client.
final class Stage: Sendable {
    let simulator: ProviderSimulator
    private let server: HTTPServer

    init(_ adjust: (inout SimulatorSettings) -> Void = { _ in }) throws {
        var settings = SimulatorSettings()
        settings.firstToken = .zero
        settings.perToken = .zero
        settings.slowness = .milliseconds(300)
        settings.now = { Date(timeIntervalSince1970: 1_750_000_000) }
        adjust(&settings)
        let simulator = ProviderSimulator(settings)
        self.simulator = simulator
        server = try HTTPServer(listening: Endpoint(host: "127.0.0.1", port: 0)) { await simulator.answer($0) }
    }

    func play(_ scenario: Scenario, as provider: SimulatedProvider, at operation: OperationName? = nil) {
        simulator.play(ChosenScenario(scenario, at: operation), as: provider)
    }

    func send(
        _ method: String,
        _ path: String,
        _ headers: HTTPHeaders = [:],
        _ body: JSON? = nil,
        limit: Duration = .seconds(20),
    ) async throws -> HTTPResponse {
        let url = "http://127.0.0.1:\(server.port)\(path)"
        let request = HTTPRequest(method, url, headers: headers, body: body.map { .bytes($0.bytes()) } ?? .none)
        return try await client.send(request, by: .after(limit))
    }

    /// What a good client of a provider asks: a list with the right key, or one short answer.
    func ask(_ provider: SimulatedProvider, _ operation: OperationName, streamed: Bool = false) async throws
        -> HTTPResponse
    {
        let root = provider.endpointPath
        let headers = headers(of: provider)
        switch (provider, operation) {
        case (.anthropic, .models): return try await send("GET", root + "/v1/models", headers)
        case (_, .models): return try await send("GET", root + "/models", headers)
        case (.anthropic, .model):
            return try await send("GET", root + "/v1/models/\(provider.standardModels[0])", headers)
        case (_, .model): return try await send("GET", root + "/models/\(provider.standardModels[0])", headers)
        case (_, .key): return try await send("GET", root + "/key", headers)
        case (.anthropic, .chat):
            return try await send("POST", root + "/v1/messages", headers, question(provider, streamed: streamed))
        case (.custom, .chat):
            return try await send("POST", root + "/generate", headers, question(provider, streamed: streamed))
        case (_, .chat):
            return try await send("POST", root + "/chat/completions", headers, question(provider, streamed: streamed))
        }
    }

    func headers(of provider: SimulatedProvider, key: String? = nil) -> HTTPHeaders {
        let key = key ?? provider.standardKey
        return provider == .anthropic
            ? ["x-api-key": key, "anthropic-version": "2023-06-01"] : ["Authorization": "Bearer \(key)"]
    }

    func question(_ provider: SimulatedProvider, streamed: Bool, model: String? = nil) -> JSON {
        var body: JSON = [
            "model": .string(model ?? provider.standardModels[0]), "max_tokens": 8, "stream": .boolean(streamed),
        ]
        if provider == .custom {
            body["prompt"] = "hello there"
        } else {
            body["messages"] = [["role": "user", "content": "hello there"]]
        }
        return body
    }
}

extension HTTPResponse {
    var json: JSON { (try? JSON(parsing: body)) ?? .null }

    /// The events of a stream: their names, and their data where it is JSON.
    var events: [(name: String?, data: JSON)] {
        text.split(separator: "\n\n").map { event in
            var name: String?
            var data = ""
            for line in event.split(separator: "\n") {
                if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { data += line.dropFirst(6) }
            }
            return (name, (try? JSON(parsing: data)) ?? .string(data))
        }
    }
}
