internal import Words

/// What doctor asks of NATS and JetStream; `messaging.connect` and `messaging.jetstream` are those of bootstrap.
let messagingCheckTopics: [Topic] = [
    topic(
        "messaging.version",
        "every server is new enough, and of one release",
        "The server's release against messaging.version, and the releases of all servers of its cluster against each other.",
        whatToDo: [
            "Bring older servers to the release that is named, one after the other.",
            "A cluster of two releases is right during an upgrade, and not for longer.",
        ],
        why: ["An older server takes an unknown field without a word and without effect, and may come to lead."],
        related: ["outdated", "messaging.unsupported"]
    ),
    topic(
        "messaging.permissions",
        "this user may send what agents send and hear what answers",
        "The user's permissions, as the server tells them, against the subjects of streams, consumers and inboxes.",
        whatToDo: [
            "Allow the subject that is named in the user's permissions, or give the platform another user.",
            "A consumer's worker publishes to $JS.API.CONSUMER.MSG.NEXT.STREAM.CONSUMER and to $JS.ACK.STREAM.CONSUMER.>.",
        ],
        why: [
            "The server tells a refusal beside the conversation. Most programs do not listen there, and report that time was up."
        ],
        related: ["permission", "messaging.permission"]
    ),
    topic(
        "messaging.roundtrip",
        "a request finds its answer",
        "A request to ihctl-doctor.UUID, answered by ihctl itself: both directions, and how long they take; 250 ms are spoken of.",
        whatToDo: [
            "Look at the way to the server, at its load and at messaging.slow-consumers.",
            "A user who may not use that subject is not judged by it.",
        ],
        related: ["latency", "messaging.permissions"]
    ),
    topic(
        "messaging.payload",
        "the server takes the largest message",
        "The server's max_payload against messaging.largest_message and against the largest messages that streams and buckets are to keep.",
        whatToDo: [
            "Raise max_payload in nats-server's configuration: 1 MiB unless said, 8 MiB are its makers' advice.",
            "Put larger things into an object store, and their name into the message.",
        ],
        why: ["The server cuts off the connection of whoever sends more, with everything else that goes over it."],
        good: "messaging:\n  largest_message: 256Ki",
        related: ["capacity"]
    ),
    topic(
        "messaging.monitoring",
        "the monitoring page is this server's and calls it well",
        "The monitoring URL answers, belongs to the server or cluster that we are connected to, and its healthz has nothing to say.",
        severity: .warning,
        whatToDo: [
            "Correct messaging.monitoring, or set http: in nats-server's configuration; 8222 is the custom.",
            "A page that gives no answer is asked once a run: what else would be read there is left out then.",
            "What healthz says is the server's own reason. A server that has just started says so until its streams have caught up.",
        ],
        why: ["A page that says ok proves nothing: it says so of a server without JetStream too."],
        related: ["messaging.slow-consumers", "messaging.connect"]
    ),
    topic(
        "messaging.slow-consumers",
        "every client reads as fast as it is sent to",
        "Clients that the server cut off within the last hour because they did not read what they were sent.",
        severity: .warning,
        whatToDo: ["Let them read faster, subscribe to less, or take from a stream, which waits for them."],
        why: ["What was on its way to them is lost unless a stream kept it."],
        related: ["overloaded", "messaging.consumer.lag"]
    ),
    topic(
        "messaging.leaf",
        "the links to the other servers stand",
        "For a leaf: its link to the hub and the JetStream domains that its streams take from. For a cluster: its name and its servers.",
        whatToDo: [
            "Look at remotes under leafnodes in the leaf's configuration and at the way to the hub's port, 7422 as a rule.",
            "The leaf's log says every second why the link cannot be made.",
        ],
        related: ["unreachable", "messaging.mirror", "redundancy"]
    ),
    topic(
        "messaging.account",
        "the account and the server have room left",
        "What the account and, where monitoring is declared, the server use of their limits; spoken of from 75 %, a failure from 90 % where storing ends.",
        whatToDo: [
            "Raise the limit in the account's or the server's jetstream block, or let streams keep less.",
            "What is reserved (max_bytes of all streams) counts too: no stream can be made beyond it.",
        ],
        related: ["quota", "capacity", "messaging.stream.headroom"]
    ),
    topic(
        "messaging.stream",
        "the stream is there",
        "Each stream of the platform file, and those behind its buckets.",
        whatToDo: ["ihctl bootstrap makes what is missing; the finding has the whole command."],
        why: ["What is published to a subject that no stream keeps is gone."],
        related: ["missing", "messaging.jetstream"]
    ),
    topic(
        "messaging.stream.settings",
        "the stream is set as the file says",
        "Each declared field against what the server has: one finding for each that differs, with what can be done about it.",
        severity: .warning,
        whatToDo: [
            "ihctl bootstrap changes what can be changed; what only a new stream would have needs --allow-destroy.",
            "Name a field under ignore: where somebody else rules it.",
            "A sealed stream that is not declared as one fails: a seal is for ever, so that only a new stream takes messages again.",
        ],
        why: [
            "Of fields that nobody declares only two are spoken of: sealed, which ends the stream's work, and no_ack, which keeps it from publishers whether anything was stored."
        ],
        related: ["drift", "messaging.stream.overlap", "messaging.unsupported"]
    ),
    topic(
        "messaging.stream.quorum",
        "more than half of the stream's copies live",
        "Living copies are counted: the leader, and every other that is not offline and was heard of within 5 s.",
        whatToDo: [
            "Start the servers that are down. With more than half of the copies back a leader is chosen within seconds.",
            "In a cluster a stream that is not there, or a JetStream that cannot be asked, is a warning here: what is broken is told by the check of that.",
            "One copy less than declared is a warning: the next one that goes may stop the stream.",
        ],
        why: [
            "A survivor goes on naming itself leader for up to 20 s, dead copies go on being current, and one that was killed is not marked offline.",
            "Without a quorum nothing is stored, and acknowledgements hang.",
        ],
        related: ["quorum", "redundancy", "messaging.publish"]
    ),
    topic(
        "messaging.stream.headroom",
        "the stream is far from its limits",
        "Messages and bytes against the stream's limits: from 75 % a warning and from 90 % a failure where it refuses the new.",
        whatToDo: [
            "Let workers catch up, raise the limit, or let the stream discard the old.",
            "A workqueue that discards the old is spoken of from 90 %: it drops what nobody has done yet.",
        ],
        why: ["A stream with limits that keeps the newest is full by design and not spoken of."],
        related: ["capacity", "messaging.consumer.lag", "messaging.account"]
    ),
    topic(
        "messaging.publish",
        "the stream answers who publishes to it",
        "A message is published that the stream must refuse, as it expects another stream: its leader answers, and nothing is stored.",
        whatToDo: [
            "No answer means that the stream's leader is gone; 503, that no stream takes the subject in this account.",
            "Streams that keep exact subjects alone are left out: whoever listens there would hear the probe.",
        ],
        why: ["A leader without a quorum still gives that answer: messaging.stream.quorum has to hold first."],
        related: ["messaging.stream.quorum", "messaging.permissions"]
    ),
    topic(
        "messaging.workqueue",
        "every message of the workqueue has a consumer",
        "Subjects of a workqueue that no consumer takes, and messages in it that are for nobody.",
        severity: .warning,
        whatToDo: [
            "Declare a durable consumer under messaging.consumers; {agent} in its name makes one for each agent.",
            "Messages for an agent that has gone stay until somebody takes or purges them.",
        ],
        why: ["A workqueue drops a message when it is done. What nobody does fills it up."],
        related: ["messaging.stream.no-consumer", "messaging.stream.headroom"]
    ),
    topic(
        "messaging.mirror",
        "the stream hears from where its messages come",
        "When a mirror or a stream with sources last heard of its origin: more than 10 s is a cut link, 1,000 messages behind are a warning.",
        whatToDo: [
            "Look at the link to the origin's servers (leaf, gateway or route), at the origin's name and at its domain."
        ],
        why: ["The lag stays at its last value when the link is cut: 0 behind, and hours late."],
        related: ["unreachable", "lag", "messaging.leaf"]
    ),
    topic(
        "messaging.consumer",
        "the consumer is there",
        "Each durable consumer of the platform file, one for each agent where its name says {agent}.",
        whatToDo: ["ihctl bootstrap makes what is missing; the finding has the whole command."],
        related: ["missing", "messaging.stream"]
    ),
    topic(
        "messaging.consumer.settings",
        "the consumer is set as the file says",
        "Each declared field against what the server has: one finding for each that differs.",
        severity: .warning,
        whatToDo: [
            "ihctl bootstrap changes what can be changed; the finding has the whole command.",
            "headers_only and inactive_threshold are spoken of though nobody declares them: without bodies workers can do nothing, and the server deletes a consumer that is idle for so long.",
        ],
        related: ["drift", "messaging.consumer.filter", "messaging.consumer.workqueue"]
    ),
    topic(
        "messaging.consumer.lag",
        "workers keep up with their messages",
        "How long the oldest message has waited, by the server's clock, against the time a worker has for one (30 s at least), and who is there to take it.",
        whatToDo: [
            "No worker: start the agent. Stuck: its workers hold all they may and finish none, so start them again.",
            "Paused: nobody gets anything until the time that is named. nats consumer resume lets it go on now.",
            "Ten times that long with workers at work is a backlog: give it more of them.",
            "At 80 % of the stream's max_age messages are about to be dropped unread.",
        ],
        related: ["lag", "stuck", "messaging.consumer.poison"]
    ),
    topic(
        "messaging.consumer.poison",
        "no message was given up",
        "Messages that were delivered as often as max_deliver allows and never done.",
        severity: .warning,
        whatToDo: [
            "Read them (nats stream get STREAM SEQUENCE), mend the worker, send them once more, and delete the old.",
            "The count is the least it can be: of messages that workers have now nobody knows whether it is their last time.",
        ],
        why: [
            "Such a consumer looks drained: nothing waits, nobody has anything, and the messages stay in the stream."
        ],
        related: ["stuck", "messaging.consumer.lag"]
    ),
]
