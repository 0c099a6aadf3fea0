package import Platform
internal import Words

/// What the place of a value in the model asks of it, as far as it can be told without asking anybody.
struct WantedValue: Sendable, Hashable {
    enum Form: Sendable, Hashable {
        /// Any of these schemes before `://`.
        case url([String])
        case key(Provider.Kind)
        case text
    }

    let form: Form

    init(_ setting: [String], in platform: Platform) {
        switch (setting.first, setting.last) {
        case ("database", "url"), ("database", "admin_url"): form = .url(["postgresql", "postgres"])
        case ("cache", "url"): form = .url(["redis", "rediss"])
        case ("messaging", "url"): form = .url(["nats", "tls", "ws", "wss"])
        case ("providers", "key"):
            form = setting.count == 3 ? platform.providers[setting[1]].map { .key($0.kind) } ?? .text : .text
        case (_, "endpoint"), (_, "monitoring"), ("telemetry", "prometheus"), ("telemetry", "alertmanager"),
            ("telemetry", "grafana"), ("telemetry", "slack"):
            form = .url(["http", "https"])
        default: form = .text
        }
    }

    static func purpose(of setting: [String]) -> SecretWish.Purpose? {
        switch setting {
        case ["secrets", "jwt_key"]: .tokenKey
        case ["secrets", "encryption_key"]: .encryptionKey
        default: nil
        }
    }

    /// What is wrong with a value; never any of its letters.
    func faults(of value: Secret) -> [Fault] {
        let text = value.reveal()
        let trimmed = text.trimmed
        if trimmed.utf8.count != text.utf8.count {
            return [.edges(characters: text.count, newline: text.utf8.last == 0x0A || text.utf8.last == 0x0D)]
        }
        if let quote = text.first, quote == "\"" || quote == "'", text.last == quote, text.count > 1 {
            return [.quoted]
        }
        if SecretWeakness.isPlaceholder(text) { return [.placeholder] }
        switch form {
        case .text: return []
        case .key(let kind): return KeyShape.fault(of: text, for: kind).map { [$0] } ?? []
        case .url(let schemes): return urlFaults(text, schemes)
        }
    }

    private func urlFaults(_ text: String, _ schemes: [String]) -> [Fault] {
        // Servers of a cluster are listed with commas.
        let first = text.split(separator: ",").first.map(String.init) ?? text
        guard let mark = first.firstRange(of: "://") else { return [.noURL(schemes)] }
        let scheme = first[..<mark.lowerBound].lowercased()
        guard schemes.contains(scheme) else { return [.otherScheme(scheme, schemes)] }
        let rest = first[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // Of an unescaped @, / or # in a password the rest would be taken for the host.
        let isCut = rest.dropFirst(authority.count).contains("@") && !authority.contains("@")
        if authority.filter({ $0 == "@" }).count > 1 || isCut { return [.unescaped] }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard !host.isEmpty, !host.hasPrefix(":") else { return [.noHost] }
        if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
            let password = String(authority[authority.index(after: colon)..<at])
            if SecretWeakness.isPlaceholder(password) { return [.placeholder] }
        }
        return []
    }
}

extension ReferenceState {
    /// What is wrong with the form of a value that is there; whether it is the right one, only its service can tell.
    package func valueProblems(in platform: Platform) -> [Problem] {
        guard case .found(let resolved) = state else { return [] }
        return WantedValue(path.steps, in: platform).faults(of: resolved.value).map { $0.problem(of: self) }
    }
}

extension WantedValue {
    enum Fault: Sendable, Hashable {
        case edges(characters: Int, newline: Bool)
        case quoted
        case placeholder
        case noURL([String])
        case otherScheme(String, [String])
        case unescaped
        case noHost
        case otherProvider(String, wanted: String)
        case odd(String)

