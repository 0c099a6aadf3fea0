internal import Words

/// What is wrong with a template, or with what it asks of the platform file.
let templateTopics: [Topic] = [
    topic(
        "template-unreadable",
        "a template cannot be read",
        "It is no YAML (a key twice, nested too deeply, an alias within itself) or no UTF-8. A template is YAML with its holes in it, so any YAML linter shows the same.",
        "Mend the place named.",
        related: ["template-unknown-tag", "template-malformed-hole"]
    ),
    topic(
        "template-unknown-tag",
        "a tag that templates do not know",
        "The tags are !v, !s, !if, !each and !default; YAML's own (!!str, !!int) say a type.",
        "Take the one that was meant. What needs another is a value, made before.",
        related: ["template-misplaced-tag"]
    ),
    topic(
        "template-misplaced-tag",
        "a tag before something that it cannot stand before",
        "!v stands before a path, !s before a text, !if before a list of two or three or, as a key, before a map, !each before a list of a loop and what it repeats.",
        "Write it as ihctl's documentation of templates shows.",
        examples: [.bad("replicas: !if agent.replicas"), .good("!if agent.replicas:\n  replicas: !v agent.replicas")],
        related: ["template-unknown-tag", "template-malformed-hole"]
    ),
    topic(
        "template-malformed-hole",
        "a hole or a path that is none",
        "A path is names with dots between them, and a hole of a text is a path in braces. A brace that is meant as one is written {{, or has white space behind it.",
        "Mend the path, or double the brace.",
        examples: [.bad("!s \"${PORT}\""), .good("!s \"${{PORT}\"")],
        related: ["template-missing-value"]
    ),
    topic(
        "template-missing-value",
        "a value that the model does not know",
        "The path leads to a name that no setting has. It is a slip and never \"not set\": what the model knows and nobody said is told otherwise.",
        "Take the name that the finding holds for meant; ihctl config show prints all there are. Values that are made of others stand under derived.",
        related: ["template-unset-value", "template-malformed-hole"]
    ),
    topic(
        "template-unset-value",
        "a value that nobody has said",
        "The model knows the setting, and neither the platform file nor the environment says it.",
        "Say it in the platform file, or let the template do without: !if asks whether it is there, !default gives another value.",
        examples: [
            .good("image: !s \"{agent.image}:{agent.tag}\"\n!if agent.registry:\n  registry: !v agent.registry")
        ],
        related: ["template-missing-value"]
    ),
    topic(
        "template-wrong-type",
        "a value of another type than the place needs",
        "A list or a map in the middle of a text, a loop through a number, a key that is no text.",
        "Name a value within it, or loop through it with !each.",
        related: ["template-missing-value"]
    ),
    topic(
        "template-secret",
        "a template reads a secret's place",
        "The value is a reference (env:, file:, secret:). What it leads to must never stand in a manifest, so a template cannot read it; !if may ask whether there is one.",
        "Hand the secret over where it is used: as a file of an existing Secret, or by valueFrom.secretKeyRef.",
        related: ["template-unset-value"]
    ),
    topic(
        "template-hidden-name",
        "a loop's name hides another",
        "The name that a loop gives its items is that of a value or of a loop around it, so the template would mean something else inside.",
        "Give the loop another name.",
        related: ["template-malformed-hole"]
    ),
    topic(
        "template-duplicate-key",
        "a key is made twice",
        "Two entries of a map have the same key when they are rendered: both stand in the template, or a loop or an !if adds one that is there.",
        "Take one of them away, or put a condition before it.",
        related: ["template-unreadable"]
    ),
    topic(
        "template-unsafe-text",
        "a value that the text around it would read as something else",
        "In a text that is not YAML a value with a line break, a quote, a backslash, a dollar sign or a control character could change what stands around it.",
        "Change the value, or allow it at that place: {path as is}.",
        related: ["template-malformed-hole"]
    ),
    topic(
        "template-too-large",
        "a template makes too much",
        "Loops within loops, or aliases, come to more than a million values or 64 MB of text.",
        "Loop through less.",
        related: ["template-unreadable"]
    ),
    Topic(
        "template-unused-value",
        .check,
        severity: .warning,
        title: "a value that no template reads",
        summary:
            "The platform file or an environment says it, and no template reads it in any environment, so it changes nothing.",
        why: ["A figure that stands in the file and nowhere else looks as if it held."],
        whatToDo: ["Take it out of the file, or read it in a template."],
        related: ["template-missing-value"]
    ),
]

private func topic(
    _ id: String,
    _ title: String,
    _ summary: String,
    _ whatToDo: String,
    examples: [Topic.Example] = [],
    related: [String],
) -> Topic {
    Topic(
        id,
        .check,
        severity: .error,
        title: title,
        summary: summary,
        whatToDo: [whatToDo],
        examples: examples,
        related: related
    )
}
