internal import Words
internal import YAML

/// Whether a text that stands in a manifest is a secret, told by its name and by its own shape.
enum SecretText {
    /// A variable or a key and its value: `API_KEY` tells, `MAX_TOKENS`, `TOKENIZER` and `TOKEN_FILE` do not.
    static func isSecret(_ value: String, named name: String) -> Bool {
        guard !value.isEmpty, !isReference(value) else { return false }
        if TellingName.tells(name), !isFigure(value), !isPath(value), !isObjectName(value) {
            // The redactor knows the answers that are none: `none`, `true`, `env:NAME`.
            let line = "secret=\(value.prefix { !$0.isWhitespace })"
            if redactor.redact(line) != line { return true }
        }
        return holdsSecret(value)
    }

    /// A text of any length: passwords in addresses, private keys, `password = …` on a line, keys known by their beginnings.
    static func holdsSecret(_ text: String) -> Bool {
        if hasKnownBeginning(text) { return true }
        guard redactor.redact(text) != text else { return false }
        if text.contains("PRIVATE KEY-----") { return true }
        // A line that takes its secret from elsewhere is none.
        return text.split(whereSeparator: \.isNewline).contains { line in
            guard !isTemplated(line), redactor.redact(String(line)) != line else { return false }
            let value = value(of: line)
            return !isPath(value) && !isObjectName(value)
        }
    }

    private static let redactor = Redactor()

    private static func value(of line: Substring) -> String {
        guard let sign = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return "" }
        return String(line[line.index(after: sign)...].drop { " \"'".contains($0) }.prefix { !" \"'".contains($0) })
    }

    private static func isTemplated(_ text: Substring) -> Bool {
        text.contains("${") || text.contains("$(") || text.contains("{{") || text.contains("os.environ")
    }

    /// `$(NAME)`, `${NAME}`, `{{ .name }}`: filled in by somebody else.
    private static func isReference(_ value: String) -> Bool {
        value.hasPrefix("$(") || value.hasPrefix("${") || value.hasPrefix("{{")
    }

    private static func isFigure(_ value: String) -> Bool {
        value.utf8.count <= 6 && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Where a secret lies is no secret; base64 may begin with a slash, but not with a folder.
    private static func isPath(_ value: String) -> Bool {
        ["/run/", "/var/", "/etc/", "/mnt/", "/secrets/", "/app/", "/opt/", "/home/", "/tmp/"].contains(
            where: value.hasPrefix
        )
    }

    /// What a Secret of the cluster is called, `island-hopper-tls`, is none itself.
    private static func isObjectName(_ value: String) -> Bool {
        let words = value.split(separator: "-", omittingEmptySubsequences: false)
        let kinds: Set<Substring> = [
            "secret", "secrets", "tls", "credentials", "token", "tokens", "key", "keys", "password", "passwords",
            "cert",
        ]
        return words.count > 1 && kinds.contains(words[words.count - 1])
            && words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
    }

    /// Words that begin as the keys of well-known services do, and are as long.
    private static func hasKnownBeginning(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            guard isKeyByte(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < bytes.count, isKeyByte(bytes[end]) { end += 1 }
            let word = bytes[start..<end]
            if word.count >= 20, beginnings.contains(where: { word.count >= $0.length && word.starts(with: $0.bytes) })
            {
                return true
            }
            start = end
        }
        return false
    }

    private static let beginnings: [(bytes: [UInt8], length: Int)] = [
        ("AKIA", 20), ("ASIA", 20), ("ghp_", 36), ("gho_", 36), ("ghs_", 36), ("github_pat_", 40), ("glpat-", 20),
        ("sk-ant-", 30), ("sk-or-", 30), ("sk-proj-", 30), ("sk_live_", 24), ("rk_live_", 24), ("xoxb-", 24),
        ("xoxp-", 24), ("AIza", 39), ("hvs.", 24), ("eyJhbGciOi", 40), ("npm_", 36), ("SG.", 40),
    ].map { (Array($0.0.utf8), $0.1) }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
