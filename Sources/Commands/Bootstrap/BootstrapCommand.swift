internal import Bootstrap
internal import CommandLineKit
internal import Deadlines
internal import FoundationEssentials
internal import Platform
internal import Reports
internal import Terminal
internal import Words

private let plan = Option(flag: "plan", "show what would change and change nothing; exit 1 if there is something")
private let yes = Option(flag: "yes", short: "y", "do not ask")
private let out = Option("out", .file, "write the plan to a file; implies --plan")
private let apply = Option("apply", .file, "carry out a plan that --out wrote, if it still holds")
private let only = Option(
    repeated: "only",
    .text.called("ADDRESS"),
    "only these: an address, what stands below it, or a pattern"
)
private let destroy = Option(
    repeated: "allow-destroy",
    .text.called("ADDRESS"),
    "this one may be emptied or removed, where that is what it takes"
)
private let confirmation = Option(
    "confirm",
    .text.called("NAME"),
    "a protected environment's name, instead of typing it"
)

/// `ihctl bootstrap`: everything as the platform file says.
let bootstrapCommand = Command<Context>(
    "bootstrap",
    summary: "make every dependency as the platform file says, and see drift",
    discussion: """
        Looks at the database, the object store, NATS and the secrets, compares what the platform file declares, and makes it so: \
        after a question, or with --yes. What is not declared is left alone. There is no state file: the servers are the state, so \
        a run may be killed and repeated, and two at once are harmless. Nothing that holds data goes unless --allow-destroy names it.

        A look has --timeout and a change six times as much; migrations, and taking a bucket away with all that is in it, have the \
        whole --deadline. Where a server stops answering, what was done stays, the rest of that server's changes is not begun, and the \
        next run goes on from there.

        Exit 0 when nothing differs or all was done, 1 when something differs or was refused, 3 when something could not be looked at or \
        not be finished.
        """,
    examples: [
        Example("ihctl bootstrap --plan", "what differs"),
        Example("ihctl bootstrap --yes", "make it so"),
        Example("ihctl bootstrap --plan --only fr-par/storage", "the object store alone"),
        Example("ihctl bootstrap --out plan.json", "a plan for somebody to look at"),
        Example("ihctl bootstrap --apply plan.json --confirm production", "exactly that plan"),
    ],
    options: [plan, yes, out, apply, only, destroy, confirmation, GlobalOptions.formatOfFindings]
) { arguments, context in
    let loaded = try context.load().sound()
    let limit = Deadline.after(arguments[GlobalOptions.deadline] ?? .seconds(3_600))
    let given = try arguments[apply].map { try planFile($0, loaded, context) }
    let allowed = try destructible(arguments[destroy])
    let patterns = arguments[only]
    let timeout = arguments[GlobalOptions.timeout]
    let composed = try context.resources(of: loaded, regions: given?.regions, timeout: timeout)
    let whole = Bootstrap(composed.resources, timeout: timeout)
    let bootstrap = whole.limited(to: patterns)
    let view = BootstrapView(environment: loaded.environment, name: loaded.platform.name, regions: composed.regions)
    let all = await bootstrap.plan(by: limit)
    // What was not looked at because somebody stopped it is no finding.
    try Task.checkCancellation()
    if let stray = all.meaningless(patterns).first {
        throw UsageError("--only: nothing here is called \(stray)", hint: "the addresses: ihctl bootstrap --plan")
    }
    let found = all.limited(to: patterns)
    let file = PlanFile(
        environment: loaded.environment,
        regions: composed.regions,
        madeAt: rfc3339(context.startedAt),
        changes: found.changes
    )
    if let out = arguments[out] { try write(file, to: out, context) }
    let changes = try given.map { try due($0, in: found, file, context) } ?? found.feasible
    if arguments[plan] || arguments[out] != nil || changes.isEmpty {
        return context.console.write(view.report(of: found, loaded, context), as: context.format)
    }
    context.console.say(view.lines(of: changes))
    let permit = ChangePermit(
        loaded: loaded,
        context: context,
        isAgreed: arguments[yes],
        confirmation: arguments[confirmation]
    )
    let word = try await permit.ask(for: changes, of: bootstrap, by: limit)
    try permit.record(changes, by: "bootstrap")
    let echo = BootstrapEcho(context.console)
    var outcomes = await bootstrap.carryOut(changes, allowingDestructionOf: allowed, by: limit, hear: echo.hear)
    // Whoever stopped it does not wait for another look.
    if Task.isCancelled {
        return context.console.write(view.report(of: outcomes, BootstrapPlan(), loaded, context), as: context.format)
    }
    // Secrets that were only now made are found by resources that are made anew.
    let after = Bootstrap(
        try context.resources(of: loaded, regions: given?.regions, timeout: timeout).resources,
        timeout: timeout
    ).limited(to: patterns)
    var last = await after.plan(by: limit).limited(to: patterns)
    // What could not be seen before, as roles in a database that was only now made, comes in further rounds; a plan from a file is one round.
    var rounds = 1
    while given == nil, rounds < 4, !Task.isCancelled {
        let told = Set(outcomes.filter { !$0.isDone }.map(\.change.address))
        // What would go was in no question: it is for the next run.
        let more = last.feasible.filter { !told.contains($0.address) && !$0.isDestructive }
        guard !more.isEmpty else { break }
        // It may be of a server that could not be looked at before.
        let facts = try await ChangePermit.identity(of: more, after, by: limit)
        try WriteGuard(loaded).permit(observed: facts, confirmation: word)
        try permit.record(more, by: "bootstrap")
        outcomes += await after.carryOut(more, allowingDestructionOf: allowed, by: limit, hear: echo.hear)
        last = await after.plan(by: limit).limited(to: patterns)
        rounds += 1
    }
    return context.console.write(view.report(of: outcomes, last, loaded, context), as: context.format)
}

