internal import CommandLineKit
internal import Platform
internal import Reports
internal import Words

private let everything = Option(flag: "all", "every environment in the project")
private let strict = Option(flag: "strict", "warnings count as faults")

/// `ihctl config validate`: every fault of the platform file with its place.
let configValidate = Command<Context>(
    "validate",
    summary: "check the platform file, its references and what they lead to",
    discussion: """
        Exit 0 when nothing is wrong, 1 when something is, 2 when the file cannot be read at all. A reference to something \
        that is not set on this machine is a warning: a laptop does not hold production's secrets.
        """,
    examples: [
        Example("ihctl config validate --all", "every environment"),
        Example("ihctl config validate --env production --strict", "with nothing left unset"),
    ],
    options: [everything, strict, GlobalOptions.formatOfFindings]
) { arguments, context in
    let environments: [String?] = arguments[everything] ? context.project.environments : [nil]
    if environments.isEmpty { throw UsageError("no environment has a file in \(Project.environmentsFolder)") }
    var judgement = ConfigurationJudgement(context)
    for environment in environments { try judgement.look(at: environment, judgesValues: true) }
    let findings = judgement.findings
    let checked = judgement.environments
    let isSound = findings.counts.isSound(strict: arguments[strict])
    let report = context.report(
        "config.validate",
        of: environments.count == 1 ? judgement.last : nil,
        outcome: isSound ? .ok : .problems,
        exitStatus: isSound ? .success : .negative,
        findings: findings,
        data: ["environments": .array(checked.map(JSONValue.string))],
        body: findings.blocks + (findings.isEmpty ? [] : [.blank]) + closing(checked, findings.counts, context)
    )
    return context.console.write(report, as: context.format)
}

private func closing(_ environments: [String], _ counts: FindingCounts, _ context: Context) -> [Block] {
    var blocks: [Block] = [.paragraph(counts.closing(about: environments.joined(separator: ", ")))]
    if !context.project.hasPlatformFile {
        blocks.append(
            .paragraph(Line("no platform file here: the model was made of variables (ihctl init writes one)", .dim))
        )
    } else if counts.warnings > 0, counts.errors == 0 {
        blocks.append(.paragraph(Line("what is only not set here: .env, or for development ihctl dev up", .dim)))
    }
    return blocks
}
