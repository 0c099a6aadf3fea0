internal import CommandLineKit
internal import Platform
internal import Reports
internal import Words

private let ids = Argument(
    rest: "ID",
    ValueKind<String>.text.completed(
        by: .dynamic { typed in
            Topics.all.filter { $0.id.hasPrefix(typed) }.map { Completion.Choice($0.id, $0.title) }
        }
    ),
    "what to explain; without one, all there is"
)

/// `ihctl explain`: what an id means, why, and what to do.
let explainCommand = Command<Context>(
    "explain",
    summary: "say what a check, rule, failure class or exit status means",
    discussion: """
        Every finding carries an id that stays the same. This tells what stands behind it: what it means, why it matters, and what \
        to do about it.
        """,
    examples: [
        Example("ihctl explain connect_timeout", "a failure class"),
        Example("ihctl explain 3", "an exit status"),
        Example("ihctl explain", "everything there is, by kind"),
    ],
    arguments: [ids]
) { arguments, context in
    var topics: [Topic] = []
    for name in arguments[ids] {
        guard let topic = Topics.named(name) else { throw unknown(name) }
        if !topics.contains(topic) { topics.append(topic) }
    }
    let isListing = topics.isEmpty
    if isListing { topics = Topics.all }
    let report = context.report(
        "explain",
        data: ["topics": .array(topics.map(\.json))],
        body: isListing ? listing : pages(topics)
    )
    return context.console.write(report, as: context.format)
}

private func unknown(_ name: String) -> UsageError {
    let near = NearestName.all(to: name.lowercased(), among: Topics.names)
    let hint = near.isEmpty ? "ihctl explain lists all there is" : "did you mean \(near.joined(separator: " or "))?"
    return UsageError("nothing is called \(JSONValue.quoted(String(name.prefix(80))))", hint: hint)
}

private func pages(_ topics: [Topic]) -> [Block] {
    topics.enumerated().flatMap { number, topic in (number > 0 ? [.blank, .blank] : []) + topic.blocks }
}

private var listing: [Block] {
    let kinds = Topic.Kind.allCases.filter { kind in Topics.all.contains { $0.kind == kind } }
    return kinds.enumerated().flatMap { number, kind -> [Block] in
        let rows = Topics.all.filter { $0.kind == kind }.map { [Line($0.id, .name), Line($0.title)] }
        let columns = [Block.Column("", keepsWidth: true), Block.Column("")]
        return (number > 0 ? [.blank] : []) + [
            .heading(kind.plural), .table(Block.Table(columns: columns, rows: rows)),
        ]
    }
}
