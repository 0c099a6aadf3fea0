internal import Agent
internal import CommandLineKit
internal import Network

extension ValueKind where Value == Endpoint {
    /// An address in figures and a port, which may be 0.
    static var listening: ValueKind {
        ValueKind(
            placeholder: "ADDRESS:PORT",
            read: { text throws(BadValue) in
                // Port 0 is no endpoint that anybody could connect to: it is read here alone.
                let isAnyPort = text.hasSuffix(":0")
                guard var endpoint = Endpoint(isAnyPort ? String(text.dropLast()) + "1" : text) else {
                    throw BadValue("\"\(text.prefix(80))\" is not an address and a port; write it like 127.0.0.1:8200")
                }
                if isAnyPort { endpoint.port = 0 }
                return endpoint
            },
            write: \.description,
        )
    }
}

extension ValueKind where Value == ScenarioChoice {
    /// `openai=rate_limited`.
    static var scenario: ValueKind {
        let all = SimulatedProvider.allCases.flatMap { provider in
            Scenario.all(of: provider).map {
                Completion.Choice("\(provider.rawValue)=\($0.rawValue)", $0.summary)
            }
        }
        return ValueKind(
            placeholder: "PROVIDER=SCENARIO",
            completion: .choices(all),
            read: { text throws(BadValue) in
                do throws(UnknownName) {
                    return try ScenarioChoice(text)
                } catch {
                    throw BadValue(error.description, hint: error.hint)
                }
            },
            write: \.text,
        )
    }
}
