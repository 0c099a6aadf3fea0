internal import JSON
internal import NATS
internal import Platform

extension JSON {
    /// A tree of the platform file in the API's form; `{agent}` becomes the agent where there is one.
    init(_ setting: Setting, agent: String? = nil) {
        switch setting.content {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = JSON(value)
        case .number(let value): self = .number(value)
        case .text(let text): self = .string(text.naming(agent))
        case .list(let items): self = .array(items.map { JSON($0, agent: agent) })
        case .map(let map):
            let members = map.entries.map { ($0.key, JSON($0.value, agent: agent)) }
            self = .object(Dictionary(members) { _, last in last })
        }
    }
}

extension String {
    /// With the agent's id in place of `{agent}`.
    func naming(_ agent: String?) -> String {
        agent.map { replacing(Messaging.agentPlaceholder, with: $0) } ?? self
    }
}

/// Declared fields being gathered: those with a key of their own, then those of the free tree.
struct DeclaredFields {
    private(set) var all: [Declared] = []

    mutating func add(_ path: String, _ key: String, _ value: JSON?) {
        if let value { all.append(Declared(path, key, value)) }
    }

    mutating func add(_ path: String, _ key: String, _ period: Period?) {
        add(path, key, period.map { JSON(nanoseconds: $0.duration) })
    }

    mutating func add(_ path: String, _ key: String, _ size: ByteSize?) {
        add(path, key, size.map { JSON($0.bytes) })
    }

    mutating func add(_ path: String, _ key: String, _ number: Int?) {
        add(path, key, number.map { JSON($0) })
    }

    mutating func add(_ path: String, _ key: String, _ choice: (some Choice)?) {
        add(path, key, choice.map { JSON.string($0.rawValue) })
    }

    mutating func add(_ path: String, _ key: String, _ text: String?) {
        add(path, key, text.map { JSON.string($0) })
    }

    /// The free tree: maps that people add to key by key come key by key, so that a key nobody declared is left alone.
    mutating func add(_ tree: Tree?, agent: String? = nil, _ table: FieldTable) {
        guard let map = tree?.root.map else { return }
        for entry in map.entries {
            let value = JSON(entry.value, agent: agent)
            if let members = value.object, FieldTable.openMaps.contains(entry.key) {
                for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                    let key = "\(entry.key).\(name)"
                    replace(Declared(key, key, table.rule(key).reading.inTheAPIsForm(member)))
                }
            } else {
                replace(Declared(entry.key, entry.key, table.rule(entry.key).reading.inTheAPIsForm(value)))
            }
        }
    }

    /// What the tree says stands above what a bucket is by nature.
    private mutating func replace(_ field: Declared) {
        all.removeAll { $0.key == field.key }
        all.append(field)
    }
}
