internal import Words

/// A topic about something that a verb looks at: what should hold, and what to do where it does not.
func topic(
    _ id: String,
    _ title: String,
    _ summary: String,
    severity: Finding.Severity = .error,
    whatToDo: [String],
    why: [String] = [],
    good: String? = nil,
    related: [String],
) -> Topic {
    Topic(
        id,
        .check,
        severity: severity,
        title: title,
        summary: summary,
        why: why,
        whatToDo: whatToDo,
        examples: good.map { [.good($0)] } ?? [],
        related: related
    )
}
