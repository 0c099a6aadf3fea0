internal import HTTP
internal import JSON
internal import Platform
internal import WebLadder
internal import Words

/// What is left of what a provider lets through.
extension ProviderHealth {
    func weigh(_ slots: Slots) throws -> Diagnosis {
        let response = try slots.answer.value
        guard ProviderReply(response, from: api) == .accepted else {
            return .skipped("the provider did not answer the question for it")
        }
        var allowances = Allowance.all(in: response.headers)
        let body = response.json ?? .null
        if let ofKey = Allowance.ofKey(body) { allowances.insert(ofKey, at: 0) }
        guard !allowances.isEmpty else {
            // OpenRouter says outright that there is no limit; the others may only be silent.
            return api.kind == .openrouter && body["data"]["limit"].isNull
                ? .healthy("no limit on the key") : .skipped("the provider tells nothing of what is left")
        }
        let findings = allowances.compactMap { finding(for: $0, response) } + overpromise(allowances)
        return .found(
            findings,
            seen: allowances.map(\.sentence).joined(separator: ", "),
            measures: allowances.map(\.measure)
        )
    }

    private func finding(for allowance: Allowance, _ response: HTTPResponse) -> Finding? {
        guard allowance.share < Allowance.leastShare else { return nil }
        let isOut = allowance.left <= 0
        var evidence: [Finding.Evidence] = [.fact(allowance.what, allowance.sentence)]
        if let reset = allowance.reset { evidence.append(.fact("counted anew", reset)) }
        return Finding(
            ProvidersChecks.quota,
            isOut ? .error : .warning,
            at: target,
            .quota,
            isOut ? "No \(allowance.what) are left." : "Only \(allowance.sentence).",
            evidence: evidence + response.evidence.suffix(1),
            remedies: [
                .hint(
                    allowance.what == "credits"
                        ? "Raise the key's limit or buy credits before they end."
                        : "Ask less often, or have the limit raised."
                )
            ]
        )
    }

    /// The platform file counts on more than the provider allows.
    private func overpromise(_ allowances: [Allowance]) -> [Finding] {
        guard let declared = provider.requestsPerMinute, api.kind == .anthropic || api.kind == .openai,
            let allowed = allowances.first(where: { $0.what == "requests" }), Double(declared) > allowed.limit
        else { return [] }
        return [
            Finding(
                ProvidersChecks.quota,
                .warning,
                at: target,
                .drift,
                "The platform file counts on \(declared) requests a minute, and \(Int(allowed.limit)) are allowed.",
                remedies: [.hint("Set requests_per_minute to what is allowed, or have the limit raised.")]
            )
        ]
    }
}
