internal import FoundationEssentials
internal import JSON
internal import Platform
internal import Words

/// The models that a provider has for this key.
///
/// A list may be half a megabyte of descriptions and prices, and many providers may be asked at once: only what is looked at stays.
struct OfferedModels: Sendable, Hashable {
    private struct Entry: Sendable, Hashable {
        let id: String
        let retirement: Retirement?
    }

    private let entries: [String: Entry]

    /// Nil where the answer holds no list.
    init?(_ body: JSON) {
        guard let list = body["data"].array ?? body["models"].array else { return nil }
        var entries: [String: Entry] = [:]
        for entry in list {
            guard let id = entry["id"].string ?? entry.string else { continue }
            let kept = Entry(id: id, retirement: Retirement(of: entry))
            entries[id] = kept
            if let slug = entry["canonical_slug"].string, entries[slug] == nil { entries[slug] = kept }
        }
        self.entries = entries
    }

    var count: Int { Set(entries.values.map(\.id)).count }
    var names: [String] { entries.keys.sorted() }

    func has(_ model: String, of kind: Provider.Kind) -> Bool { entry(model, of: kind) != nil }

    func retirement(of model: String, _ kind: Provider.Kind) -> Retirement? {
        entry(model, of: kind)?.retirement ?? Retirement.known(model, of: kind)
    }

    private func entry(_ model: String, of kind: Provider.Kind) -> Entry? {
        if let entry = entries[model] { return entry }
        // OpenRouter adds a manner to any model: the quickest, the cheapest, with the web.
        guard kind == .openrouter, let colon = model.lastIndex(of: ":"),
            ["nitro", "floor", "online", "exacto"].contains(model[model.index(after: colon)...])
        else { return nil }
        return entries[String(model[..<colon])]
    }

    func finding(for model: String, of kind: Provider.Kind, _ context: ModelContext) -> Finding? {
        let isThere = has(model, of: kind) || context.isResolved
        let retirement = retirement(of: model, kind)
        let successor = retirement?.successor.map { [Finding.Remedy.hint("Its maker names \($0) in its place.")] } ?? []
        guard isThere else {
            if let retirement, retirement.isOver(on: context.today) {
                return context.finding(
                    .error,
                    .deprecated,
                    "The model \(model) was switched off on \(retirement.day).",
                    remedies: successor,
                    model: model
                )
            }
            let near = NearestName.all(to: model, among: names)
            return context.finding(
                .error,
                .missing,
                "\(context.start) offers no model \(model) to this key.",
                evidence: [.fact("offered", counted(count, "model"))]
                    + (near.isEmpty ? [] : [.fact("near", near.joined(separator: ", "))]),
                remedies: near.first.map { [.hint("Is \($0) meant?")] }
                    ?? [.hint("Look for a slip in the name, and whether the account has to enable the model.")],
                model: model
            )
        }
        guard let retirement else { return nil }
        return context.finding(
            .warning,
            .deprecated,
            "The model \(model) is switched off on \(retirement.day).",
            remedies: successor + [.hint("Move to another before that day.")],
            model: model
        )
    }
}

/// Of whom and when a model is spoken.
struct ModelContext {
    let target: Address
    let name: String
    let today: Date
    /// The provider knows the name, though its list does not hold it.
    var isResolved = false

    var start: String { name.prefix(1).uppercased() + name.dropFirst() }

    func finding(
        _ severity: Finding.Severity,
        _ failure: FailureClass,
        _ message: String,
        evidence: [Finding.Evidence] = [],
        remedies: [Finding.Remedy],
        model: String
    ) -> Finding {
        Finding(
            ProvidersChecks.models,
            severity,
            at: target,
            failure,
            message,
            evidence: evidence,
            remedies: remedies,
            data: ["model": .string(model)]
        )
    }
}
