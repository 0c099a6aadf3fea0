internal import Words

/// What became of a check, as every report of doctor says it.
let statusTopics: [Topic] = CheckOutcome.Status.allCases.map { status in
    let (title, summary, advice): (String, String, String) =
        switch status {
        case .pass: ("it was looked at and holds", "What the check's title says is so.", "Nothing.")
        case .warn:
            (
                "it holds, and should be better",
                "Nothing is broken now. It will be, or it makes things worse; --fail-on warn counts it as a no.",
                "Mend it in the light of day."
            )
        case .fail:
            (
                "it was looked at and does not hold",
                "The first rung of its dependency that does not hold. The answer of the run is no.",
                "Follow the fix of the finding, then look again with the command behind then."
            )
        case .blocked:
            (
                "something that it requires does not hold",
                "It was not looked at, because it could not have told anything: the check that is named broke first.",
                "Mend what blocks it. It is neither well nor broken until then."
            )
        case .skipped:
            (
                "it was left out, or there is nothing to look at",
                "Somebody left it out, with --skip or in the platform file, or there is nothing of the kind here. The reason is told.",
                "Nothing. A run in which everything was left out ends with 3, for nobody knows."
            )
        case .unknown:
            (
                "nobody can tell",
                "Its time was up, the run was stopped, or the check itself broke. That is never taken for well: the run ends with 3.",
                "Look again, with a longer --timeout or --deadline where the finding says so."
            )
        }
    return Topic(
        "status.\(status.rawValue)",
        .outcome,
        aliases: [status.rawValue],
        title: title,
        summary: summary,
        whatToDo: [advice],
        related: status == .blocked ? ["status.fail"] : ["status.blocked"]
    )
}
