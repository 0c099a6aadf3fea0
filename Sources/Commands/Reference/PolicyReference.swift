internal import Policies
internal import Words

/// `docs/policies.md`: every policy there is, as its own table tells it.
var policyReference: String {
    var lines = [
        "# Policies", "",
        "What `ihctl render lint` and `ihctl gate` want of rendered objects. Made from the policies themselves by `scripts/docs`; "
            + "`ihctl explain ID` says the same at the terminal.",
        "",
        "An error closes the gate, a warning does so where warnings count, a note is told only to those who ask for strictness. "
            + "Under its title a policy tells what other tools call the same, and how it rules where they contradict one another.",
        "", "## Allowing a fault", "",
        "An annotation on the object, or on its pod template, allows one policy there, for a reason and up to a day:",
        "",
        "```yaml", "metadata:", "  annotations:",
        "    ihctl.dev/allow-host-port: \"the node's own exporter listens there; until 2027-03-01\"", "```", "",
        "Without a reason or a day, or past that day, it allows nothing and is an error itself; one that nothing needs is a warning.",
        "", "## All of them", "", "| policy | severity | what is wanted |", "|---|---|---|",
    ]
    lines += Policy.all.map { "| [`\($0.id)`](#\($0.id)) | \($0.severity.rawValue) | \($0.title) |" }
    var subject: PolicySubject?
    for policy in Policy.all {
        if policy.subject != subject {
            subject = policy.subject
            lines += ["", "## \(policy.subject.rawValue)"]
        }
        lines += ["", "### \(policy.id)", "", "\(policy.severity.rawValue): \(policy.title).", "", policy.why]
        if let ruling = policy.ruling { lines += ["", ruling] }
        lines += ["", "- \(policy.remedy)"]
        if !policy.example.isEmpty { lines += ["", "```yaml", policy.example, "```"] }
        var facts = ["asked of \(policy.scope)"]
        if !policy.codes.isEmpty { facts.append(policy.codes.joined(separator: ", ")) }
        if !policy.elsewhere.isEmpty { facts.append("elsewhere \(policy.elsewhere)") }
        lines += ["", facts.joined(separator: " · ")]
    }
    return lines.map { $0 + "\n" }.joined()
}
