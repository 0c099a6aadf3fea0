internal import HTTP
internal import JSON
internal import Platform
internal import WebLadder
internal import Words

/// What is left of what a provider lets through.
extension ProviderHealth {
    func weigh(_ slots: Slots) throws -> Diagnosis {
        let answer = try slots.answer.value
        let response = answer.response
        guard answer.reply == .accepted else {
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
        let findings = low(allowances, response) + overpromise(allowances)
        return .found(
            findings,
            seen: allowances.map(\.sentence).joined(separator: ", "),
            measures: allowances.map(\.measure)
        )
    }

    /// One finding for all that are low: they end together, and the answer to all is the same.
    private func low(_ allowances: [Allowance], _ response: HTTPResponse) -> [Finding] {
        [true, false].compactMap { ofKey in
            let few = allowances.filter { $0.share < Allowance.leastShare && ($0.what == "credits") == ofKey }
            return few.isEmpty ? nil : finding(for: few, ofKey, response)
        }
    }

    private func finding(for few: [Allowance], _ ofKey: Bool, _ response: HTTPResponse) -> Finding {
        let out = few.filter { $0.left <= 0 }
        let message: String
        if let first = out.first {
            message = "No \(out.count == 1 ? first.what : out.map(\.what).joined(separator: " and no ")) are left."
        } else {
            message = "Only \(few.map(\.sentence).joined(separator: ", "))."
        }
        // The figures that the sentence does not have, and when they are whole again.
        var evidence: [Finding.Evidence] = out.isEmpty ? [] : few.map { .fact($0.what, $0.sentence) }
        evidence += few.compactMap { allowance in
            allowance.reset.map { .fact(few.count == 1 ? "counted anew" : "\(allowance.what) anew", $0) }
        }
        if let id = response.requestID { evidence.append(.fact("request", id)) }
        return Finding(
            ProvidersChecks.quota,
            out.isEmpty ? .warning : .error,
            at: target,
            .quota,
            message,
            evidence: evidence,
            remedies: [
                .hint(
                    ofKey
                        ? "Raise the key's limit or buy credits before they end\(api.billingPage.map { ": \($0)" } ?? ".")"
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
