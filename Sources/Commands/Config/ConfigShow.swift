internal import CommandLineKit
internal import Platform
internal import Reports
internal import Words

private let showOrigin = Option(flag: "origin", "say where each value came from")

private let part = Argument(
    optional: "PATH",
    ValueKind<String>.text.called("PATH"),
    "a part of the model, such as database.pool"
)

/// `ihctl config show`: the effective model of an environment and region, secrets masked.
let configShow = Command<Context>(
    "show",
    summary: "print the effective model, secrets masked",
    discussion: """
        Platform file, environment and region are laid over one another; values nobody set are the built-in ones. \
        A reference is followed: what it leads to stands behind it, a secret as a mask.
        """,
    examples: [
        Example("ihctl config show --env production --origin", "where each value came from"),
        Example("ihctl config show database.pool", "one part"),
    ],
    arguments: [part],
    options: [showOrigin]
) { arguments, context in
    let loaded = try context.load().sound()
    let effective = EffectiveSettings(loaded, resolver: try context.resolver(for: loaded))
    let path = SettingPath(dotted: arguments[part] ?? "")
    guard let root = effective.root.at(path) else {
        if Platform.shape.knows(path.steps[...], in: effective.root) {
            throw UsageError("\(path) is not set in this model", hint: "ihctl config show --origin tells what is")
        }
        let parent = SettingPath(path.steps.dropLast())
        let known = (effective.root.at(parent)?.map?.entries ?? []).map { "\(parent / $0.key)" }
        let all = "known: \(known.joined(separator: ", "))"
        throw UsageError(
            "there is no \"\(path)\" in this model",
            hint: didYouMean("\(path)", among: known) ?? (known.isEmpty ? nil : all)
        )
    }
    let listing = SettingListing(effective, withOrigin: arguments[showOrigin])
    let report = context.report(
        "config.show",
        of: loaded,
        data: ["settings": listing.value(of: root, at: path), "files": .array(loaded.files.map(JSONValue.string))],
        body: listing.blocks(of: root, at: path)
    )
    return context.console.write(report, as: context.format)
}
