internal import Agent
internal import CommandLineKit
internal import Deadlines
internal import HTTPServer
internal import Network
internal import Terminal
internal import Words

private let listen = Option(
    "listen",
    .listening,
    default: Endpoint(host: "127.0.0.1", port: 0),
    "where to listen; port 0 takes a free one"
)
private let scenario = Option(
    repeated: "scenario",
    .scenario,
    "let a provider misbehave: openai=rate_limited, or openai=rate_limited@chat for one kind of request"
)
private let readyFile = Option("ready-file", .file, "write the address there once it answers")
private let firstToken = Option(
    "first-token",
    .duration,
    default: .milliseconds(20),
    "how long an answer's first token takes"
)
private let perToken = Option("per-token", .duration, default: .milliseconds(1), "how long each further token takes")
private let slowness = Option("slowness", .duration, default: .seconds(5), "how long the scenario slow waits")
private let keys = SimulatedProvider.allCases.map { provider in
    (
        provider: provider,
        option: Option(
            "\(provider.rawValue)-key",
            .text.called("KEY"),
            environment: ["SIMULATOR_\(provider.rawValue.uppercased())_KEY"],
            otherwise: "a documented one",
            "the right key of \(provider.rawValue)"
        )
    )
}

/// `ih-agent provider-simulator`: OpenRouter, Anthropic, OpenAI and a custom provider on one port of this machine.
let providerSimulatorCommand = Command<AgentContext>(
    "provider-simulator",
    summary: "play AI providers: their models, keys, answers, limits and every error, with no model behind them",
    discussion: """
        The endpoints are /openrouter/api/v1, /anthropic, /openai/v1 and /custom. Answers are always the same to the same \
        question, whole or streamed. A provider plays one scenario at a time; GET /_simulator/scenarios tells which there are, \
        PUT /_simulator/scenarios/PROVIDER with {"scenario": "rate_limited"} changes it, GET /_simulator/requests counts what came.

        Keys are better given by variables, for a command line can be read by everybody on the machine. Runs until Ctrl-C or \
        SIGTERM.
        """,
    examples: [
        Example("ih-agent provider-simulator --listen 127.0.0.1:8200", "on a port of one's own"),
        Example("ih-agent provider-simulator --scenario openai=insufficient_quota", "with a fault from the start"),
        Example(
            "curl -X PUT -d '{\"scenario\": \"hang\"}' http://127.0.0.1:8200/_simulator/scenarios/custom",
            "and another while it runs"
        ),
    ],
    options: [listen, scenario, readyFile, firstToken, perToken, slowness] + keys.map(\.option)
) { arguments, context in
    var settings = SimulatorSettings()
    settings.firstToken = arguments[firstToken]
    settings.perToken = arguments[perToken]
    settings.slowness = arguments[slowness]
    for choice in arguments[scenario] { settings.scenarios[choice.provider] = choice.chosen }
    for (provider, option) in keys {
        if let key = arguments[option] { settings.keys[provider] = Secret(key) }
    }
    let simulator = ProviderSimulator(settings)
    let server: HTTPServer
    do throws(HTTPServerError) {
        server = try HTTPServer(listening: arguments[listen]) { await simulator.answer($0) }
    } catch {
        throw CommandFailure("--listen: \(error)", hint: "port 0 takes a free one", status: .usage)
    }
    let address = "http://\(server.endpoint)"
    let file = try arguments[readyFile].map { try ReadyFile($0, holding: address + "\n") }
    context.console.say(Line("provider simulator on ") + Line(address, .name))
    for choice in arguments[scenario] { context.console.say(Line("plays \(choice.text)")) }
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
    await server.stop(by: .after(.seconds(2)))
    file?.remove()
    return .success
}
