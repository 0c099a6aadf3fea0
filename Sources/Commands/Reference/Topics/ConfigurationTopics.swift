internal import Words

/// What `config validate` finds.
let configurationTopics: [Topic] = [
    Topic(
        "config.invalid",
        .check,
        severity: .error,
        title: "the platform file says something it must not",
        summary: """
            A key nobody knows, a value of the wrong type or out of its range, a reference to a thing that is not described, or two \
            settings that contradict each other.
            """,
        why: [
            """
            Every verb reads the same model. A key with a slip in its name would otherwise be passed over in silence, and the value \
            somebody wrote would not be the one in force.
            """
        ],
        whatToDo: [
            """
            The finding names file, line, column and, where one is near, the name that was probably meant. Editors show the same while \
            you type: ihctl schema platform prints the JSON schema for them.
            """
        ],
        examples: [
            .bad("database:\n  pool:\n    mox: 20"),
            .good("database:\n  pool:\n    max: 20"),
        ],
        related: ["config.doubtful", "config.unresolved"]
    ),
    Topic(
        "config.doubtful",
        .check,
        severity: .warning,
        title: "the platform file says something that is probably not meant",
        summary:
            "The model can be read and used, but a part of it has no effect, or an effect nobody is likely to want.",
        why: ["What has no effect looks as if it had one to everybody who reads the file after you."],
        whatToDo: [
            "Follow the hint, or leave it if it is meant: only config validate --strict counts warnings as faults."
        ],
        related: ["config.invalid"]
    ),
    Topic(
        "config.unresolved",
        .check,
        severity: .warning,
        title: "a reference of the platform file leads to nothing here",
        summary: """
            The file refers to a variable (env:NAME), a file (file:PATH) or an entry of the secrets file (secret:NAME). Where it is not \
            set at all this is a warning: a laptop does not hold production's secrets. Where it is set wrongly, empty or unreadable, it \
            is an error.
            """,
        whatToDo: [
            """
            Set the variable, in the environment or in .env; NAME_FILE=PATH is followed too. For development, ihctl dev up sets all that \
            the local stack offers.
            """,
            "Where the secrets must be there, in CI before a deployment, ask with config validate --strict.",
        ],
        examples: [.good("NATS_AUTH_TOKEN_FILE=/run/secrets/nats ihctl config validate --env staging --strict")],
        related: ["config.invalid"]
    ),
    Topic(
        "config.malformed",
        .check,
        severity: .error,
        title: "a reference leads to a value that cannot be right",
        summary: """
            The variable or file that the platform file refers to is there, and what it holds cannot be meant: a URL of another kind of \
            server, white space or quotes around it, a placeholder, another provider's key. The value itself is never shown.
            """,
        why: ["Each of these is refused by its server later, in words that lead elsewhere."],
        whatToDo: ["Mend the value where it is set; the hint says what is expected there."],
        examples: [
            .bad("DATABASE_URL=mysql://agent@db/app ihctl config validate"),
            .good("DATABASE_URL=postgresql://agent@db/app ihctl config validate"),
        ],
        related: ["config.value", "config.unresolved"]
    ),
]
