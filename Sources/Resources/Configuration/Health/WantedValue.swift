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
        let urls = Self.urls(in: text)
        if urls.isEmpty { return [.noURL(schemes)] }
        for url in urls {
            if let fault = Self.fault(of: url, schemes) { return [fault] }
        }
        return []
    }

    /// Servers of a cluster are listed with commas, each with a scheme or only the first; a comma in a password begins no other.
    private static func urls(in text: String) -> [String] {
        var urls: [String] = []
        for piece in text.split(separator: ",") {
            let begins = piece.firstRange(of: "://").map { piece[..<$0.lowerBound].allSatisfy(\.isLetter) } ?? false
            if begins || urls.isEmpty {
                urls.append(String(piece))
            } else {
                urls[urls.count - 1] += ",\(piece)"
            }
        }
        return urls
    }

    private static func fault(of url: String, _ schemes: [String]) -> Fault? {
        guard let mark = url.firstRange(of: "://") else { return .noURL(schemes) }
        let scheme = url[..<mark.lowerBound].lowercased()
        guard schemes.contains(scheme) else { return .otherScheme(scheme, schemes) }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let servers = authority.split(separator: ",")
        // Of an unescaped @, / or # in a password the rest would be taken for the host.
        let isCut = rest.dropFirst(authority.count).contains("@") && !authority.contains("@")
        if servers.contains(where: { server in server.count { $0 == "@" } > 1 }) || isCut { return .unescaped }
        // What stands before the last @ and has none of its own may be part of a password.
        let last = servers.lastIndex { $0.contains("@") } ?? -1
        let hosts = servers.enumerated().compactMap { index, server -> Substring? in
            if let at = server.lastIndex(of: "@") { return server[server.index(after: at)...] }
            return index > last ? server : nil
        }
        if hosts.isEmpty || hosts.contains(where: { $0.isEmpty || $0.hasPrefix(":") }) { return .noHost }
        if let at = authority.firstIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
            let password = String(authority[authority.index(after: colon)..<at])
            if SecretWeakness.isPlaceholder(password) { return .placeholder }
        }
        return hosts.allSatisfy(hasPossiblePort) ? nil : .port
    }

    /// An empty port is the usual one; where no brackets stand about it, an IPv6 address has no end that could be judged.
    private static func hasPossiblePort(_ server: Substring) -> Bool {
        let behind = server.lastIndex(of: "]").map { server[server.index(after: $0)...] } ?? server
        guard let colon = behind.firstIndex(of: ":"), colon == behind.lastIndex(of: ":") else { return true }
        let port = behind[behind.index(after: colon)...]
        if port.isEmpty { return true }
        return port.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && Int(port).map { (1...65_535).contains($0) } == true
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
        case port
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
            case .port: (.config, "The URL names a port that there is not.", "Ports are numbers from 1 to 65535.")
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
