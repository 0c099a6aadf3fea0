internal import Bootstrap
internal import CommandLineKit
internal import Deadlines
internal import Doctor
internal import Terminal
internal import Words

/// `ihctl doctor --fix`: makes what a look found missing, where making it is safe, by the plans of bootstrap.
struct Cure {
    private let ward: Ward
    private let context: Context
    private let isAllowed: Bool
    private let confirmation: String?

    init(_ ward: Ward, _ context: Context, isAllowed: Bool, confirmation: String?) {
        self.ward = ward
        self.context = context
        self.isAllowed = isAllowed
        self.confirmation = confirmation
    }

    /// What there is to do.
    enum Plan {
        /// Nothing that was looked at is missing.
        case nothingMissing
        /// What is missing is not made unasked: a right, a database, a secret.
        case nothingSafe
        case changes([Change], Bootstrap)
    }

    func plan(after examination: Examination) async throws -> Plan {
        let missing = examination.outcomes.filter { outcome in
            outcome.findings.contains { $0.fault == .missing }
        }.map(\.target)
        guard !missing.isEmpty else { return .nothingMissing }
        let resources = try context.resources(of: ward.loaded, timeout: ward.timeout).resources
        let bootstrap = Bootstrap(resources, timeout: ward.timeout).limited(to: missing.map(\.description))
        let plan = await bootstrap.plan(by: .after(Ward.limit(ward.timeout)))
        let changes = plan.feasible.filter { change in
            change.isSafe && change.kind == .create && missing.contains { change.address.isWithin($0) }
        }
        return changes.isEmpty ? .nothingSafe : .changes(changes, bootstrap)
    }

    /// Asks, then makes what is planned; what became of each change.
    func carryOut(_ changes: [Change], _ bootstrap: Bootstrap) async throws -> Outcome {
        let limit = Deadline.after(Ward.limit(ward.timeout))
        for change in changes {
            context.console.say(Line("  + ", .good) + Line(change.address.description))
        }
        let permit = ChangePermit(
            loaded: ward.loaded,
            context: context,
            isAgreed: isAllowed,
            confirmation: confirmation
        )
        _ = try await permit.ask(for: changes, of: bootstrap, by: limit)
        try permit.record(changes, by: "doctor")
        let echo = BootstrapEcho(context.console)
        return Outcome(
            changes: await bootstrap.carryOut(changes, allowingDestructionOf: [], by: limit, hear: echo.hear)
        )
    }

    struct Outcome {
        let changes: [ChangeOutcome]

        var json: [String: JSONValue] {
            [
                "made": .array(changes.filter(\.isDone).map(\.json)),
                "not_made": .array(changes.filter { !$0.isDone }.map(\.json)),
            ]
        }
    }
}
