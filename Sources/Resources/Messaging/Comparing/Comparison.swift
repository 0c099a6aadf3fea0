internal import JSON
internal import Words

/// A declared field that is not as it should be.
struct Difference: Sendable {
    var field: Declared
    var from: JSON
    var to: JSON
    var verdict: FieldRule.Verdict
    var rule: FieldRule
    var note: String?
    /// What goes at once when it is changed.
    var loss: String?
    /// Why the server would refuse it however it is asked.
    var obstacle: String?

    var shown: Change.Field {
        var notes: [String] = []
        if case .inPlace(let note?) = verdict { notes.append(note) }
        if let note { notes.append(note) }
        if let loss { notes.append(loss) }
        return Change.Field(
            field.path,
            from: rule.reading.shown(from),
            to: rule.reading.shown(to),
            note: notes.isEmpty ? nil : notes.joined(separator: "; "),
        )
    }

    var isInPlace: Bool {
        if case .inPlace = verdict { return obstacle == nil }
        return false
    }

    var replaces: Bool {
        if case .replace = verdict { return true }
        return false
    }

    /// What keeps it from being done at all.
    var refusal: String? {
        if let obstacle { return obstacle }
        if case .refused(let reason) = verdict { return reason }
        return nil
    }
}

/// One thing's declared fields held against what was observed of it; a pure function of values.
struct Comparison: Sendable {
    private(set) var differences: [Difference] = []
    /// Declared, and unknown to a server of this release.
    private(set) var unsupported: [(field: Declared, since: Release)] = []
    /// They differ and are to be left alone.
    private(set) var ignored: [Declared] = []

    /// `config` is nil where the thing is not there.
    init(
        _ desired: some Desired,
        _ declared: [Declared],
        with config: JSON?,
        _ table: FieldTable,
        _ server: ServerFacts
    ) {
        for field in declared {
            let rule = table.rule(field.key)
            let usual = rule.reading.normalised(.null)
            guard let to = rule.reading.normalised(field.value) else { continue }
            guard rule.isKnown(to: server) else {
                if to != usual { unsupported.append((field, rule.since)) }
                continue
            }
            let from = config.map { rule.reading.normalised(Comparison.observed(field.key, in: $0)) ?? .null } ?? .null
            if config != nil, from == to { continue }
            if config == nil, to == usual, desired.initial.value(at: field.key).isNull { continue }
            if let config, Comparison.isOverruled(field.key, in: config) { continue }
            if config != nil, desired.ignores(field) {
                ignored.append(field)
                continue
            }
            let verdict = config == nil ? .inPlace() : rule.verdict(from, to, server)
            differences.append(Difference(field: field, from: from, to: to, verdict: verdict, rule: rule))
        }
    }

    /// A consumer's filters stand under one of two names.
    static func observed(_ key: String, in config: JSON) -> JSON {
        guard key == "filter_subjects" else { return config.value(at: key) }
        return config[key].isNull ? config["filter_subject"].string.map { JSON([$0]) } ?? .null : config[key]
    }

    /// What a sealed stream must have, whatever was asked for.
    private static func isOverruled(_ key: String, in config: JSON) -> Bool {
        config["sealed"] == true
            && ["max_age", "discard", "deny_delete", "deny_purge", "allow_rollup_hdrs"].contains(key)
    }

    mutating func update(_ body: (inout Difference) -> Void) {
        for index in differences.indices { body(&differences[index]) }
    }

    mutating func add(_ difference: Difference) { differences.append(difference) }

    func difference(_ key: String) -> Difference? { differences.first { $0.field.key == key } }
    var unsupportedKeys: Set<String> { Set(unsupported.map(\.field.key)) }
    var isSound: Bool { differences.isEmpty }
    var replacing: [Difference] { differences.filter(\.replaces) }
}
