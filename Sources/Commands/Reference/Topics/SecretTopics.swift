internal import Words

/// What is found of the secrets file and what stands in it.
let secretTopics: [Topic] = [
    Topic(
        "configuration.secrets_file",
        .check,
        severity: .error,
        title: "the secrets file can be read and written",
        summary:
            "The file that secret:NAME is looked up in is no JSON object of names and texts, or this user may not read or write it.",
        why: [
            "A secret that is made is added to what stands there. What cannot be read could be lost, so nothing is written."
        ],
        whatToDo: [
            "Mend the file by hand: one object, every value a text in quotes.",
            "Where it belongs to somebody else, run as that user, or name another file: secrets.file in the platform file.",
        ],
        examples: [.good("{\n  \"JWT_SECRET_KEY\": \"…\",\n  \"ENCRYPTION_KEY\": \"…\"\n}")],
        related: ["configuration.open_file", "config.unresolved"]
    ),
    Topic(
        "configuration.open_file",
        .check,
        severity: .warning,
        title: "the secrets file is its owner's alone",
        summary: "Other users of the machine may read the secrets file, or write to it.",
        whatToDo: ["chmod 600 on the file. What others may have read should be replaced."],
        related: ["configuration.secrets_file", "configuration.weak_secret"]
    ),
    Topic(
        "configuration.weak_secret",
        .check,
        severity: .warning,
        title: "a secret is one",
        summary:
            "A secret that is there is a placeholder, too short, made of very few letters, or not of the form that is needed.",
        why: [
            """
            A key that can be guessed lets anybody sign tokens. It is not replaced unasked: tokens, sessions and rows that were sealed with \
            it could not be read any more, and others may hold the same value.
            """
        ],
        whatToDo: [
            "Take the entry away and let ihctl bootstrap make a new one, at a time when all who use it can take it over.",
            "A new encryption key reads nothing that the old one sealed: seal that anew first.",
        ],
        related: ["configuration.secrets_file"]
    ),
    Topic(
        "configuration.certificate",
        .check,
        severity: .warning,
        title: "the certificate for localhost is good",
        summary:
            "A certificate stands beside the secrets file that was not made by ihctl, and is not what development needs.",
        whatToDo: ["Take it away, and ihctl bootstrap makes one; or leave it, where it is meant."],
        related: ["tls_expired", "tls_hostname"]
    ),
]
