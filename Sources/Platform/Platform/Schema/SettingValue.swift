/// A type that can be read from a setting; it knows its shape, so the table of fields need not say it again.
package protocol SettingValue: Sendable {
    static var shape: Shape { get }

    /// The value, or nil after telling the reader what is wrong.
    static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Self?

    /// The value as the file would say it; nil where there is nothing to say.
    var setting: Setting? { get }
}

/// Collects what is wrong while a tree is read, so that one run shows every fault.
package struct Reader {
    package private(set) var problems: [Problem] = []
    /// Inside an overlay nothing is required: the layer below may hold it.
    var demandsRequired = true

    package init() {}

    package mutating func refuse(_ path: SettingPath, _ origin: Origin, _ message: String, hint: String? = nil) {
        problems.append(Problem(at: path, origin, message, hint: hint))
    }

    package mutating func warn(_ path: SettingPath, _ origin: Origin, _ message: String, hint: String? = nil) {
        problems.append(Problem(.warning, at: path, origin, message, hint: hint))
    }

    mutating func refuse(_ path: SettingPath, _ setting: Setting, wanted: String, hint: String? = nil) {
        refuse(path, setting.origin, "expected \(wanted), found \(setting.named)", hint: hint)
    }
}

extension String: SettingValue {
    package static var shape: Shape { .text }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> String? {
        if case .text(let text) = setting.content { return text }
        let isScalar = setting.spelled != nil && !setting.isNull
        reader.refuse(path, setting, wanted: "text", hint: isScalar ? "put it in quotes to make it text" : nil)
        return nil
    }

    package var setting: Setting? { Setting(.text(self), .builtIn) }
}

extension Int: SettingValue {
    package static var shape: Shape { .integer }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Int? {
        if case .integer(let number) = setting.content { return number }
        reader.refuse(path, setting, wanted: shape.wanted)
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
            reader.refuse(path, setting, wanted: shape.wanted)
            return nil
        }
    }

    package var setting: Setting? { Setting(.number(self), .builtIn) }
}

extension Bool: SettingValue {
    package static var shape: Shape { .boolean }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Bool? {
        if case .boolean(let value) = setting.content { return value }
        let looksLike = ["yes", "no", "on", "off", "Yes", "No", "On", "Off"].contains(setting.text ?? "")
        reader.refuse(
            path,
            setting,
            wanted: shape.wanted,
            hint: looksLike ? "YAML 1.2 knows true and false alone" : nil
        )
        return nil
    }

    package var setting: Setting? { Setting(.boolean(self), .builtIn) }
}

extension Optional: SettingValue where Wrapped: SettingValue {
    package static var shape: Shape { Wrapped.shape }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Wrapped?? {
        Wrapped.read(setting, at: path, &reader).map(Optional.some)
    }

    package var setting: Setting? { self?.setting }
}

extension Array: SettingValue where Element: SettingValue {
    package static var shape: Shape { .list(Element.shape) }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> [Element]? {
        guard case .list(let items) = setting.content else {
            reader.refuse(path, setting, wanted: shape.wanted)
            return nil
        }
        return items.enumerated().compactMap { index, item in
            Element.read(item, at: path / String(index), &reader)
        }
    }

    package var setting: Setting? {
        isEmpty ? nil : Setting(.list(compactMap(\.setting)), .builtIn)
    }
}

/// A closed set of words.
package protocol Choice: SettingValue, CaseIterable, RawRepresentable, Hashable where RawValue == String {}

extension Choice {
    package static var shape: Shape { .choice(allCases.map(\.rawValue)) }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Self? {
        guard let text = String.read(setting, at: path, &reader) else { return nil }
        if let value = Self(rawValue: text) { return value }
        let hint = didYouMean(text, among: allCases.map(\.rawValue))
        reader.refuse(path, setting, wanted: shape.wanted, hint: hint)
        return nil
    }

    package var setting: Setting? { Setting(.text(rawValue), .builtIn) }
}

/// Things under names the user chose, in the order of the file.
package struct Named<Value: SettingValue>: SettingValue {
    package var items: [(name: String, value: Value)]

    package init(_ items: [(name: String, value: Value)] = []) {
        self.items = items
    }

    package subscript(name: String) -> Value? {
        items.first { $0.name == name }?.value
    }

    package var names: [String] { items.map(\.name) }
    package var values: [Value] { items.map(\.value) }
    package var isEmpty: Bool { items.isEmpty }

    package static var shape: Shape { .named(Value.shape) }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Named? {
        guard case .map(let map) = setting.content else {
            reader.refuse(path, setting, wanted: shape.wanted)
            return nil
        }
        return Named(
            map.entries.compactMap { entry in
                Value.read(entry.value, at: path / entry.key, &reader).map { (name: entry.key, value: $0) }
            }
        )
    }

    package var setting: Setting? {
        guard !isEmpty else { return nil }
        let entries = items.compactMap { item in
            item.value.setting.map { SettingMap.Entry(key: item.name, keyOrigin: .builtIn, value: $0) }
        }
        return Setting(.map(SettingMap(entries)), .builtIn)
    }
}

/// A value handed on to a server in its own spelling: `256MB`, `0.9`, `200`, `on`.
package struct Literal: SettingValue, Hashable {
    package var spelled: String

    package init(_ spelled: String) {
        self.spelled = spelled
    }

    package static var shape: Shape { .scalar }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Literal? {
        if let spelled = setting.spelled { return Literal(spelled) }
        reader.refuse(path, setting, wanted: shape.wanted)
        return nil
    }

    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
}

/// A tree of somebody else's form (a bucket policy, a stream's rarer fields), handed on as it stands.
package struct Tree: SettingValue {
    package var root: Setting

    package static var shape: Shape { .anything }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Tree? {
        Tree(root: setting)
    }

    package var setting: Setting? { root }
}
