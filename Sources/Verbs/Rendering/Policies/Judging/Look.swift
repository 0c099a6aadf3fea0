internal import Words
internal import YAML

/// What a check sees besides the thing it is asked about, and where it complains.
struct Look {
    /// A fault before anybody knows where its path leads.
    struct Complaint {
        /// The policy's turn among all that are asked.
        var turn: Int
        var severity: Finding.Severity
        var object: Int
        var path: YAML.Path
        var message: String
        var example: String
        /// Why an annotation allows it.
        var allowedBecause: String?
    }

    let set: ObjectSet
    let input: PolicyInput
    private let policies: [Policy]
    /// Whose check runs now, by its turn, and on which object.
    var turn = 0
    var object = 0
    private(set) var tally: Tally
    private(set) var allowances: Allowances

    init(_ set: ObjectSet, _ input: PolicyInput, _ policies: [Policy], most: Int) {
        self.set = set
        self.input = input
        self.policies = policies
        tally = Tally(most: most)
        allowances = Allowances(of: set, today: input.today, asked: policies)
    }

    var policy: Policy { policies[turn] }
    var environment: PolicyEnvironment { input.environment }

    /// - Parameters:
    ///   - message: without the object's name, which stands before it.
    ///   - example: YAML to write here; the policy's own where nil.
    ///   - other: the object that is meant, if it is not the one in hand.
    mutating func complain(
        _ message: String,
        at path: YAML.Path,
        write example: String? = nil,
        as severity: Finding.Severity? = nil,
        of other: Int? = nil,
    ) {
        let policy = policy
        let object = other ?? object
        let complaint = Complaint(
            turn: turn,
            severity: severity ?? policy.severity,
            object: object,
            path: path,
            message: message,
            example: example ?? policy.example,
            allowedBecause: allowances.reason(for: policy.id, on: object)
        )
        tally.add(complaint)
    }

    /// What is wrong with the annotations that allow faults, once all faults are known.
    mutating func complainOfAllowances() {
        for complaint in allowances.complaints() { tally.add(complaint) }
    }
}
