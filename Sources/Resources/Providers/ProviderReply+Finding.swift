internal import HTTP
internal import Platform
internal import WebLadder
internal import Words

/// What is known of whoever answered, for a finding about its answer.
struct ReplyContext {
    let kind: CheckKind
    let target: Address
    let name: String
    let id: String
    let response: HTTPResponse
    let words: ServerWords
}

extension ProviderReply {
    /// Nil where it is as it should be.
    func finding(_ context: ReplyContext) -> Finding? {
        guard let (severity, failure, message, hint) = telling(context.name, context) else { return nil }
        var evidence = context.response.evidence
        if let body = context.response.json {
            let error = ErrorBody(body)
            if let code = error.code ?? error.type { evidence.append(.fact("code", code)) }
            if let source = error.limitSource { evidence.append(.fact("limit", source)) }
            if let message = error.message { evidence.append(.verbatim(context.words.clean(message))) }
        }
        if let reset = Allowance.reset(in: context.response.headers) { evidence.append(.fact("again in", reset)) }
        return Finding(
            context.kind,
            severity,
            at: context.target,
            failure,
            message,
            evidence: evidence,
            remedies: [.hint(hint)],
            data: ["provider": .string(context.id)]
        )
    }

    private func telling(_ name: String, _ context: ReplyContext)
        -> (Finding.Severity, FailureClass, String, String)?
    {
        let start = name.prefix(1).uppercased() + name.dropFirst()
        let status = context.response.status
        switch self {
        case .accepted: return nil
        case .invalidKey:
            return (
                .error, .auth, "\(start) does not know the key.",
                "Make a new one on its page, or look which variable the key came from: ihctl config show --origin."
            )
        case .disabledKey:
            return (
                .error, .auth, "\(start) knows the key and takes it no more: it is disabled or has expired.",
                "Switch it on again on its page, or make a new one."
            )
        case .addressNotAllowed:
            return (
                .error, .permission, "\(start) does not take the key from this machine's address.",
                "Add the address to the allow list of the project or organisation, or run from an address that is on it."
            )
        case .noMember:
            return (
                .error, .permission, "The key belongs to nobody of the organisation that \(name) asks for.",
                "Have its owner invited, or make a key in the right organisation."
            )
        case .notPermitted:
            return (
                .error, .permission, "\(start) knows the key, and it may not do this.",
                "Give the key the right to list models (or a role that has it), or make one without restrictions."
            )
        case .region:
            return (
                .error, .permission, "\(start) does not serve the country that this machine is seen in.",
                "Send its requests from a supported region, or use another provider here."
            )
        case .moderated:
            return (
                .warning, .permission, "\(start) takes the key, and its moderation refused the request.",
                "Look at the account's moderation and guardrail settings: the key itself is good."
            )
        case .noCredits:
            return (
                .error, .billing, "\(start) answers nobody for nothing: the account has no credits left.",
                "Buy credits on its page; until then the fallback has to carry everything."
            )
        case .keyLimit:
            return (
                .error, .billing,
                "The key has used up its own limit at \(name); the account's credits are not the reason.",
                "Raise the limit of this key on its page, or wait until it is counted anew."
            )
        case .spendLimit:
            return (
                .error, .billing, "The spend limit at \(name) is reached.",
                "Raise the limit on its page, or wait for the next month."
            )
        case .insufficientQuota:
            return (
                .error, .billing, "The quota at \(name) is used up: waiting does not help, paying does.",
                "Look at the plan and the billing page; this 429 is not a rate limit."
            )
        case .rateLimited:
            return (
                .warning, .rateLimited, "\(start) has had too many requests of this key within the time.",
                "Wait as long as the answer says, ask less often, or have the limit raised."
            )
        case .overloaded:
            return (
                .warning, .overloaded, "\(start) has too much to do and cannot answer now: status \(status).",
                "It is the provider's, not ours: the fallback has to carry the requests meanwhile."
            )
        case .modelMissing:
            return (
                .error, .protocolMismatch, "\(start) does not have what was asked for: status \(status).",
                "Look at the path of the endpoint's URL."
            )
        case .broken:
            return (
                status >= 500 ? .warning : .error, .brokenAnswer,
                "\(start) answers with status \(status) and nothing that can be used.",
                "Look again in a while, then at the provider's status page."
            )
        case .refused:
            return (
                .error, .invalid, "\(start) refuses the question: status \(status).",
                "Its own words are in the evidence."
            )
        }
    }
}
