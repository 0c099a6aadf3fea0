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

    /// Whether something was made, so that it is worth looking again.
    func isCarriedOut(after examination: Examination) async throws -> Bool {
        let missing = examination.outcomes.filter { outcome in
            outcome.findings.contains { $0.failureClass == FailureClass.missing.rawValue }
        }.map(\.target)
        guard !missing.isEmpty else {
            context.console.say("nothing that is missing can be made here")
            return false
        }
        let limit = Deadline.after(ward.timeout * 6)
        let resources = try context.resources(of: ward.loaded, timeout: ward.timeout).resources
        let bootstrap = Bootstrap(resources, timeout: ward.timeout).limited(to: missing.map(\.description))
        let plan = await bootstrap.plan(by: limit)
        let changes = plan.feasible.filter { change in
            change.isSafe && change.kind == .create && missing.contains { change.address.isWithin($0) }
        }
        guard !changes.isEmpty else {
            context.console.say("what is missing is not safe to make unasked: ihctl bootstrap --plan")
            return false
        }
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
        let outcomes = await bootstrap.carryOut(changes, allowingDestructionOf: [], by: limit, hear: echo.hear)
        return outcomes.contains(where: \.isDone)
    }
}
