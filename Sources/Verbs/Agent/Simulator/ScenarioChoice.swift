internal import Words

/// `openai=insufficient_quota`, or `openai=insufficient_quota@chat` for one kind of request.
package struct ScenarioChoice: Sendable, Hashable {
    package var provider: SimulatedProvider
    package var chosen: ChosenScenario

    package init(_ provider: SimulatedProvider, _ chosen: ChosenScenario) {
        self.provider = provider
        self.chosen = chosen
    }

    package init(_ text: String) throws(UnknownName) {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let provider = try Self.provider(sides[0])
        let parts = (sides.count == 2 ? sides[1] : "").split(
            separator: "@",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let operation = try parts.count == 2 ? Self.operation(String(parts[1])) : nil
        self.init(provider, ChosenScenario(try Self.scenario(String(parts[0]), of: provider), at: operation))
    }

    package static func provider(_ name: String) throws(UnknownName) -> SimulatedProvider {
        guard let found = SimulatedProvider(rawValue: name) else {
            throw UnknownName(what: "provider", name: name, known: SimulatedProvider.allCases.map(\.rawValue))
        }
        return found
    }

    package static func scenario(_ name: String, of provider: SimulatedProvider) throws(UnknownName) -> Scenario {
        let known = Scenario.all(of: provider)
        guard let found = Scenario(rawValue: name), known.contains(found) else {
            throw UnknownName(what: "scenario of \(provider.rawValue)", name: name, known: known.map(\.rawValue))
        }
        return found
    }

    package static func operation(_ name: String) throws(UnknownName) -> OperationName {
        guard let found = OperationName(rawValue: name) else {
            throw UnknownName(what: "kind of request", name: name, known: OperationName.allCases.map(\.rawValue))
        }
        return found
    }

    package var text: String {
        let at = chosen.operation == chosen.scenario.strikes ? "" : chosen.operation.map { "@\($0.rawValue)" } ?? ""
        return "\(provider.rawValue)=\(chosen.scenario.rawValue)\(at)"
    }
}

/// A name that is none of those that exist.
package struct UnknownName: Error, Hashable, Sendable, CustomStringConvertible {
    package var what: String
    package var name: String
    package var known: [String]

    package var description: String { "\"\(name.prefix(80))\" is no \(what)" }

    package var hint: String {
        let all = "there are: " + known.joined(separator: ", ")
        return NearestName.to(name, among: known).map { "did you mean \($0)? \(all)" } ?? all
    }
}