private func planFile(_ file: String, _ loaded: LoadedPlatform, _ context: Context) throws -> PlanFile {
    guard case .success(let bytes) = SmallFile.read(context.path(file), atMost: 64 << 20) else {
        throw UsageError("--apply: \(file) cannot be read")
    }
    let plan: PlanFile
    do throws(PlanFile.Fault) {
        plan = try PlanFile(reading: bytes)
    } catch {
        throw UsageError("--apply: \(file): \(error)")
    }
    guard plan.environment == loaded.environment else {
        throw UsageError(
            "--apply: \(file) is a plan for \(plan.environment), not for \(loaded.environment)",
            hint: "ihctl bootstrap --apply \(file) --env \(plan.environment)"
        )
    }
    return plan
}

/// What is left to do of a plan of another day, which holds only while everything in it is as it was.
private func due(_ given: PlanFile, in found: BootstrapPlan, _ now: PlanFile, _ context: Context) throws -> [Change] {
    do {
        return try given.due(in: found, written: try PlanFile(reading: Array(text(of: now, context).utf8)))
    } catch let outdated as PlanFile.Outdated {
        throw CommandFailure(
            "the plan of \(given.madeAt) does not hold any more: "
                + outdated.addresses.map(\.description).joined(separator: ", ") + " changed since",
            hint: "make it anew: ihctl bootstrap --out",
            status: .negative
        )
    }
}

/// Each thing that may go is named by itself: a pattern would mean what nobody has looked at.
private func destructible(_ names: [String]) throws -> Set<Address> {
    try Set(
        names.map { name in
            guard !name.contains("*"), let address = Address(reading: name) else {
                throw UsageError("--allow-destroy: \(name) is not the address of one thing")
            }
            return address
        }
    )
}

private func text(of plan: PlanFile, _ context: Context) -> String {
    context.console.redactor.redact(plan.json).pretty + "\n"
}

private func write(_ plan: PlanFile, to file: String, _ context: Context) throws {
    do {
        try Data(text(of: plan, context).utf8).write(to: URL(filePath: context.path(file)), options: .atomic)
    } catch {
        throw CommandFailure("--out: \(file) cannot be written", status: .usage)
    }
}
