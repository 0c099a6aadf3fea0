internal import Words

extension Policy {
    static let allowances: [Policy] = [allowanceMalformed, allowanceExpired, allowanceUnused]

    static let allowanceMalformed = Policy(
        "allowance-malformed",
        .error,
        .allowances,
        [],
        title: "an annotation that allows a fault names a policy, a reason and a last day",
        why: """
            An exception that nobody explained and that never ends becomes the rule. One that names no policy allows nothing, and whoever \
            wrote it believes otherwise.
            """,
        remedy: "Write the policy's id into the annotation's name, and why and until when into its value.",
        write: """
            metadata:
              annotations:
                ihctl.dev/allow-host-port: "the node's own exporter listens there; until 2027-03-01"
            """,
        .allowance,
    )

    static let allowanceExpired = Policy(
        "allowance-expired",
        .error,
        .allowances,
        [],
        title: "what is allowed for a time is mended by then",
        why: "The day somebody chose has passed: either the fault is mended, or somebody decides again and says why.",
        remedy:
            "Mend what it allowed and remove the annotation; or look again, and write a later day and the reason that holds now.",
        write: """
            metadata:
              annotations:
                ihctl.dev/allow-host-port: "moved to a Service with the next release; until 2027-03-01"
            """,
        .allowance,
    )

    static let allowanceUnused = Policy(
        "allowance-unused",
        .warning,
        .allowances,
        [],
        title: "every annotation that allows a fault is needed",
        why: "An exception without a fault waits for one: the next mistake of that kind passes without a word.",
        remedy: "Remove the annotation.",
        write: "",
        .allowance,
    )
}
