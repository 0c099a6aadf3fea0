internal import Words

/// What may be found of NATS JetStream.
let messagingTopics: [Topic] = [
    topic(
        "messaging.connect",
        "the NATS server lets us in",
        "The server could not be reached, or it refused the user.",
        whatToDo: [
            "ihctl config show --origin messaging tells which URL and token are used and where they come from.",
            "NATS says the same for a wrong password, an unknown user and a missing one: its own log tells them apart.",
            "starting: it runs and takes no clients. It was told to shut down (lame duck mode), or is not up yet; messaging.monitoring lets doctor tell this from a closed port.",
        ],
        related: ["refused", "starting", "dns", "messaging.permission"]
    ),
    topic(
        "messaging.jetstream",
        "this account has a working JetStream",
        "The server answers and has no JetStream for us: it is off, not enabled for the account, or without a leader.",
        whatToDo: [
            "Switch it on: nats-server -js, or a jetstream block in its configuration.",
            "With accounts, each one needs jetstream: enabled.",
            "A cluster without a leader is starting, or has lost more than half of its servers.",
        ],
        related: ["messaging.connect"]
    ),
    topic(
        "messaging.permission",
        "the user may provision",
        "The server refuses a subject of JetStream's API to this user.",
        whatToDo: [
            "Allow publishing to $JS.API.> and subscribing to _INBOX.> for the user that provisions; agents need less."
        ],
        related: ["messaging.connect", "messaging.refused"]
    ),
    topic(
        "messaging.answer",
        "the NATS server answers in time",
        "The connection stood and the answer did not come, or could not be understood. Whether a change was made is not known.",
        whatToDo: [
            "Run it again: it looks first and does only what is left.",
            "If it stays, look at the server's log and its load; --timeout gives it longer.",
        ],
        related: ["no_reply", "messaging.connect"]
    ),
    topic(
        "messaging.refused",
        "the change is taken by JetStream",
        "The server says no to a change that looked possible. Its words and its error code are shown.",
        whatToDo: [
            "Error 10023, 10027, 10028 and 10047 are limits of the account or the server: raise them or ask for less.",
            "Error 10052 is a configuration that contradicts itself; the server's words say where.",
        ],
        related: ["messaging.permission", "messaging.unsupported"]
    ),
    topic(
        "messaging.stream.overlap",
        "every subject is kept by one stream",
        "Two streams of the account want the same subject, or one stream names it twice. Both are named.",
        whatToDo: ["Narrow the subjects of one of them, or source one stream from the other."],
        why: [
            "The server refuses such a stream with error 10065 and does not say which other one it means.",
            "In a subject * stands for one token and > for one or more at the end: agents.*.inbox and agents.ana.> share agents.ana.inbox.",
        ],
        related: ["messaging.consumer.filter", "messaging.undeclared"]
    ),
    topic(
        "messaging.stream.no-consumer",
        "every workqueue is read",
        "A stream with workqueue retention has no consumer, on the server or in the file.",
        severity: .warning,
        whatToDo: [
            "Declare a durable consumer under messaging.consumers; {agent} in its name makes one for each agent."
        ],
        why: [
            "A workqueue drops a message when it is done. Without a consumer nothing is ever done, and it only fills up."
        ],
        good:
            "messaging:\n  agents: [ana]\n  streams:\n    inbox: {subjects: [\"agents.*.inbox\"], retention: workqueue}\n  consumers:\n    agent-{agent}: {stream: inbox, filter: \"agents.{agent}.inbox\"}",
        related: ["messaging.consumer.workqueue"]
    ),
    topic(
        "messaging.consumer.filter",
        "every filter takes a part of its stream",
        "A consumer's filter matches nothing that its stream keeps, or two of its filters overlap.",
        whatToDo: ["Mend the filter, or add its subject to the stream."],
        why: ["Newer servers take such a consumer, and it waits for ever."],
        related: ["messaging.consumer.workqueue", "messaging.stream.overlap"]
    ),
    topic(
        "messaging.consumer.workqueue",
        "a workqueue's consumers share nothing",
        "In a workqueue each message belongs to one consumer, which acknowledges it explicitly and begins with all messages.",
        whatToDo: [
            "Give each consumer a filter of its own that no other one's touches.",
            "Several workers of one kind pull from the same consumer.",
        ],
        why: ["The server refuses anything else: errors 10098 to 10101."],
        related: ["messaging.consumer.filter", "messaging.stream.no-consumer"]
    ),
    topic(
        "messaging.consumer.twice",
        "every consumer has a name of its own",
        "Two consumers of the platform file come to the same name on the same stream. The first one counts.",
        whatToDo: ["Rename one of them, or the agent whose id makes the name."],
        related: ["messaging.consumer.filter"]
    ),
    topic(
        "messaging.unsupported",
        "the server knows every declared field",
        "The file declares a field that came with a newer nats-server. It is left out; all else is done.",
        severity: .note,
        whatToDo: [
            "Bring the server to the release that is named, or take the field from the file.",
            "Where the platform cannot do without it, name it under required: and it is an error.",
        ],
        why: ["An older server takes an unknown field without a word and without effect."],
        related: ["messaging.ineffective"]
    ),
    topic(
        "messaging.ineffective",
        "what the server takes, it does",
        "The server took a field and shows another value than it was given.",
        severity: .warning,
        whatToDo: [
            "Some fields follow others: a mirror has mirror_direct of its origin. Take the field from the file, or name it under ignore:."
        ],
        related: ["messaging.unsupported", "messaging.ignored"]
    ),
    topic(
        "messaging.ignored",
        "a field is left alone",
        "The field differs and the platform file says to leave it alone.",
        severity: .note,
        whatToDo: ["Nothing, or take it from ignore: and it is mended."],
        related: ["messaging.ineffective"]
    ),
    topic(
        "messaging.field.unknown",
        "every declared field exists",
        "A field under fields: is none that nats-server 2.15 knows: a slip, or one of a newer server.",
        severity: .warning,
        whatToDo: ["Look at the name; the nearest one is shown. Fields stand there as JetStream's API spells them."],
        related: ["messaging.unsupported"]
    ),
    topic(
        "messaging.undeclared",
        "everything there is in the file",
        "Streams or durable consumers stand on the server and not in the platform file. Nothing is done to them.",
        severity: .note,
        whatToDo: [
            "Declare them, or remove them by hand when nobody needs them any more.",
            "A consumer of an agent that has gone keeps messages of a workqueue for it.",
        ],
        related: ["messaging.stream.overlap"]
    ),
]
