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
    let api: ProviderAPI
    let hasFallback: Bool
    let response: HTTPResponse
    let words: ServerWords

    /// An error may stand in an answer whose status says that all is well.
    var failing: String {
        guard response.status < 400, let body = response.json, ErrorBody(body).isThere else {
            return "status \(response.status)"
        }
        let code = ErrorBody(body).status.map { " \($0)" } ?? ""
        return "an error\(code) inside an answer with status \(response.status)"
    }

    var meanwhile: String { hasFallback ? "; until then the fallback carries its requests" : "" }
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
        // What is wrong with a key or an account does not pass with time.
        if waits, let wait = Allowance.wait(in: context.response.headers) {
            evidence.append(.fact("again in", wait))
        }
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

    private var waits: Bool { self == .rateLimited || self == .keyLimit || self == .spendLimit }

    private func telling(_ name: String, _ context: ReplyContext)
        -> (Finding.Severity, FailureClass, String, String)?
    {
        let start = name.prefix(1).uppercased() + name.dropFirst()
        let status = context.response.status
        let (keys, billing) = (context.api.keysPage, context.api.billingPage)
        switch self {
        case .accepted: return nil
        case .invalidKey:
            return (
                .error, .auth, "\(start) does not know the key.",
                "Make a new one \(page(keys)), or look which variable the key came from: ihctl config show --origin."
            )
        case .disabledKey:
            return (
                .error, .auth, "\(start) knows the key and takes it no more: it is disabled or has expired.",
                "Switch it on again \(page(keys)), or make a new one there."
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
                .error, .billing, "\(start) takes the key, and the account has no credits left.",
                "Buy credits \(page(billing))\(context.meanwhile)."
            )
        case .keyLimit:
            return (
                .error, .billing,
                "The key has used up its own limit at \(name); the account's credits are not the reason.",
                "Raise the limit of this key \(page(keys)), or wait until it is counted anew."
            )
        case .spendLimit:
            return (
                .error, .billing, "The spend limit at \(name) is reached.",
                "Raise the limit \(page(billing)), or wait for the next month."
            )
        case .insufficientQuota:
            return (
                .error, .billing, "The quota at \(name) is used up: waiting does not help, paying does.",
                "Look at the plan and pay \(page(billing)); this 429 is not a rate limit."
            )
        case .rateLimited:
            return (
                .warning, .rateLimited, "\(start) has had too many requests of this key within the time.",
                "Wait as long as the answer says, ask less often, or have the limit raised."
            )
        case .overloaded:
            return (
                .warning, .overloaded, "\(start) \(ProviderReply.trouble(context)): \(context.failing).",
                "It is the provider's, not ours: look again in a while\(context.meanwhile)."
            )
        case .modelMissing:
            return (
                .error, .protocolMismatch, "\(start) does not have what was asked for: \(context.failing).",
                "Look at the path of the endpoint's URL."
            )
        case .broken:
            return (
                status >= 500 ? .warning : .error, .brokenAnswer,
                "\(start) says nothing that can be used: \(context.failing).",
                "Look again in a while, then at the provider's status page."
            )
        case .refused:
            return (
                .error, .invalid, "\(start) refuses the question: \(context.failing).",
                "Its own words are in the evidence."
            )
        }
    }
    /// A gateway that finds nobody behind it is not one with too much to do.
    private static func trouble(_ context: ReplyContext) -> String {
        let status = context.response.json.flatMap { ErrorBody($0).status } ?? context.response.status
        return switch context.response.status < 400 ? status : context.response.status {
        case 502, 520...523: "is out of reach of its own gateway"
        case 504, 524: "does not answer its own gateway in time"
        case 503: "is not available now"
        default: "has too much to do now"
        }
    }
}

/// `on its page, https://openrouter.ai/keys`.
func page(_ url: String?) -> String { url.map { "at \($0)" } ?? "on its page" }
