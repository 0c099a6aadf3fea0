internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import HTTP
internal import Subprocesses

/// The providers as `ih-agent provider-simulator` plays them, each with a key of this stack's own.
struct ProvidersService: StackService {
    let plan: StackPlan

    /// One of the providers it plays: its place on the one port, and what its keys begin with.
    struct Played: Sendable {
        var name: String
        var path: String
        var keyPrefix: String
        var keyLength: Int
        /// As the platform calls its key and its endpoint: `OPENAI_API_KEY`, `OPENAI_ENDPOINT`.
        var variable: String
    }

    static let played = [
        Played(
            name: "openrouter",
            path: "/openrouter/api/v1",
            keyPrefix: "sk-or-v1-",
            keyLength: 64,
            variable: "OPENROUTER"
        ),
        Played(name: "anthropic", path: "/anthropic", keyPrefix: "sk-ant-api03-", keyLength: 95, variable: "ANTHROPIC"),
        Played(name: "openai", path: "/openai/v1", keyPrefix: "sk-proj-", keyLength: 64, variable: "OPENAI"),
        Played(name: "custom", path: "/custom", keyPrefix: "", keyLength: 48, variable: "CUSTOM1"),
    ]

    var name: ServiceName { .providers }
    var endpoint: String { "http://127.0.0.1:\(plan.port(.providers))" }

    func prepare(by deadline: Deadline) async throws {
        try makeFolder(plan.folder.data(of: .providers), mode: 0o700)
    }

    /// The keys go by variables: a command line can be read by everybody on the machine.
    func command() throws -> Command {
        var command = plan.server(
            .providers,
            try plan.executables.findOwn("ih-agent", for: .providers),
            ["provider-simulator", "--listen", "127.0.0.1:\(plan.port(.providers))"]
        )
        var environment = plan.environment
        for provider in Self.played { environment[Self.keyVariable(of: provider)] = key(of: provider) }
        command.environment = environment
        return command
    }

    func probe(by deadline: Deadline) async throws -> String {
        let request = HTTPRequest("GET", "\(endpoint)/_simulator/health")
        let response = try await StackHTTP.client.send(request, by: deadline)
        let health = try? JSONDecoder().decode(Health.self, from: Data(response.body))
        guard response.status == 200, let health, health.service == "provider-simulator" else {
            throw StackError(.failedStep(step: "asking for its health", reason: "another server answers"), .providers)
        }
        return health.version
    }

    private struct Health: Decodable {
        var service: String
        var version: String
    }

    /// What a shell and the platform's references find: an endpoint and a key for each.
    func variables() -> [(name: String, value: String)] {
        // A stack of before this service has no port for it until it is brought up again.
        guard plan.port(.providers) != 0 else { return [] }
        var found = [("PROVIDER_SIMULATOR_URL", endpoint)]
        for provider in Self.played {
            let key = key(of: provider)
            found.append(("\(provider.variable)_ENDPOINT", endpoint + provider.path))
            found.append(("\(provider.variable)_API_KEY", key))
            found.append((Self.keyVariable(of: provider), key))
        }
        return found
    }

    /// A name of its own beside the provider's: a real key in somebody's shell must not stand in for it.
    private static func keyVariable(of provider: Played) -> String {
        "SIMULATOR_\(provider.name.uppercased())_KEY"
    }

    /// In the provider's form, made from the stack's own secret, so that nothing more has to be remembered.
    private func key(of provider: Played) -> String {
        let secret = Array(plan.state.secrets.tokenKey.utf8)
        let digits = (0..<2).map { part in
            let text = Array("\(provider.name) \(part)".utf8)
            return DigestAlgorithm.sha256.authenticationCode(of: text, key: secret).hexadecimal
        }
        return provider.keyPrefix + digits.joined().prefix(provider.keyLength)
    }
}
