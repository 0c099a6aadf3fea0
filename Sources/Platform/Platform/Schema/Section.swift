internal import Words

/// A map of the platform file with fixed keys: one table says its names, types, defaults, rules and meaning, and everything else is made of it.
package protocol Section: SettingValue {
    init()
    static var summary: String { get }
    static var fields: [Field<Self>] { get }

    /// What no single field can tell: names that must exist elsewhere, limits in the right order.
    func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader)
}

/// One key of a section.
package struct Field<Root: Sendable>: Sendable {
    let shape: SectionShape.Field
    let assign: @Sendable (Setting, SettingPath, inout Root, inout Reader) -> Void
    let get: @Sendable (Root) -> Setting?
}

/// A key: its name, where it lives, what it means; the default is whatever the section's `init()` leaves there.
package func field<Root: Section, Value: SettingValue>(
    _ name: String,
    _ path: any WritableKeyPath<Root, Value> & Sendable,
    _ summary: String,
    required: Bool = false,
    _ rule: Rule<Value.Bare>? = nil,
) -> Field<Root> {
    Field(
        shape: SectionShape.Field(
            name: name,
            summary: summary,
            shape: { Value.shape },
            isRequired: required,
            rule: rule?.schema,
        ),
        assign: { setting, place, root, reader in
            guard let value = Value.read(setting, at: place, &reader) else { return }
            if let rule, let bare = value.bare, !rule.holds(bare) {
                reader.refuse(place, setting, wanted: rule.text)
                return
            }
            root[keyPath: path] = value
        },
        get: { $0[keyPath: path].setting },
    )
}

extension Section {
    package static var shape: Shape {
        .section(SectionShape(Self.self))
    }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Self? {
        guard case .map(let map) = setting.content else {
            reader.refuse(path, setting, wantedCollection: "a map")
            return nil
        }
        var section = Self()
        for entry in map.entries {
            guard let field = fields.first(where: { $0.shape.name == entry.key }) else {
                let names = fields.map(\.shape.name)
                let hint = didYouMean(entry.key, among: names) ?? "known here: \(names.joined(separator: ", "))"
                reader.refuse(path / entry.key, entry.keyOrigin, "unknown key", hint: hint)
                continue
            }
            if entry.value.isNull {
                field.shape.tellOfNothing(at: path, entry, &reader)
            } else {
                field.assign(entry.value, path / entry.key, &section, &reader)
            }
        }
        for field in fields where field.shape.isRequired && map[field.shape.name]?.isNull != false {
            reader.refuse(path, setting.origin, "\"\(field.shape.name)\" is missing", hint: field.shape.summary)
        }
        section.check(at: path, in: setting, &reader)
        return section
    }

    /// Every field with something to say, defaults included.
    package var setting: Setting? {
        let entries = Self.fields.compactMap { field in
            field.get(self).map { SettingMap.Entry(key: field.shape.name, keyOrigin: .builtIn, value: $0) }
        }
        return Setting(.map(SettingMap(entries)), .builtIn)
    }

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {}
}

extension SectionShape.Field {
    /// A key with nothing behind it counts as left out; whoever wrote `cache:` may have meant a cache.
    fileprivate func tellOfNothing(at path: SettingPath, _ entry: SettingMap.Entry, _ reader: inout Reader) {
        // A region's null takes a section away from that region.
        if isRequired || shape().isOverlay { return }
        reader.warn(
            path / name,
            entry.keyOrigin,
            "no value stands here, nor one below to take away",
            hint: shape().emptyHint,
        )
    }
}

/// A section's keys and types without its demands: what a region lays over it.
///
/// It holds nothing: the region's view of the whole model is what is read and checked.
package struct Overlay<Base: Section>: SettingValue {
    package static var shape: Shape {
        .section(SectionShape(Base.self, isOverlay: true))
    }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Overlay? {
        if setting.map == nil { reader.refuse(path, setting, wantedCollection: "a map") }
        return Overlay()
    }

    package var setting: Setting? { nil }
}
