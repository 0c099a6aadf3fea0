/// Collects what is wrong while a tree is read, so that one run shows every fault.
package struct Reader {
    package private(set) var problems: [Problem] = []

    package init() {}

    package mutating func refuse(_ path: SettingPath, _ origin: Origin, _ message: String, hint: String? = nil) {
        problems.append(Problem(at: path, origin, message, hint: hint))
    }

    package mutating func warn(_ path: SettingPath, _ origin: Origin, _ message: String, hint: String? = nil) {
        problems.append(Problem(.warning, at: path, origin, message, hint: hint))
    }

    /// Something of the wrong kind.
    mutating func refuse(_ path: SettingPath, _ setting: Setting, wanted: String, hint: String? = nil) {
        refuse(path, setting.origin, "must be \(wanted), found \(setting.named)", hint: hint)
    }

    /// A map or a list was wanted: the text in its place is often a secret one line too high, so it is not shown.
    mutating func refuse(_ path: SettingPath, _ setting: Setting, wantedCollection wanted: String) {
        let found = setting.text == nil ? setting.named : "a text"
        refuse(path, setting.origin, "must be \(wanted), found \(found)")
    }

    /// A name that must stand among others and does not.
    mutating func refuse(
        _ path: SettingPath,
        _ origin: Origin,
        unknown kind: String,
        _ name: String,
        among known: [String],
    ) {
        let list = known.isEmpty ? "there is none at all" : "known: \(known.joined(separator: ", "))"
        refuse(path, origin, "there is no \(kind) \(quoted(name))", hint: didYouMean(name, among: known) ?? list)
    }

    /// The first of two values in one map must not be larger than the second.
    ///
    /// Nothing is said where one of them was refused already.
    mutating func demandOrder<Amount: Comparable & CustomStringConvertible>(
        _ small: (key: String, value: Amount?),
        _ large: (key: String, value: Amount?),
        at path: SettingPath,
        in setting: Setting,
    ) {
        guard let low = small.value, let high = large.value, low > high else { return }
        guard !refused(path / small.key), !refused(path / large.key) else { return }
        let isSaid = setting.map?[small.key] != nil
        let (key, other) = isSaid ? (small, large) : (large, small)
        let relation = isSaid ? "more" : "less"
        let (mine, theirs) = isSaid ? (low, high) : (high, low)
        refuse(
            path / key.key,
            setting.origin(of: key.key),
            "\(mine) is \(relation) than \(other.key), which is \(theirs)"
        )
    }

    /// Whether something at this place or below it was refused.
    func refused(_ path: SettingPath) -> Bool {
        problems.contains { $0.severity == .error && $0.path.starts(with: path) }
    }
}
