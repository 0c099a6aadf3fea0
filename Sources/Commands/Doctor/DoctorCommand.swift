internal import CommandLineKit
internal import Deadlines
internal import Doctor
internal import Platform
internal import Reports
internal import Terminal
internal import Words

private let addresses = Argument(
    rest: "ADDRESS",
    ValueKind<String>.text.completed(
        by: .dynamic { typed in
            CheckCatalogue.all.filter { $0.id.hasPrefix(typed) }.map { Completion.Choice($0.id, $0.title) }
        }
    ),
    "what to look at: an address, an id, a tag or a pattern; without one, everything"
)
private let only = Option(repeated: "only", .text.called("CHECK"), "the same as an argument")
private let skip = Option(repeated: "skip", .text.called("CHECK"), "leave these out")
private let list = Option(flag: "list", "name every check there is and what it is of, and look at nothing")
private let short = Option(flag: "short", "only what is wrong, a line each")
private let failOn = Option(
    "fail-on",
    .choice(of: Array(Examination.Threshold.allCases), placeholder: "STATUS", about: \.summary),
    "from which severity on the answer is no (otherwise the platform file says, or fail)"
)
private let wait = Option("wait", .duration, "look again until all is well, for so long at most")
private let watch = Option(flag: "watch", "look again and again, and tell what changes; ends with Ctrl-C")
private let every = Option("every", .duration, default: .seconds(10), "with --watch: how long between two looks")
private let fix = Option(flag: "fix", "make what is missing and safe to make, after a question, then look again")
private let inCluster = Option(
    flag: "in-cluster",
    "let the cluster look: a Job like its CronJob ihctl-doctor, removed when it has told"
)
private let yes = Option(flag: "yes", short: "y", "with --fix and --in-cluster: do not ask")
private let confirmation = Option(
    "confirm",
    .text.called("NAME"),
    "with --fix and --in-cluster: a protected environment's name, instead of typing it"
)
private let bundle = Option(
    "bundle",
    .file.called("FILE.tar.gz"),
    "write all that a stranger needs to help, and no secret, to a file that is not there yet"
)

