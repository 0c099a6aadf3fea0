internal import Words

/// What a command ends with.
let exitTopics: [Topic] = ExitStatus.allCases.map { status in
    Topic(
        "exit.\(status.rawValue)",
        .exitStatus,
        aliases: [String(status.rawValue)],
        title: status.title,
        summary: status.meaning,
        why: [
            """
            The status is worked out from the results before anything is printed, so it is the same in every format. Where several hold \
            at once, wrong usage outranks a no, and a no outranks "could not tell".
            """
        ],
        whatToDo: [status.whatToDo],
        related: status.related
    )
}

extension ExitStatus {
    fileprivate var title: String {
        switch self {
        case .success: "done"
        case .negative: "the answer is no"
        case .usage: "wrong usage"
        case .incomplete: "could not tell or could not finish"
        case .interrupted: "ended by Ctrl-C"
        case .terminated: "ended by SIGTERM"
        }
    }

    fileprivate var whatToDo: String {
        switch self {
        case .success: "Nothing."
        case .negative:
            "Read the findings in the report. A pipeline should stop here: the same line again gives the same answer."
        case .usage:
            """
            Read the message on standard error: it names the word, the file or the variable that is wrong, and mostly what was meant. \
            Nothing was changed. To try again is of no use before that is mended.
            """
        case .incomplete:
            """
            Look what was out of reach, and run the same line again: what was done already is found done. A pipeline may try this status \
            again by itself, unlike 1 and 2.
            """
        case .interrupted:
            "Run the same line again: every command can be stopped at any moment and ends, the next time, where it would have ended."
        case .terminated:
            """
            Somebody asked the process to end: a time limit of the CI job, Kubernetes moving a pod. Run it again, with more time if it \
            had too little.
            """
        }
    }

    fileprivate var related: [String] {
        switch self {
        case .success: ["outcome.ok"]
        case .negative: ["outcome.problems"]
        case .usage: ["config.invalid", "guard.wrong_target", "guard.unconfirmed"]
        case .incomplete: ["outcome.incomplete"]
        case .interrupted: ["exit.143"]
        case .terminated: ["exit.130"]
        }
    }
}
