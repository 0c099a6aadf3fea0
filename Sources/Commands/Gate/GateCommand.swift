internal import CommandLineKit
internal import Deadlines
internal import Gate
internal import Platform
internal import Reports
internal import Terminal
internal import Words

private let stage = Option(
    "stage",
    .choice(of: Array(GateStage.allCases), placeholder: "STAGE", about: \.summary),
    default: .preDeploy,
    "when it is asked"
)
private let part = ValueKind<String>.text.called("PART").completed(
    by: .dynamic { typed in
        GatePartName.allCases.filter { $0.rawValue.hasPrefix(typed) }.map { Completion.Choice($0.rawValue, $0.title) }
    }
)
private let only = Option(repeated: "only", part, "only these parts: render.lint, or render for all of its")
private let skip = Option(repeated: "skip", part, "leave these parts out")
private let failOn = Option(
    "fail-on",
    .choice(of: Array(Gate.Threshold.allCases), placeholder: "SEVERITY", about: \.summary),
    default: .fail,
    "from which severity on a finding closes the gate"
)

/// `ihctl gate`: everything that speaks for or against a merge or a deployment, asked at once; one verdict.
let gateCommand = Command<Context>(
    "gate",
    summary: "everything that speaks against a merge or a deployment, at once: one verdict",
    discussion: """
        Before a merge it judges the files of every environment: configuration, migrations, whether manifests/rendered is current, \
        and every rendered object by schema and policy; no service is asked and no secret wanted. Before a deployment it also asks \
        what the environment depends on: doctor, the database's history of migrations, and whether bootstrap would change anything. \
        Migrations that wait for the deployment are no reason.

        Exit 0 open, 1 closed, 3 nobody can tell of some part and nothing else closes it. A part that breaks or runs out of \
        time is never green. --timeout is the limit of one call, --deadline that of the whole.
        """,
    examples: [
        Example("ihctl gate --stage pre-merge --format github", "in a pull request"),
        Example("ihctl gate --env staging", "before staging is changed"),
        Example("ihctl gate --env production --fail-on warn", "warnings close it too"),
        Example("ihctl gate --stage pre-merge --only render", "what is rendered, alone"),
    ],
    options: [stage, only, skip, failOn, GlobalOptions.formatOfVerdict]
) { arguments, context in
    let stage = arguments[stage]
    var desk = try GateDesk(arguments, context, stage)
    let asked = try GateSelection(of: desk.parts, at: stage, only: arguments[only], skip: arguments[skip])
    desk.judgesValues = stage == .preDeploy && !asked.asks(.doctor)
    let selection = try GateSelection(of: desk.parts, at: stage, only: arguments[only], skip: arguments[skip])
    let gate = Gate(selection.parts, skipping: selection.skipped, failingOn: arguments[failOn])
    let limit = arguments[GlobalOptions.deadline] ?? desk.longest
    let echo = GateEcho(context.console)
    let verdict = await gate.judge(by: .after(limit), hear: echo.hear)
    return context.console.write(GateView(verdict, desk).report(context), as: context.format)
}

extension Gate.Threshold {
    fileprivate var summary: String {
        switch self {
        case .warn: "a warning closes it"
        case .fail: "only an error closes it"
        }
    }
}

/// What a person hears while it goes on: nothing where it is quick, the name of what is slow where it is not.
private struct GateEcho: Sendable {
    let console: Console

    init(_ console: Console) {
        self.console = console
    }

    var hear: @Sendable (Gate.Event) -> Void {
        { [console] event in
            switch event {
            case .ended(let part):
                console.detail(Line("  \(part.status.mark) \(part.name)  \(part.duration.readable)"))
            case .slow(let part): console.say(Line("waiting for ", .dim) + Line(part.name))
            }
        }
    }
}
