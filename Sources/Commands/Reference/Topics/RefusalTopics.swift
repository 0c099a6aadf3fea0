internal import Words

/// Why the guard before every write said no; nothing has been changed then.
let refusalTopics: [Topic] = [
    Topic(
        "guard.wrong_target",
        .refusal,
        title: "the server reached is not the one this environment means",
        summary: """
            Before its first write every verb compares what it reached (database and system identifier, owner of the bucket, server \
            and account of NATS, cluster) with identity: in the platform file. They differ, and nothing was written.
            """,
        why: [
            """
            A URL in a forgotten variable or a port forward to the wrong place is all it takes to run staging's migration on \
            production. The server's own name for itself cannot be mistaken.
            """
        ],
        whatToDo: [
            "Find out where the address came from: ihctl config show --origin names the file or variable of each value.",
            """
            If the server is right and was made anew, correct identity: in the environment's file. The refusal says what the server \
            answered.
            """,
        ],
        examples: [.good("identity:\n  database: island_hopper\n  system_identifier: \"7481234567890123456\"")],
        related: ["guard.untold", "guard.unconfirmed"]
    ),
    Topic(
        "guard.untold",
        .refusal,
        title: "the server does not tell who it is",
        summary:
            "The environment's identity: expects a fact that the server reached did not tell, so nobody knows whether it is the right one.",
        why: ["No evidence is not agreement: a server that cannot be recognised is not written to."],
        whatToDo: [
            "Give the role the right to read the fact. A database's system identifier wants pg_monitor or a superuser, as DATABASE_ADMIN_URL usually is.",
            "If the server cannot tell it at all, as managed ones may not, take this one fact out of identity: and keep the others.",
        ],
        related: ["guard.wrong_target"]
    ),
    Topic(
        "guard.unconfirmed",
        .refusal,
        title: "a protected environment was not confirmed",
        summary: """
            An environment with protected: true, as production is, is written to only when its name has been typed, or given with \
            --confirm. The name of another environment does not count.
            """,
        whatToDo: [
            "At a terminal type the environment's name when asked. Where nobody can be asked, in CI, give it on the line."
        ],
        examples: [.good("--confirm production")],
        related: ["guard.wrong_target"]
    ),
    Topic(
        "bootstrap.failed",
        .check,
        severity: .error,
        title: "a change was carried out",
        summary: "A server refused a change, or the connection to it broke. What was done before stays done.",
        whatToDo: [
            "The message says what the server said. Mend it and run ihctl bootstrap again: it goes on with what is left.",
            "Whatever was cut short, ihctl bootstrap --plan tells what is still to do: the servers are the only state.",
        ],
        related: ["guard.wrong_target"]
    ),
]