        /// Its class, what is wrong and what to do.
        private var words: (FailureClass, String, String) {
            switch self {
            case .edges(let count, let newline):
                (
                    .config,
                    "White space stands at the edge of the value: \(count) characters\(newline ? ", a line end behind them" : "").",
                    "Take it away: many servers count it as part of the secret."
                )
            case .quoted:
                (.config, "The value stands in quotes, and they are part of it.", "Take the quotes away.")
            case .placeholder:
                (.placeholder, "A placeholder stands where the value should.", "Put the real one there.")
            case .noURL(let schemes):
                (
                    .config, "This is no URL.",
                    "It begins with \(schemes.map { "\($0)://" }.joined(separator: " or "))."
                )
            case .otherScheme(let scheme, let schemes):
                (
                    .config, "The URL begins with \(scheme)://.",
                    "Here it begins with \(schemes.map { "\($0)://" }.joined(separator: " or "))."
                )
            case .unescaped:
                (
                    .config,
                    "The password in the URL holds an @, / or # as it is, so that the rest of it is taken for the host.",
                    "Write them percent-encoded: @ as %40, / as %2F, # as %23, : as %3A."
                )
            case .noHost: (.config, "The URL names no host.", "Write the host behind :// or behind the @.")
            case .otherProvider(let found, let wanted):
                (
                    .config, "This is a key of \(found), and \(wanted) is asked with it.",
                    "Two variables hold each other's value, or one was copied to the wrong place."
                )
            case .odd(let wanted):
                (.config, "This does not look like a key of \(wanted).", "Copy it anew from \(wanted)'s own page.")
            }
        }

        func finding(_ kind: CheckKind, at target: Address, _ state: ReferenceState) -> Finding {
            let (failure, message, hint) = words
            return Finding(
                kind,
                severity,
                at: target,
                failure,
                message,
                evidence: [.fact("reference", state.reference.spelled)],
                remedies: [.hint(hint)]
            )
        }

        /// The same for the judgement of the configuration alone, at the reference's place.
        func problem(of state: ReferenceState) -> Problem {
            let (_, message, hint) = words
            return Problem(
                severity == .error ? .error : .warning,
                at: state.path,
                state.reference.origin,
                "must not be what \(state.reference.spelled) holds: \(message.prefix(1).lowercased())\(message.dropFirst().dropLast())",
                hint: hint
            )
        }

        private var severity: Finding.Severity {
            if case .odd = self { .warning } else { .error }
        }
    }
}

/// How the keys of the providers begin, as their makers give them out.
private enum KeyShape {
    private static let known: [(prefix: String, kind: Provider.Kind?, maker: String)] = [
        ("sk-or-", .openrouter, "OpenRouter"), ("sk-ant-", .anthropic, "Anthropic"), ("csk-", nil, "Cerebras"),
        ("gsk_", nil, "Groq"), ("sk-proj-", .openai, "OpenAI"), ("xai-", nil, "xAI"), ("AKIA", nil, "AWS"),
        ("SCW", nil, "Scaleway"), ("ak_", nil, "this platform's agents"),
    ]

    static func fault(of key: String, for kind: Provider.Kind) -> WantedValue.Fault? {
        let maker = known.first { key.hasPrefix($0.prefix) }
        switch kind {
        case .openrouter, .anthropic:
            let wanted = kind == .openrouter ? "OpenRouter" : "Anthropic"
            if let maker, maker.kind != kind { return .otherProvider(maker.maker, wanted: wanted) }
            return maker == nil ? .odd(wanted) : nil
        case .openai, .custom:
            // Many speak OpenAI's form, each with keys of its own; only these two are certainly wrong.
            if let maker, maker.kind == .openrouter || maker.kind == .anthropic {
                return .otherProvider(
                    maker.maker,
                    wanted: kind == .openai ? "an OpenAI-like provider" : "a provider of one's own"
                )
            }
            return nil
        }
    }
}

extension String {
    fileprivate var trimmed: Substring {
        let front = drop(while: \.isWhitespace)
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return front[...last]
    }
}
