internal import JSON
internal import NATS
internal import Platform
internal import Words

/// What kind of value a field holds: how values that the server takes for the same are made the same, and how people read them.
enum Reading: Sendable, Hashable {
    case text
    /// A word out of a few, with the one that holds where none is said.
    case choice(String)
    case flag
    /// A number where 0 and everything below mean that there is no limit.
    case limit
    /// The same in bytes; the file may spell it `1Gi`.
    case size
    /// A number; where none is said the server chooses.
    case number
    /// The file may spell it `24h`; 0 is none.
    case duration
    /// The same, but where none is said the server chooses.
    case chosenDuration
    case durations
    /// A list whose order means nothing.
    case set
    /// A map; what is empty in it counts as absent.
    case tree
    /// A map like it, in which no source means every subject.
    case republish
    /// A list of maps whose order means nothing.
    case trees
    /// A moment as RFC 3339 writes it.
    case moment
    /// A percentage with or without its sign.
    case sampling

    /// The one form of all values that mean the same; nil where every value will do.
    func normalised(_ value: JSON) -> JSON? {
        switch self {
        case .text: value == "" ? .null : value
        case .choice(let usual): value.isNull || value == "" ? .string(usual) : value
        case .flag: .boolean(value.boolean ?? false)
        case .limit, .size: if let number = value.integer, number > 0 { JSON(number) } else { .null }
        case .duration: value.integer.map { $0 > 0 } == true ? value : .null
        case .number, .chosenDuration: value.isNull || value == 0 ? nil : value
        case .durations: value.array?.isEmpty == false ? value : .null
        case .set: value.strings.map { JSON(Set($0).sorted()) } ?? .array([])
        case .tree: value.pruned
        case .republish: value.pruned.isNull ? .null : JSON.object(["src": ">"]).merging(value.pruned)
        case .trees: .array((value.array ?? []).map(\.pruned).sorted { $0.text() < $1.text() })
        case .moment: value.string.map { .string(normalisedMoment($0)) } ?? .null
        case .sampling: value.string.map { .string($0.hasSuffix("%") ? String($0.dropLast()) : $0) } ?? .null
        }
    }

    /// Whether a value takes the old one's place as a whole, no member of that left behind.
    var isWhole: Bool { self == .tree || self == .republish }

    /// A value as the file may spell it, as the API wants it.
    func inTheAPIsForm(_ value: JSON) -> JSON {
        switch self {
        case .duration, .chosenDuration:
            value.string.flatMap { Period($0) }.map { JSON(nanoseconds: $0.duration) } ?? value
        case .durations: value.array.map { .array($0.map(Reading.duration.inTheAPIsForm)) } ?? value
        case .size: value.string.flatMap { ByteSize($0) }.map { JSON($0.bytes) } ?? value
        case .sampling: value.integer.map { .string(String($0)) } ?? value
        default: value
        }
    }

    /// As a plan shows it.
    func shown(_ value: JSON) -> JSONValue {
        switch self {
        case .duration, .chosenDuration: value.nanoseconds.map { .string($0.spelled) } ?? value.shown
        case .durations: .array((value.array ?? []).map(Reading.duration.shown))
        default: value.shown
        }
    }
}

extension JSON {
    /// Without empty members and without what the server adds of itself; `null` where nothing is left.
    var pruned: JSON {
        switch self {
        case .object(let members):
            var kept: [String: JSON] = [:]
            for (key, member) in members where !key.hasPrefix("_nats.") {
                let moment = key == "opt_start_time" ? Reading.moment.normalised(member) : nil
                let value = moment ?? member.pruned
                if !value.isEmpty { kept[key] = value }
            }
            return kept.isEmpty ? .null : .object(kept)
        case .array(let elements): return .array(elements.map(\.pruned))
        default: return self
        }
    }

    private var isEmpty: Bool {
        switch self {
        case .null, .boolean(false), .string(""), .integer(0): true
        case .array(let elements): elements.isEmpty
        default: false
        }
    }

    var shown: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(Int(value))
        case .unsigned(let value): .string(String(value))
        case .number(let value): .number(value)
        case .string(let value): .string(value)
        case .array(let elements): .array(elements.map(\.shown))
        case .object(let members): .object(members.mapValues(\.shown))
        }
    }
}

extension Duration {
    /// As the platform file spells it, also in days: `24h`, `7d` is `168h`, and below a millisecond exactly.
    fileprivate var spelled: String {
        let nanoseconds = components.attoseconds / 1_000_000_000
        return nanoseconds % 1_000_000 == 0
            ? written : "\(components.seconds).\(String(1_000_000_000 + nanoseconds).dropFirst())s"
    }
}
