package import Words
internal import YAML

/// What a look at a set of objects found.
package struct PolicyVerdict: Sendable {
    /// Worst first, then in the order of the objects; allowed ones too.
    package let faults: [PolicyFault]
    /// How many objects were looked at, and by how many policies.
    package let objects: Int
    package let policies: Int

    package var findings: [Finding] { faults.map(\.finding) }

    /// Those that count, of this severity.
    package func count(_ severity: Finding.Severity) -> Int {
        faults.count { !$0.isAllowed && $0.severity == severity }
    }
}

extension PolicyInput {
    /// Asks every policy about every object, each object once.
    ///
    /// - Parameter policies: all of them if not said otherwise; notes are left out unless the environment is strict.
    package func judged(by policies: [Policy] = Policy.all) -> PolicyVerdict {
        let set = ObjectSet(objects)
        let asked = policies.filter { environment.isStrict || !$0.isNote }
        var look = Look(set, self, asked)
        Questions(asked).ask(&look)
        var allowances = Allowances(of: set, today: today, asked: Set(asked.map(\.id)))
        var faults: [(turn: Int, fault: PolicyFault)] = look.complaints.map { complaint in
            var fault = PolicyFault(complaint, in: set, called: environment.names)
            fault.allowedBecause = allowances.reason(for: complaint.policy, on: complaint.object)
            return (complaint.turn, fault)
        }
        faults += allowances.complaints().map { (asked.count, PolicyFault($0, in: set, called: environment.names)) }
        let ordered = faults.enumerated().sorted { one, other in
            let (mine, theirs) = (one.element, other.element)
            return (mine.fault.severity.rank, mine.fault.object, mine.turn, one.offset)
                < (theirs.fault.severity.rank, theirs.fault.object, theirs.turn, other.offset)
        }
        return PolicyVerdict(faults: ordered.map(\.element.fault), objects: objects.count, policies: asked.count)
    }
}

extension PolicyFault {
    init(_ complaint: Look.Complaint, in set: ObjectSet, called names: [Renaming]) {
        let object = set.objects[complaint.object]
        let place = complaint.path.place(in: object.node)
        self.init(
            policy: complaint.policy,
            severity: complaint.severity,
            object: complaint.object,
            subject: object.address,
            path: complaint.path,
            pathText: complaint.path.text(in: object.node),
            place: place == .nowhere ? object.place : place,
            message: complaint.message,
            remedy: names.applied(to: complaint.policy.remedy),
            example: names.applied(to: complaint.example)
        )
    }
}

extension Finding.Severity {
    fileprivate var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}
