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
        guard let text = String.read(setting, at: path, &reader) else { return nil }
        guard let reference = Reference(text, origin: setting.origin) else {
            reader.refuse(
                path,
                setting.origin,
                "\"\(text)\" is not a reference",
                hint: "write env:NAME, file:PATH or secret:NAME"
            )
            return nil
        }
        if case .literal(let value) = reference.target, holdsPassword(url: value) {
            reader.refuse(
                path,
                setting.origin,
                "a password stands in this URL",
                hint: "refer to it: env:NAME, file:PATH or secret:NAME"
            )
            return nil
        }
        return reference
    }

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
        guard case .text(let text) = setting.content, let reference = Reference(text, origin: setting.origin) else {
            reader.refuse(path, setting.origin, "expected \(shape.wanted)")
            return nil
        }
        switch reference.target {
        case .literal:
            reader.refuse(
                path,
                setting.origin,
                "a secret must not stand in the file",
                hint: "write env:NAME, file:PATH or secret:NAME"
            )
            return nil
        case .variable(_, .some):
            reader.refuse(path, setting.origin, "a secret has no fallback", hint: "leave out what follows \":-\"")
            return nil
        default: return SecretReference(reference)
        }
    }

    package var setting: Setting? { reference.setting }
}

private func holdsPassword(url: String) -> Bool {
    guard let rest = url.splitOnce("://")?.1 else { return false }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard let user = String(authority).splitOnce("@")?.0, let password = user.splitOnce(":")?.1 else { return false }
    return !password.isEmpty
}

func isVariableName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
}
