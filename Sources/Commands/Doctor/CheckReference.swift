internal import Words

/// `docs/checks.md`: every check there is, as doctor's catalogue and `ihctl explain` tell of it.
var checkReference: String {
    var lines = [
        "# Checks", "",
        "What `ihctl doctor` looks at. Made from the catalogue by `scripts/docs`; `ihctl explain ID` says the same at the terminal.",
        "",
        "| status | what it means |", "|---|---|",
        "| `pass` | looked at, and it holds |",
        "| `warn` | it holds, and will not for long, or not as well as it should |",
        "| `fail` | looked at, and it does not hold |",
        "| `blocked` | something that it requires does not hold: `blocked_by` names the first rung that broke |",
        "| `skipped` | left out, or there is nothing to look at; the reason is told |",
        "| `unknown` | nobody can tell: its time was up, or the check itself broke |", "",
        "Failure classes are a closed set: "
            + FailureClass.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            + ". `ihctl explain CLASS` tells each.",
    ]
    var component = ""
    for kind in CheckCatalogue.all {
        if kind.component != component {
            component = kind.component
            lines += ["", "## \(component)"]
        }
        lines += ["", "### \(kind.id)", "", "Holds when \(kind.title)."]
        if let topic = Topics.named(kind.id) {
            lines += ["", topic.summary]
            for paragraph in topic.why { lines += ["", paragraph] }
            lines += [""] + topic.whatToDo.map { "- \($0)" }
        }
        var facts = ["severity \(kind.severity.rawValue)"]
        if !kind.requires.isEmpty { facts.append("needs " + kind.requires.map { "`\($0)`" }.joined(separator: ", ")) }
        if !kind.tags.isEmpty { facts.append("tags " + kind.tags.map { "`\($0)`" }.joined(separator: ", ")) }
        lines += ["", facts.joined(separator: " · ")]
    }
    return lines.map { $0 + "\n" }.joined()
}
