internal import Words
internal import YAML

/// What annotations allow: `ihctl.dev/allow-<policy>: "reason; until 2027-03-01"`, and whether each was needed.
struct Allowances {
    static let prefix = "ihctl.dev/allow-"

    private struct Allowance {
        var policy: String
        var object: Int
        var path: YAML.Path
        var reason: String
        var isUsed = false
    }

    private struct Key: Hashable {
        var policy: String
        var object: Int
    }

    private var allowances: [Allowance] = []
    private var numbers: [Key: Int] = [:]
    private var found: [Look.Complaint] = []
    private let today: Day
    /// The turns of the policies that are asked.
    private let asked: [String: Int]

    init(of set: ObjectSet, today: Day, asked: [Policy]) {
        self.today = today
        self.asked = Dictionary(asked.enumerated().map { ($1.id, $0) }) { first, _ in first }
        for object in set.objects {
            read(object.annotations, at: .annotations, of: object.position)
            if let pod = set.pod(of: object), !pod.template.steps.isEmpty {
                read(pod.annotations, at: pod.template / "metadata" / "annotations", of: object.position)
            }
        }
    }

    /// Why a fault of an object does not count; nil where it does.
    mutating func reason(for policy: String, on object: Int) -> String? {
        guard !numbers.isEmpty, let number = numbers[Key(policy: policy, object: object)] else { return nil }
        allowances[number].isUsed = true
        return allowances[number].reason
    }

    /// What is wrong with the annotations themselves, once all faults are known.
    mutating func complaints() -> [Look.Complaint] {
        for allowance in allowances where !allowance.isUsed && asked[allowance.policy] != nil {
            complain(
                .allowanceUnused,
                "\(allowance.policy) is allowed here, and nothing here breaks it",
                at: allowance.path,
                of: allowance.object,
                write: ""
            )
        }
        return found
    }

    private mutating func read(_ annotations: YAML.Mapping?, at path: YAML.Path, of object: Int) {
        for entry in annotations?.entries ?? [] where entry.name.hasPrefix(Self.prefix) {
            read(
                String(entry.name.dropFirst(Self.prefix.count)),
                Optional(entry.value).plain,
                at: path / entry.name,
                of: object
            )
        }
    }

    private mutating func read(_ id: String, _ text: String, at path: YAML.Path, of object: Int) {
        guard let policy = Policy.named(id) else {
            let near = NearestName.to(id, among: Policy.all.map(\.id))
            let shown = YAML.excerpt(id)
            let message = id.isEmpty ? "this annotation allows no policy" : "\(shown) is no policy, and allows nothing"
            let example = near.map { "\(Self.prefix)\($0): \"why; until \(Self.soon(after: today))\"" } ?? ""
            return complain(.allowanceMalformed, message, at: path, of: object, write: example)
        }
        if case .allowance = policy.check {
            let message = "\(id) is about such annotations, and cannot be allowed by one"
            return complain(.allowanceMalformed, message, at: path, of: object, write: "")
        }
        let example = "\(Self.prefix)\(id): \"why; until \(Self.soon(after: today))\""
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        let reason = parts.dropLast().joined(separator: ";").trimmed
        let limit = parts.last.map { String($0).trimmed } ?? ""
        guard limit.hasPrefix("until "), let day = Day(limit.dropFirst(6).drop { $0 == " " }) else {
            let message = "\(id) is allowed without a day until when; it reads: reason; until YEAR-MONTH-DAY"
            return complain(.allowanceMalformed, message, at: path, of: object, write: example)
        }
        guard reason.contains(where: \.isLetter) else {
            let message = "\(id) is allowed without a reason; it reads: reason; until YEAR-MONTH-DAY"
            return complain(.allowanceMalformed, message, at: path, of: object, write: example)
        }
        guard today <= day else {
            return complain(.allowanceExpired, "\(id) was allowed until \(day)", at: path, of: object, write: example)
        }
        let key = Key(policy: id, object: object)
        guard numbers[key] == nil else { return }
        numbers[key] = allowances.count
        let allowance = Allowance(
            policy: id,
            object: object,
            path: path,
            reason: "\(YAML.excerpt(reason, limit: 300)) (until \(day))"
        )
        allowances.append(allowance)
    }

    /// Three months from now, for examples.
    private static func soon(after today: Day) -> Day {
        let month = today.month + 3
        return Day(today.year + (month - 1) / 12, (month - 1) % 12 + 1, 1) ?? today
    }

    private mutating func complain(
        _ policy: Policy,
        _ message: String,
        at path: YAML.Path,
        of object: Int,
        write example: String,
    ) {
        guard let turn = asked[policy.id] else { return }
        let complaint = Look.Complaint(
            turn: turn,
            severity: policy.severity,
            object: object,
            path: path,
            message: message,
            example: example
        )
        found.append(complaint)
    }
}

extension String {
    fileprivate var trimmed: String {
        let ends: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
        var text = self[...].drop(while: ends)
        while let last = text.last, ends(last) { text.removeLast() }
        return String(text)
    }
}
