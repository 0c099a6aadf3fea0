internal import Words

/// What `ihctl gate` says of its own accord; all other reasons are those of the commands behind its parts.
let gateTopics: [Topic] = [
    Topic(
        "gate.could-not-tell",
        .check,
        severity: .error,
        title: "a part of the gate came to no answer",
        summary: """
            The part could not look at what it judges: it broke, it was stopped, or something that it needs is not known here, as a \
            password or a file.
            """,
        why: [
            "No evidence is neither a yes nor a no, so the gate does not open: it ends with 3, unless another part closes it."
        ],
        whatToDo: [
            "The message names what was in the way. Run the command behind the part by itself: ihctl doctor, ihctl migrate verify, ihctl render all --check.",
            "A part that cannot be asked from here is left out knowingly: --skip PART. It is told as skipped, never as passed.",
        ],
        related: ["gate.timeout", "outcome.incomplete", "exit.3"]
    ),
    Topic(
        "gate.timeout",
        .check,
        severity: .error,
        title: "a part of the gate gave no answer in its time",
        summary:
            "Each part has a time of its own, and all together have that of --deadline. What takes longer is left behind, and nobody can tell of it.",
        whatToDo: [
            "Look which of its services is slow: ihctl doctor names it. --timeout gives every call more time, --deadline the whole."
        ],
        related: ["gate.could-not-tell"]
    ),
    Topic(
        "bootstrap.pending",
        .check,
        severity: .error,
        title: "a dependency is not as the platform file says",
        summary: """
            ihctl bootstrap would change it: something is not there, or somebody has changed it by hand. Before a deployment the gate \
            takes that for a no.
            """,
        why: [
            """
            What is deployed counts on the streams, buckets and roles that the platform file names. Migrations alone are no reason: \
            the deployment brings them.
            """
        ],
        whatToDo: [
            "ihctl bootstrap --plan shows every field that differs; ihctl bootstrap makes it so after a question.",
            "Where the server is right and the file is not, correct the file.",
        ],
        related: ["gate.could-not-tell"]
    ),
]
