package import Words

extension TemplateFault {
    /// The same as every judging verb says it: the template's place first, the value's place beside it.
    package var finding: Finding {
        let (evidence, related) = whereabouts
        return Finding(
            id,
            .error,
            subject: path?.description,
            message,
            evidence: evidence,
            remedies: hints.map { .hint($0) },
            place: place,
            related: related,
            topic: id,
            data: path.map { ["path": .string($0.description)] } ?? [:],
        )
    }

    private var id: String {
        switch kind {
        case .unreadable: "template-unreadable"
        case .unknownTag: "template-unknown-tag"
        case .misplacedTag: "template-misplaced-tag"
        case .malformedPath, .malformedHole, .malformedName: "template-malformed-hole"
        case .missing: "template-missing-value"
        case .unset: "template-unset-value"
        case .mismatch: "template-wrong-type"
        case .secret: "template-secret"
        case .hidden: "template-hidden-name"
        case .duplicateKey: "template-duplicate-key"
        case .unsafeText: "template-unsafe-text"
        case .tooLarge: "template-too-large"
        }
    }

    // Behind a path that sounds secret the redactor masks a word; `must`, `no`, `has` and `cannot` are none to it.
    private var message: String {
        switch kind {
        case .unreadable(let problem): problem
        case .unknownTag(let tag, _): "the tag \(tag) is none of !v, !s, !if, !each, !default"
        case .misplacedTag(let tag, let wanted): "\(tag) stands before \(wanted)"
        case .malformedPath(let problem): "\(problem)"
        case .malformedHole(let problem): problem
        case .malformedName(let name): "\"\(name)\" cannot name what a loop goes through"
        case .missing(let step, _): "no value is called \"\(step)\""
        case .unset: "no value is set"
        case .mismatch(let expected, let found): "must be \(expected), found \(found)"
        case .secret: "must not be read by a template, it leads to a secret"
        case .hidden(let name, true): "the loop around this one calls its items \"\(name)\" too"
        case .hidden(let name, false): "the loop's name \"\(name)\" hides the value of that name"
        case .duplicateKey(let key, let first):
            "the key \"\(key)\" stands here for the second time, the first is at \(first.line):\(first.column)"
        case .unsafeText(let character): "has \(character), which the text around it would read as something else"
        case .tooLarge(let limit): "the template makes more than \(limit)"
        }
    }

    private var hints: [String] {
        switch kind {
        case .unknownTag(_, let near): near.map { ["did you mean \($0)?"] } ?? []
        case .missing(let step, let known): [missingHint(step, known)]
        case .unset: ["say it in the platform file, or give a value for that case: !default [path, value]"]
        case .secret:
            [
                "hand it over where it is used: a key of an existing Secret, mounted as a file or by valueFrom.secretKeyRef; "
                    + "!if may ask whether there is one"
            ]
        case .hidden: ["give the loop another name"]
        case .unsafeText: ["change the value, or allow it at this place: {\(path.map { "\($0)" } ?? "path") as is}"]
        default: []
        }
    }

    private func missingHint(_ step: String, _ known: [String]) -> String {
        if let near = NearestName.to(step, among: known) { return "did you mean \"\(near)\"?" }
        guard !known.isEmpty else { return "nothing stands there" }
        let shown = known.prefix(8).joined(separator: ", ")
        return "known there: \(shown)\(known.count > 8 ? " and \(known.count - 8) more" : "")"
    }

    private var whereabouts: (evidence: [Finding.Evidence], related: [Finding.Related]) {
        switch origin {
        case nil: ([], [])
        case .elsewhere(let words)?: ([.fact("value from", words)], [])
        case .file(let place)?:
            if case .missing = kind {
                ([], [Finding.Related(place, "what it should stand in")])
            } else {
                ([], [Finding.Related(place, "the value")])
            }
        }
    }
}
