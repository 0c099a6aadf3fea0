internal import PostgreSQL
internal import Words

extension Comparison {
    /// A setting of the whole server: every database on it would feel a change, so a person makes it.
    func setting(_ wanted: (name: String, value: String)) -> Verdict? {
        let name = wanted.name
        guard !wish.ignored.contains("settings.\(name)") else { return nil }
        let facts = seen.settings[name.lowercased()]
        var verdict = Verdict(
            wish.address(ofSetting: name),
            isThere: facts != nil,
            facts: ["value": JSONValue(facts?.value)]
        )
        func differ(_ reason: String, _ kind: Change.Kind = .person) {
            let from = facts?.spelled
            verdict.fields = [Change.Field("value", from: JSONValue(from), to: .string(wanted.value))]
            verdict.obstacle = Verdict.Obstacle(kind: kind, reason: reason)
        }
        guard let facts else {
            differ("the server has no such setting", .impossible)
            return verdict
        }
        guard let value = ServerSetting(wanted.value, type: facts.type, unit: facts.unit) else {
            differ("the server would not take that value: it wants \(Comparison.wanted(facts))", .impossible)
            return verdict
        }
        // What the server tells is in its own unit.
        if value == ServerSetting(facts.value, type: facts.type, unit: facts.unit) { return verdict }
        differ(advice(wanted, facts), facts.context == "internal" ? .impossible : .person)
        return verdict
    }

    private func advice(_ wanted: (name: String, value: String), _ facts: ServerSetting.Facts) -> String {
        if facts.context == "internal" { return "it was fixed when the server was made" }
        if facts.isPendingRestart { return "it is written and waits for a restart of the server" }
        let line = "alter system set \(wanted.name) = \(SQL.quoted(literal: wanted.value));"
        switch facts.source {
        case "database", "user", "database user":
            return "it is set for this \(facts.source) by itself, which hides the server's own; a superuser: \(line)"
        case "command line":
            return "it is given on the server's command line, which wins over alter system: change it there"
        default: break
        }
        return facts.context == "postmaster"
            ? "a superuser has to run \(line) and restart the server"
            : "a superuser has to run \(line) and select pg_reload_conf();"
    }

    private static func wanted(_ facts: ServerSetting.Facts) -> String {
        switch facts.type {
        case "bool": "on or off"
        case "integer", "real": facts.unit == nil ? "a number" : "a number and a unit"
        default: "a word"
        }
    }
}
