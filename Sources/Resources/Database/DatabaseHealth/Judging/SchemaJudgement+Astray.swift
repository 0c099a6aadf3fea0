internal import PostgreSQL
internal import Words

// What is there beside tables and columns, and what is there under a table's name but is not the table that was made.
extension SchemaJudgement {
    var astray: [Finding] {
        let gone = wanted.functions.subtracting(functions).sorted().map { name in
            found(
                .missing,
                "The function \(name) is gone, and the history says that it is there.",
                [],
                [.fix("ihctl migrate drift"), .hint("Make it again as its migration does.")]
            )
        }
        return gone
            + wanted.tables.keys.sorted().flatMap { name in found[name].map { faults(of: name, $0) } ?? [] }
    }

    private func faults(of name: String, _ table: SeenTable) -> [Finding] {
        guard table.isTable else {
            let what =
                ["v": "a view", "m": "a materialized view", "f": "a foreign table"][table.kind] ?? "something else"
            return [
                found(
                    .drift,
                    "\(name) is \(what), and the migrations make a table.",
                    [],
                    [
                        .fix("ihctl migrate drift"),
                        .hint("Somebody put it in the table's place: find where the rows are."),
                    ]
                )
            ]
        }
        let sql = quoted(of: name)
        var findings: [Finding] = []
        func add(
            _ severity: Finding.Severity,
            _ failureClass: FailureClass,
            _ message: String,
            _ remedies: [Finding.Remedy]
        ) {
            var finding = found(failureClass, message, [], remedies)
            finding.severity = severity
            findings.append(finding)
        }
        if wanted.keyed.contains(name), !table.hasPrimaryKey {
            add(
                .error,
                .missing,
                "The primary key of \(name) is gone: the same row may come in twice.",
                [.fix("ihctl migrate drift"), .hint("Add it again as its migration does.")]
            )
        }
        let prefix = name.prefix { $0 != "." }
        for (index, wish) in wanted.indexes.sorted(by: { $0.key < $1.key }) where wish.table == name {
            let short = String(index.dropFirst(prefix.count + 1))
            guard !table.indexes.contains(short) else { continue }
            add(
                wish.isUnique ? .error : .warning,
                .missing,
                wish.isUnique
                    ? "The unique index \(short) of \(name) is gone: what must be there once may come in twice."
                    : "The index \(short) of \(name) is gone: queries read the whole table.",
                [.fix("ihctl migrate drift"), .hint("Make it again as its migration does, concurrently.")]
            )
        }
        if table.isUnlogged, !wanted.unlogged.contains(name) {
            add(
                .warning,
                .drift,
                "\(name) is unlogged: a crash empties it, and no replica has it.",
                [ward.sql("alter table \(sql) set logged")]
            )
        }
        if table.isClosedToAgent {
            add(
                .error,
                .permission,
                "Row security is on for \(name), and no policy lets \(ward.agent.user) insert.",
                [
                    ward.sql("alter table \(sql) disable row level security"),
                    .hint("Or write a policy for the agent, in a migration."),
                ]
            )
        }
        for rule in table.swallowingRules where !wanted.rules.contains(rule) {
            add(
                .warning,
                .drift,
                "The rule \(rule) on \(name) does nothing instead of a write, and says nothing of it.",
                [ward.sql("drop rule \(SQL.quoted(identifier: [rule])) on \(sql)")]
            )
        }
        return findings
    }

    private func quoted(of name: String) -> String {
        let schema = name.prefix { $0 != "." }
        return SQL.quoted(identifier: [String(schema), String(name.dropFirst(schema.count + 1))])
    }
}
