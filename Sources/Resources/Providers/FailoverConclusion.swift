package import Platform
package import Words

extension Conclusion {
    /// Whether the fallback could carry what the primary cannot, by what was found of both.
    package static func failover(_ routing: Routing) -> Conclusion {
        let target = Address("providers")
        return Conclusion(ProvidersChecks.failover, of: target, drawnFrom: ["providers"]) {
            Failover(routing, outcomes: $0).diagnosis(at: target)
        }
    }
}

/// The two that answer, first the one and then the other.
struct Failover: Sendable {
    enum Standing: Sendable {
        case usable
        case unusable(CheckOutcome)
        /// Nobody looked, or nobody could tell.
        case unknown
    }

    private let routing: Routing
    private let outcomes: [CheckOutcome]

    init(_ routing: Routing, outcomes: [CheckOutcome]) {
        self.routing = routing
        self.outcomes = outcomes
    }

    func diagnosis(at target: Address) -> Diagnosis {
        guard let primary = routing.primary, let fallback = routing.fallback else {
            return .skipped("routing names no \(routing.primary == nil ? "primary" : "fallback")")
        }
        let first = standing(of: primary)
        let second = standing(of: fallback)
        let evidence = [fact("primary", primary, first), fact("fallback", fallback, second)]
        switch (first, second) {
        case (.usable, .usable):
            guard primary.provider != fallback.provider else {
                return .found(
                    finding(
                        .warning,
                        at: target,
                        "Primary and fallback are with the same provider: what stops the one stops the other.",
                        evidence,
                        "Let the fallback be another provider's."
                    )
                )
            }
            return .healthy("\(primary.provider), then \(fallback.provider)")
        case (.unusable, .unusable):
            return .found(
                finding(
                    .error,
                    at: target,
                    "Neither the primary nor the fallback can answer: nothing does.",
                    evidence,
                    "Mend either; ihctl doctor providers tells what is wrong with each."
                )
            )
        case (.unusable, .usable):
            return .found(
                finding(
                    .warning,
                    at: target,
                    "The primary cannot answer, so that everything goes to the fallback.",
                    evidence,
                    "Mend the primary; look whether the fallback's limits bear all requests."
                )
            )
        case (.usable, .unusable):
            return .found(
                finding(
                    .warning,
                    at: target,
                    "The fallback could not take over: a fault of the primary would stop everything.",
                    evidence,
                    "Mend the fallback, or name another in routing.fallback."
                )
            )
        case (.unknown, _), (_, .unknown):
            return .skipped("not all of the primary and the fallback was looked at")
        }
    }

    private func standing(of choice: ModelChoice) -> Standing {
        let ids = [ProvidersChecks.connect, ProvidersChecks.key, ProvidersChecks.models].map(\.id)
        let own = outcomes.filter { ids.contains($0.kind.id) && $0.target == Address("providers", choice.provider) }
        for id in ids {
            guard let outcome = own.first(where: { $0.kind.id == id }) else {
                // A provider may declare no models: then nobody asked for them.
                if id == ProvidersChecks.models.id, own.count == 2 { return .usable }
                return .unknown
            }
            switch outcome.status {
            case .pass, .warn: continue
            case .skipped, .unknown: return .unknown
            case .blocked: return .unusable(outcome)
            case .fail:
                // Another model that is missing is not this one's fault.
                guard id == ProvidersChecks.models.id else {
                    // Who takes any key may answer all the same; nobody tried.
                    let isOnlyOpen = outcome.findings.allSatisfy {
                        $0.severity != .error || $0.fault == .exposed
                    }
                    return isOnlyOpen && !outcome.findings.isEmpty ? .unknown : .unusable(outcome)
                }
                let concerned = outcome.findings.contains {
                    $0.severity == .error && ($0.data["model"] == nil || $0.data["model"] == .string(choice.model))
                }
                if concerned { return .unusable(outcome) }
            }
        }
        return .usable
    }

    private func fact(_ role: String, _ choice: ModelChoice, _ standing: Standing) -> Finding.Evidence {
        let words =
            switch standing {
            case .usable: "could answer"
            case .unusable(let outcome): "\(outcome.kind.id): \(outcome.summary)"
            case .unknown: "not known"
            }
        return .fact(role, "\(choice.model) of \(choice.provider): \(words)")
    }

    private func finding(
        _ severity: Finding.Severity,
        at target: Address,
        _ message: String,
        _ evidence: [Finding.Evidence],
        _ hint: String
    ) -> Finding {
        Finding(
            ProvidersChecks.failover,
            severity,
            at: target,
            .redundancy,
            message,
            evidence: evidence,
            remedies: [.hint(hint)]
        )
    }
}
