/// A value that stands in the file or is found elsewhere: `env:NATS_URL`, `env:NATS_URL:-nats://localhost:4222`, `file:/path`, `secret:NAME`.
package struct Reference: SettingValue, Hashable {
    package enum Target: Sendable, Hashable {
        case literal(String)
        /// A variable; what follows `:-` holds where it is not set.
        case variable(String, fallback: String?)
        case file(String)
        case secret(String)
    }

    package var target: Target
    package var origin: Origin

    package init(_ target: Target, origin: Origin = .builtIn) {
        self.target = target
        self.origin = origin
    }

    /// Reads the spelling; nil where a prefix stands before nothing or before a name that cannot be one.
    package init?(_ spelled: String, origin: Origin) {
        self.origin = origin
        if let rest = spelled.after("env:") {
            let parts = rest.splitOnce(":-")
            let name = parts?.0 ?? rest
            guard isVariableName(name) else { return nil }
            target = .variable(name, fallback: parts?.1)
        } else if let path = spelled.after("file:") {
            guard !path.isEmpty else { return nil }
            target = .file(path)
        } else if let name = spelled.after("secret:") {
            guard !name.isEmpty else { return nil }
            target = .secret(name)
        } else {
            target = .literal(spelled)
        }
    }

    /// Whether a text would be followed if it stood where references may: one word that begins with a prefix of theirs.
    static func isSpelling(_ text: String) -> Bool {
        guard !text.contains(where: \.isWhitespace), let reference = Reference(text, origin: .builtIn) else {
            return false
        }
        if case .literal = reference.target { return false }
        return true
    }

    package var spelled: String {
        switch target {
        case .literal(let text): text
        case .variable(let name, let fallback): fallback.map { "env:\(name):-\($0)" } ?? "env:\(name)"
        case .file(let path): "file:\(path)"
        case .secret(let name): "secret:\(name)"
        }
    }

    package static var shape: Shape { .reference }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Reference? {
        guard let text = setting.text else {
            reader.refuse(path, setting, wanted: shape.wanted)
            return nil
        }
        // The text must not reach an error: it may hold the password that is wrong here.
        guard let reference = Reference(text, origin: setting.origin) else {
            reader.refuse(
                path,
                setting.origin,
                "must be text or a reference, and this is half of one",
                hint: howToRefer
            )
            return nil
        }
        let inTheFile: String? =
            switch reference.target {
            case .literal(let text): text
            case .variable(_, let fallback): fallback
            case .file, .secret: nil
            }
        if let inTheFile, looksSecret(inTheFile) {
            reader.refuse(path, setting.origin, "must not hold a secret, and this looks like one", hint: howToRefer)
            return nil
        }
        return reference
    }

    fileprivate static let howToRefer = "write env:NAME, file:PATH or secret:NAME"

    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
}

/// A secret's place, never the secret: `env:NAME`, `file:PATH` or `secret:NAME`.
package struct SecretReference: SettingValue, Hashable {
    package var reference: Reference

    package init(_ reference: Reference) {
        self.reference = reference
    }

    package static func variable(_ name: String) -> SecretReference {
        SecretReference(Reference(.variable(name, fallback: nil)))
    }

    package static var shape: Shape { .secret }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> SecretReference? {
        // The text itself must never reach an error: it may be the secret.
        let reference = setting.text.flatMap { Reference($0, origin: setting.origin) }
        switch reference?.target {
        case .file, .secret, .variable(_, nil): return reference.map(SecretReference.init)
        case .variable(_, .some):
            reader.refuse(
                path,
                setting.origin,
                "must not have a fallback: it would be the secret",
                hint: "leave out what follows \":-\""
            )
        case .literal:
            reader.refuse(
                path,
                setting.origin,
                "must be a reference to the secret, never the secret itself",
                hint: Reference.howToRefer
            )
        case nil:
            reader.refuse(path, setting.origin, "must be \(shape.wanted)")
        }
        return nil
    }

    package var setting: Setting? { reference.setting }
}

func isVariableName(_ name: some StringProtocol) -> Bool {
    guard let first = name.utf8.first, !first.isDigit else { return false }
    return name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
}
