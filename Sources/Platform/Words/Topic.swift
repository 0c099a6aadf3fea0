/// What `ihctl explain` tells of an id: what it means, why, and what to do.
package struct Topic: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case check
        case lintRule = "lint_rule"
        case policy
        case failureClass = "failure_class"
        case refusal
        case outcome
        case exitStatus = "exit_status"

        /// `lint rule`.
        package var name: String { rawValue.split(separator: "_").joined(separator: " ") }

        /// Above a list of them.
        package var plural: String {
            switch self {
            case .check: "checks"
            case .lintRule: "lint rules"
            case .policy: "policies"
            case .failureClass: "failure classes"
            case .refusal: "refusals"
            case .outcome: "outcomes"
            case .exitStatus: "exit statuses"
            }
        }
    }

    /// Text to be shown as it is: what the thing looks like, and what it should look like.
    package struct Example: Sendable, Hashable {
        package enum Worth: String, Sendable, Hashable {
            case bad, good
        }

        package var worth: Worth
        package var text: String

        package static func bad(_ text: String) -> Example { Example(worth: .bad, text: text) }
        package static func good(_ text: String) -> Example { Example(worth: .good, text: text) }
    }

    package var id: String
    package var kind: Kind
    /// Other words somebody may ask by: an exit code, an SQLSTATE.
    package var aliases: [String]
    /// What a rule's findings are unless something says otherwise.
    package var severity: Finding.Severity?
    /// One line, lower case, no full stop.
    package var title: String
    package var summary: String
    /// Paragraphs, as all that follows.
    package var why: [String]
    package var whatToDo: [String]
    package var examples: [Example]
    /// Ids of other topics.
    package var related: [String]

    package init(
        _ id: String,
        _ kind: Kind,
        aliases: [String] = [],
        severity: Finding.Severity? = nil,
        title: String,
        summary: String,
        why: [String] = [],
        whatToDo: [String] = [],
        examples: [Example] = [],
        related: [String] = [],
    ) {
        self.id = id
        self.kind = kind
        self.aliases = aliases
        self.severity = severity
        self.title = title
        self.summary = summary
        self.why = why
        self.whatToDo = whatToDo
        self.examples = examples
        self.related = related
    }
}

extension Topic {
    package var blocks: [Block] {
        var blocks: [Block] = [
            .ends(Line(id, .name) + Line("   \(title)", .strong), Line(about, .dim)), .blank, .paragraph(Line(summary)),
        ]
        for (title, paragraphs) in [("Why", why), ("What to do", whatToDo)] where !paragraphs.isEmpty {
            blocks += [.blank, .heading(title)]
            blocks += paragraphs.enumerated().flatMap { number, text -> [Block] in
                (number > 0 ? [.blank] : []) + [.paragraph(Line(text))]
            }
        }
        for example in examples {
            let title = Line(caption(of: example), example.worth == .bad ? .bad : .good)
            blocks += [.blank, .paragraph(title), .indented([.verbatim(example.text)])]
        }
        if !related.isEmpty {
            let fact = Block.Fact("related", Line(related.joined(separator: ", ")))
            blocks += [.blank, .facts([fact])]
        }
        return blocks
    }

    /// What stands above an example: a good one answers the bad one before it, where there is one.
    package func caption(of example: Example) -> String {
        if example.worth == .bad { return "Not so" }
        return examples.contains { $0.worth == .bad } ? "But so" : "For example"
    }

    private var about: String {
        severity.map { "\(kind.name), \($0.rawValue)" } ?? kind.name
    }

    package var json: JSONValue {
        [
            "id": .string(id), "kind": .string(kind.rawValue), "aliases": .array(aliases.map(JSONValue.string)),
            "severity": JSONValue(severity?.rawValue), "title": .string(title), "summary": .string(summary),
            "why": .array(why.map(JSONValue.string)), "what_to_do": .array(whatToDo.map(JSONValue.string)),
            "examples": .array(
                examples.map { ["worth": .string($0.worth.rawValue), "text": .string($0.text)] }
            ),
            "related": .array(related.map(JSONValue.string)),
        ]
    }
}
