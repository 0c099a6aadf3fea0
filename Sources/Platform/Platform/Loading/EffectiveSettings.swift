/// The whole model as one tree, built-in values included, each leaf with where it came from and where its reference leads.
package struct EffectiveSettings: Sendable {
    package struct Leaf: Sendable {
        package var path: SettingPath
        /// As the file spells it: a reference stays one.
        package var spelled: String
        package var content: Setting.Content
        package var origin: Origin
        package var reference: ReferenceState?
    }

    package let root: Setting
    private let references: [SettingPath: ReferenceState]
    private let said: Setting

    package init(_ loaded: LoadedPlatform, resolver: Resolver) {
        root = loaded.platform.setting ?? Setting(.map(SettingMap()), .builtIn)
        said = loaded.tree
        let states = loaded.references(by: resolver)
        references = Dictionary(states.map { ($0.path, $0) }) { first, _ in first }
    }

    /// Every leaf in the order of the model.
    package var leaves: [Leaf] {
        var leaves: [Leaf] = []
        collect(root, SettingPath(), &leaves)
        return leaves
    }

    package func leaf(_ setting: Setting, at path: SettingPath) -> Leaf? {
        guard let spelled = setting.spelled else { return nil }
        let origin = said.at(path)?.origin ?? .builtIn
        return Leaf(
            path: path,
            spelled: spelled,
            content: setting.content,
            origin: origin,
            reference: references[path],
        )
    }

    private func collect(_ setting: Setting, _ path: SettingPath, _ leaves: inout [Leaf]) {
        switch setting.content {
        case .map(let map): for entry in map.entries { collect(entry.value, path / entry.key, &leaves) }
        case .list(let items): for (index, item) in items.enumerated() { collect(item, path / String(index), &leaves) }
        default: if let leaf = leaf(setting, at: path) { leaves.append(leaf) }
        }
    }
}
