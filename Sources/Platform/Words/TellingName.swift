/// Names behind which a secret stands: `password`, `api_key`, `JWT_SECRET_KEY`, `x-api-key`, `NATS_AUTH_TOKEN`.
package enum TellingName {
    /// Looks at the last words of the name, so that `max_tokens`, `token_count` and `secret_name` tell nothing.
    package static func tells(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { tells($0[...]) }
    }

    /// Of a variable or a log's line also `DB_PASS`, `auth` and `secret_key_base`, which elsewhere are words like others.
    package static func tellsInLog(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { tellsInLog($0[...]) }
    }

    static func tellsInLog(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        if tells(name) { return true }
        let small = name.suffix(64).map { $0.isLetter ? $0 | 0x20 : $0 }
        return endingsInLog.contains { ending in
            guard small.count >= ending.count, small.suffix(ending.count).elementsEqual(ending) else { return false }
            // `compass` and `bypass` are no passes.
            return small.count == ending.count || !small[small.count - ending.count - 1].isLetter
        }
    }

    private static let endingsInLog: [[UInt8]] = ["pass", "auth", "secret_key_base", "requirepass", "masterauth"].map {
        Array($0.utf8)
    }

    static func tells(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        // Letters only, small: `apiKey`, `API_KEY`, `api-key` and `api key` are one name.
        var letters: [UInt8] = []
        for byte in name.suffix(64) where byte.isLetter || byte.isDigit { letters.append(byte | 0x20) }
        return endings.contains { ending in
            letters.count >= ending.count && letters[(letters.count - ending.count)...].elementsEqual(ending)
        }
    }

    private static let endings: [[UInt8]] = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "secretkey", "privatekey",
        "encryptionkey", "signingkey", "integrationkey", "masterkey", "accesskeyid", "credentials", "amzsignature",
    ].map { Array($0.utf8) }

    /// Values that say where a secret is or that there is none: references and plain answers.
    ///
    /// They are shown.
    static func isHarmless(_ value: some Collection<UInt8>) -> Bool {
        if value.isEmpty { return true }
        let text = String(decoding: value.prefix(200), as: UTF8.self)
        for scheme in ["env:", "file:", "secret:"] where text.hasPrefix(scheme) && text.utf8.count > scheme.utf8.count {
            return true
        }
        let word = text.prefix { $0.isASCII && $0.isLetter }
        return word.utf8.count == text.utf8.count && answers.contains(text.lowercased()) || text == Secret.mask
    }

    private static let answers: Set<String> = [
        "missing", "not", "no", "none", "null", "nil", "unset", "empty", "set", "is", "was", "has", "must", "true",
        "false", "unknown",
        "absent", "wrong", "invalid", "refused", "rejected", "expired", "required", "found", "present", "yes", "never",
        "cannot",
    ]
}