/// `ihctl doctor`: everything looked at at once, the first broken rung named, and how to mend it.
let doctorCommand = Command<Context>(
    "doctor",
    summary: "look at every dependency, name what is broken and how to mend it",
    discussion: """
        Looks at everything the platform file names, all at once: references and secrets, this machine, providers, the database, storage, \
        messaging, the cache, the agent, the cluster. Of each dependency the first rung that does not hold fails; what stands on it is \
        blocked, not failed. Nothing is changed unless --fix or --in-cluster is given, which ask first: the one makes what is missing, the \
        other a Job that it removes. A probe that writes removes what it wrote.

        Exit 0 healthy (warnings too, unless --fail-on warn), 1 something failed, 3 nobody can tell of something, or the file of \
        --bundle was not written, whatever the report says. --timeout is the limit of one check, --deadline that of the \
        whole run, --wait how long to look again until all is well.
        """,
    examples: [
        Example("ihctl doctor", "everything"),
        Example("ihctl doctor fr-par/storage", "one dependency"),
        Example("ihctl doctor database.connect --wait 60s", "until the database answers"),
        Example("ihctl doctor --skip writes --format json", "without the checks that write, for a program"),
        Example("ihctl doctor --env production --format junit > doctor.xml", "for CI's list of tests"),
        Example("ihctl doctor --fix", "and make missing buckets and streams"),
        Example("ihctl doctor --in-cluster --env production", "as the agent's pods see it"),
        Example("ihctl doctor --bundle doctor.tar.gz", "and write down what one may hand to whoever helps"),
    ],
    arguments: [addresses],
    options: [
        only, skip, list, short, failOn, wait, watch, every, fix, inCluster, yes, confirmation,
        bundle,
        GlobalOptions.formatOfChecks,
    ]
) { arguments, context in
    let format = context.format
    for (option, isThere) in [("--bundle", arguments[bundle] != nil), ("--in-cluster", arguments[inCluster])]
    where isThere && arguments[list] {
        throw UsageError("\(option): not with --list, which looks at nothing")
    }
    if arguments[list], (try? context.load()) == nil {
        let list = try DoctorList(meant: arguments[addresses] + arguments[only])
        return context.console.write(list.report(context), as: format)
    }
    if arguments[watch], arguments[bundle] != nil { throw UsageError("--bundle: not with --watch, which never ends") }
    for (option, isThere) in [("--watch", arguments[watch]), ("--fix", arguments[fix])] where isThere {
        if arguments[inCluster] {
            throw UsageError("\(option): not with --in-cluster, which looks once and mends nothing")
        }
    }
    let support = try arguments[bundle].map { try SupportBundle($0, context) }
    // However it was stopped: whoever waits for the file has to know that there is none.
    defer { support?.tellIfStopped(context.console) }
    let timeout = arguments[GlobalOptions.timeout]
    let limit = Deadline.after(arguments[GlobalOptions.deadline] ?? Ward.limit(timeout))
    let ward = try Ward(
        context,
        only: arguments[addresses] + arguments[only],
        skip: arguments[skip],
        isOffline: arguments[GlobalOptions.offline],
        timeout: timeout
    )
    if arguments[list] { return context.console.write(DoctorList(ward).report(context), as: format) }
    let threshold = arguments[failOn] ?? ward.threshold
    func tell(_ report: Report) async -> ExitStatus {
        let status = context.console.write(report, as: format)
        guard let support, !Task.isCancelled else { return status }
        let isWritten = await support.write(report, of: ward.loaded, context, timeout: timeout)
        // Whoever waits for the file must not read "no" and look for it.
        return isWritten || status.isStop ? status : .incomplete
    }
    if arguments[inCluster] {
        let patience = arguments[wait] ?? .zero
        let whole = arguments[GlobalOptions.deadline] ?? (Ward.limit(timeout) + patience + ClusterDoctor.start)
        let doctor = try ClusterDoctor(ward, context, limit: whole)
        let answer = try await doctor.run(
            saying: words(for: arguments, threshold, timeout, whole: whole),
            isAllowed: arguments[yes],
            confirmation: arguments[confirmation]
        )
        let view = DoctorView(
            answer.examination,
            answer.visit,
            failingOn: threshold,
            isShort: arguments[short],
            said: answer.exitStatus
        )
        return await tell(view.report(context))
    }
    if arguments[watch] {
        guard format == .text || format == .json else { throw UsageError("--watch: only as text or json") }
        if arguments[fix] { throw UsageError("--watch changes nothing: --fix goes without it") }
        if arguments[wait] != nil { throw UsageError("--watch looks until it is stopped: --wait goes without it") }
        return await DoctorWatch(ward, every: arguments[every], failingOn: threshold, context).run()
    }
    let echo = DoctorEcho(context.console)
    var examination = await ward.examine(by: limit, hear: echo.hear)
    if let patience = arguments[wait] {
        examination = await ward.retry(examination, until: .after(patience), echo)
    }
    var made: Cure.Outcome?
    if arguments[fix], !Task.isCancelled {
        let cure = Cure(
            ward,
            context,
            isAllowed: arguments[yes],
            confirmation: arguments[confirmation]
        )
        switch try await cure.plan(after: examination) {
        case .nothingMissing: context.console.say("nothing is missing: there is nothing to make")
        case .nothingSafe: context.console.say("what is missing is not made unasked: ihctl bootstrap --plan shows it")
        case .changes(let changes, let bootstrap):
            // Whoever is asked wants to have seen why.
            if format == .text {
                let first = DoctorView(examination, ward, failingOn: threshold, isShort: arguments[short])
                _ = context.console.write(first.report(context), as: format)
            }
            made = try await cure.carryOut(changes, bootstrap)
            examination = await ward.examine(by: .after(Ward.limit(timeout)), hear: echo.hear)
        }
    }
    let view = DoctorView(examination, ward, failingOn: threshold, isShort: arguments[short], cure: made)
    return await tell(view.report(context))
}

/// What the doctor in the cluster is to do, as this one was asked to.
private func words(
    for arguments: Arguments,
    _ threshold: Examination.Threshold,
    _ timeout: Duration,
    whole: Duration
) -> [String] {
    var words = ["--timeout", timeout.written, "--fail-on", threshold.rawValue]
    for pattern in arguments[addresses] + arguments[only] { words += ["--only", pattern] }
    for pattern in arguments[skip] { words += ["--skip", pattern] }
    if arguments[GlobalOptions.offline] { words.append("--offline") }
    var patience = arguments[wait]
    // It has to have told before the Job's own time is up: the first look and the waiting share what there is.
    if arguments[GlobalOptions.deadline] != nil {
        let time = max(whole - ClusterDoctor.start / 6, whole / 2)
        let look = min(Ward.limit(timeout), time / 2)
        patience = patience.map { min($0, time - look) }
        words += ["--deadline", (time - (patience ?? .zero)).written]
    }
    if let patience { words += ["--wait", patience.written] }
    return words
}

extension Examination.Threshold {
    fileprivate var summary: String {
        switch self {
        case .warn: "a warning is a no"
        case .fail: "only what failed is a no"
        case .never: "always exit 0, once it has looked"
        }
    }
}
