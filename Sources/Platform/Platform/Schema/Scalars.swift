extension String: SettingValue {
    package static var shape: Shape { .text }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> String? {
        guard let text = setting.text else {
            let isScalar = setting.spelled != nil && !setting.isNull
            let hint = isScalar ? "put it in quotes to make it text" : nil
            reader.refuse(path, setting, wanted: shape.wanted, hint: hint)
            return nil
        }
        if Reference.isSpelling(text) {
            reader.refuse(path, setting.origin, "must be the text itself, a reference is not followed here")
            return nil
        }
        reader.warnOfSecret(in: text, at: path, setting.origin)
        return text
    }

    package var setting: Setting? { Setting(.text(self), .builtIn) }
}

extension Reader {
    /// Text that goes on as it stands may carry a secret that belongs elsewhere.
    mutating func warnOfSecret(in text: String, at path: SettingPath, _ origin: Origin) {
        guard looksSecret(text) else { return }
        warn(
            path,
            origin,
            "must not hold a secret, and this looks like one",
            hint: "secrets stand in the environment, a file or the secrets file"
        )
    }
}

extension Int: SettingValue {
    package static var shape: Shape { .integer }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Int? {
        if case .integer(let number) = setting.content { return number }
        var hint: String?
        if setting.text.flatMap({ Int($0) }) != nil { hint = "take the quotes away" }
        if case .number(let number) = setting.content, number.magnitude >= 0x1p63 { hint = "it is too large" }
        reader.refuse(path, setting, wanted: shape.wanted, hint: hint)
        return nil
    }

    package var setting: Setting? { Setting(.integer(self), .builtIn) }
}

extension Double: SettingValue {
    package static var shape: Shape { .number }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Double? {
        switch setting.content {
        case .integer(let number): return Double(number)
        case .number(let number) where number.isFinite: return number
        default:
            let isQuoted = setting.text.flatMap { Double($0) } != nil
            reader.refuse(path, setting, wanted: shape.wanted, hint: isQuoted ? "take the quotes away" : nil)
            return nil
        }
    }

    package var setting: Setting? { Setting(.number(self), .builtIn) }
}

extension Bool: SettingValue {
    package static var shape: Shape { .boolean }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Bool? {
        if case .boolean(let value) = setting.content { return value }
        let isOldWord = ["yes", "no", "on", "off", "y", "n", "true", "false"].contains(setting.text?.lowercased() ?? "")
        reader.refuse(
            path,
            setting,
            wanted: shape.wanted,
            hint: isOldWord ? "write true or false, without quotes" : nil
        )
        return nil
    }

    package var setting: Setting? { Setting(.boolean(self), .builtIn) }
}

/// A closed set of words.
package protocol Choice: SettingValue, CaseIterable, RawRepresentable, Hashable where RawValue == String {}

extension Choice {
    package static var shape: Shape { .choice(allCases.map(\.rawValue)) }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Self? {
        if let value = setting.text.flatMap(Self.init(rawValue:)) { return value }
        let hint = setting.text.flatMap { didYouMean($0, among: allCases.map(\.rawValue)) }
        reader.refuse(path, setting, wanted: shape.wanted, hint: hint)
        return nil
    }

    package var setting: Setting? { Setting(.text(rawValue), .builtIn) }
}

/// A value handed on to a server in its own spelling: `256MB`, `0.9`, `0640`, `on`.
package struct Literal: SettingValue, Hashable {
    package var spelled: String

    package init(_ spelled: String) {
        self.spelled = spelled
    }

    package static var shape: Shape { .scalar }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Literal? {
        guard let spelled = setting.spelled, !setting.isNull else {
            reader.refuse(path, setting, wanted: shape.wanted)
            return nil
        }
        reader.warnOfSecret(in: spelled, at: path, setting.origin)
        return Literal(spelled)
    }

    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
}
