package import Words
internal import YAML

/// What a look at a set of objects found.
package struct PolicyVerdict: Sendable {
    /// Worst first, then in the order of the objects; allowed ones too.
    package let faults: [PolicyFault]
    /// Faults that are like others told, and are too many to be told one by one.
    package struct Untold: Sendable {
        package let policy: Policy
        package let severity: Finding.Severity
        package let count: Int
        let remedy: String
    }

    /// In the order of the policies.
    package let untold: [Untold]
    /// How many objects were looked at, and by how many policies.
    package let objects: Int
    package let policies: Int

    package var findings: [Finding] { faults.map(\.finding) }

    /// Those that count, of this severity.
    package func count(_ severity: Finding.Severity) -> Int {
        let more = untold.reduce(0) { $1.severity == severity ? $0 + $1.count : $0 }
        return faults.count { !$0.isAllowed && $0.severity == severity } + more
    }
}

extension PolicyInput {
    /// Asks every policy about every object, each object once.
    ///
    /// - Parameters:
    ///   - policies: all of them if not said otherwise; notes are left out unless the environment is strict.
    ///   - most: how many faults of one policy and severity are told one by one; the others are counted.
    package func judged(by policies: [Policy] = Policy.all, most: Int = 500) -> PolicyVerdict {
        let set = ObjectSet(objects)
        let asked = policies.filter { environment.isStrict || !$0.isNote }
        var look = Look(set, self, asked, most: most)
        Questions(asked).ask(&look)
        look.complainOfAllowances()
        let complaints = look.tally.complaints
        // Those about the allowances come last of an object's.
        func turn(_ complaint: Look.Complaint) -> Int {
            if case .allowance = asked[complaint.turn].check { asked.count } else { complaint.turn }
        }
        let order = complaints.indices.sorted { one, other in
            let (mine, theirs) = (complaints[one], complaints[other])
            return (mine.severity.rank, mine.object, turn(mine), one)
                < (theirs.severity.rank, theirs.object, turn(theirs), other)
        }
        return PolicyVerdict(
            faults: order.map {
                PolicyFault(complaints[$0], of: asked[complaints[$0].turn], in: set, called: environment.names)
            },
            untold: look.tally.untold.map {
                .init(
                    policy: asked[$0.turn],
                    severity: $0.severity,
                    count: $0.count,
                    remedy: environment.names.applied(to: asked[$0.turn].remedy)
                )
            },
            objects: objects.count,
            policies: asked.count
        )
    }
}

extension PolicyFault {
    init(_ complaint: Look.Complaint, of policy: Policy, in set: ObjectSet, called names: [Renaming]) {
        let object = set.objects[complaint.object]
        let place = complaint.path.place(in: object.node)
        self.init(
            policy: policy,
            severity: complaint.severity,
            object: complaint.object,
            subject: object.address,
            path: complaint.path,
            pathText: complaint.path.text(in: object.node),
            place: place == .nowhere ? object.place : place,
            message: complaint.message,
            remedy: names.applied(to: policy.remedy),
            example: names.applied(to: complaint.example),
            allowedBecause: complaint.allowedBecause
        )
    }
}

extension Finding.Severity {
    var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}
