internal import Platform
internal import Words

/// A place where a bucket is not as it is wanted.
struct Difference: Hashable {
    var path: SettingPath
    var from: JSONValue
    var to: JSONValue
}

extension BucketField {
    func differences(from observed: JSONValue, to wanted: JSONValue) -> [Difference] {
        let place = SettingPath([name])
        switch comparison {
        case .declaredNames: return Difference.between(observed, wanted, at: place)
        case .whole:
            return observed.says(wanted) ? [] : [Difference(path: place, from: observed, to: wanted)]
        case .allNames:
            guard let wishes = wanted.members, let sights = observed.members else {
                return Difference.between(observed, wanted, at: place)
            }
            let names = Set(wishes.keys).union(sights.keys).sorted()
            return names.flatMap { name in
                Difference.between(sights[name] ?? .null, wishes[name] ?? .null, at: place / name)
            }
        }
    }
}

extension Difference {
    /// The places where the two differ; a name that the wanted one does not have is not looked at.
    fileprivate static func between(
        _ observed: JSONValue,
        _ wanted: JSONValue,
        at path: SettingPath,
    ) -> [Difference] {
        if observed.says(wanted) { return [] }
        switch (observed, wanted) {
        case (.object(let sights), .object(let wishes)) where !sights.isEmpty && !wishes.isEmpty:
            return wishes.keys.sorted().flatMap { name in
                between(sights[name] ?? .null, wishes[name] ?? .null, at: path / name)
            }
        case (.array(let sights), .array(let wishes)) where sights.count == wishes.count && wishes.allSatisfy(\.isMap):
            return wishes.indices.flatMap { between(sights[$0], wishes[$0], at: path / String($0)) }
        default: return [Difference(path: path, from: observed, to: wanted)]
        }
    }
}

extension JSONValue {
    fileprivate var isMap: Bool {
        if case .object = self { return true }
        return false
    }

    /// The members of a map, none where there is nothing; nil for all else.
    fileprivate var members: [String: JSONValue]? {
        switch self {
        case .object(let members): members
        case .null: [:]
        default: nil
        }
    }

    /// Not there and empty are the same, whichever of them a store gives back.
    private var isNothing: Bool { self == .null || self == false || self == [] || self == [:] }

    fileprivate func says(_ other: JSONValue) -> Bool {
        self == other || isNothing && other.isNothing
    }

    /// Without what is not there.
    var tidy: JSONValue {
        switch self {
        case .object(let members):
            .object(members.filter { !$0.value.isNothing || $0.value == false }.mapValues(\.tidy))
        case .array(let elements): .array(elements.map(\.tidy))
        default: self
        }
    }
}
