package import Platform
package import Templates
internal import Words

extension Values {
    /// What templates read: the whole model of an environment and region, built-in values included, in the order of its tables.
    ///
    /// Every value is as the model types it, so amounts and times keep their spelling; what nobody said is there as nothing,
    /// so that templates may ask for it and a slip in a name is told from it. References to secrets stay what they are.
    /// `environment` and `region` stand beside the model's own sections.
    /// - Parameter more: what the caller makes of the model; it may not take a section's name.
    package init(_ loaded: LoadedPlatform, adding more: [Fields.Entry] = []) {
        let complete = loaded.platform.setting ?? Setting(.map(SettingMap()), .builtIn)
        var fields = Fields()
        if case .map(let model) = Value(complete, Platform.shape, said: loaded.tree).content { fields = model }
        let chosen = Origin.elsewhere("the command line")
        let own = [
            Fields.Entry("environment", Value(.text(loaded.environment), chosen)),
            Fields.Entry("region", Value(loaded.region.map { .text($0) } ?? .nothing, chosen)),
        ]
        for entry in own + more {
            precondition(fields[entry.name] == nil, "\(entry.name) is the platform's own")
            fields.set(entry.name, entry.value)
        }
        self.init(fields, origin: Origin(loaded.tree.origin))
    }
}

extension Values.Value {
    /// - Parameter said: the same place of the file, if it says anything there.
    fileprivate init(_ setting: Setting, _ shape: Shape, said: Setting?) {
        let origin = Values.Origin(said?.origin ?? .builtIn)
        switch (shape, setting.content) {
        case (.section(let section), .map(let map)): self.init(.map(Self.fields(map, of: section, said)), origin)
        case (_, .map(let map)):
            let inner: Shape = if case .named(let inner) = shape { inner } else { .anything }
            let entries = map.entries.map { entry in
                Values.Fields.Entry(entry.key, Self(entry.value, inner, said: said?.map?[entry.key]))
            }
            self.init(.map(Values.Fields(entries, areChosen: true)), origin)
        case (_, .list(let items)):
            let inner: Shape = if case .list(let inner) = shape { inner } else { .anything }
            let values = items.enumerated().map { index, item in
                Self(item, inner, said: said?.at(SettingPath([String(index)])))
            }
            self.init(.list(values), origin)
        case (.reference, .text(let text)), (.secret, .text(let text)):
            let target = Reference(text, origin: .builtIn)?.target
            if case .literal = target { self.init(.text(text), origin) } else { self.init(.reference(text), origin) }
        case (_, .text(let text)): self.init(.text(text), origin)
        case (_, .boolean(let truth)): self.init(.truth(truth), origin)
        case (_, .integer(let number)): self.init(.integer(number), origin)
        case (_, .number): self.init(.number(spelled: setting.spelled ?? ""), origin)
        case (_, .null): self.init(.nothing, origin)
        }
    }

    /// Every field of the table: what nobody said is nothing, or a list or a map without items.
    private static func fields(_ map: SettingMap, of section: SectionShape, _ said: Setting?) -> Values.Fields {
        // What is missing is missing from the section that the file has.
        let here = Values.Origin(said?.origin ?? .builtIn)
        var fields = Values.Fields()
        for field in section.fields {
            let shape = field.shape()
            if let value = map[field.name] {
                fields.set(field.name, Self(value, shape, said: said?.map?[field.name]))
            } else {
                let content: Content =
                    switch shape {
                    case .list: .list([])
                    case .named: .map(Values.Fields(areChosen: true))
                    default: .nothing
                    }
                fields.set(field.name, Self(content, here))
            }
        }
        return fields
    }
}

/// Within `Values` the shorter name is taken.
private typealias SettingOrigin = Origin

extension Values.Origin {
    fileprivate init(_ origin: SettingOrigin) {
        switch origin {
        case .file(let path, let line, let column): self = .file(Place(path, line: line, column: column))
        default: self = .elsewhere(origin.description)
        }
    }
}
