internal import Words

/// What a report's `outcome` may be.
let outcomeTopics: [Topic] = Report.Outcome.allCases.map { outcome in
    switch outcome {
    case .ok:
        Topic(
            "outcome.ok",
            .outcome,
            title: "everything that was asked is as it should be",
            summary: "All was looked at, and nothing speaks against it. What could not be looked at is never ok.",
            whatToDo: [
                "Nothing. Warnings may still stand in the report; --strict, where a command has it, counts them."
            ],
            related: ["exit.0"]
        )
    case .problems:
        Topic(
            "outcome.problems",
            .outcome,
            title: "the answer is no",
            summary:
                "Something was looked at and is not as it should be. The report names each thing, and what mends it.",
            whatToDo: ["Go through the findings from the top: the first one is often the reason of those behind it."],
            related: ["exit.1", "outcome.incomplete"]
        )
    case .incomplete:
        Topic(
            "outcome.incomplete",
            .outcome,
            title: "there is no answer",
            summary:
                "Something could not be looked at or could not be brought to its end, so neither yes nor no would be true.",
            why: ["A check that reports success because it saw nothing is worse than none."],
            whatToDo: ["The report names what was out of reach. Mend that and ask again."],
            related: ["exit.3", "outcome.problems"]
        )
    }
}
