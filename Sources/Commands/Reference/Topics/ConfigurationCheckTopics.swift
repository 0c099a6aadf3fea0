internal import Words

/// What doctor asks of the platform file, of this machine, and of everything together.
let configurationCheckTopics: [Topic] = [
    topic(
        "config.file",
        "the platform file says nothing it must not",
        "Every fault that ihctl config validate finds in the platform file and the environment's layers.",
        whatToDo: ["ihctl config validate names each with file, line, column and the nearest name."],
        related: ["config.invalid", "config.doubtful"]
    ),
    topic(
        "config.reference",
        "a reference leads to a value",
        "The file refers to a variable, a file or an entry of the secrets file. Unset, empty, blank and unreadable are told apart.",
        whatToDo: [
            "Set it where the finding says, or name a file that holds it: NAME_FILE=PATH.",
            "For development, ihctl dev up offers what the local stack has; ihctl bootstrap makes the secrets that are the platform's own.",
        ],
        why: ["A service that is asked with an empty password answers as if the password were wrong."],
        related: ["config", "config.unresolved"]
    ),
    topic(
        "config.value",
        "a value is what its place asks for",
        "A URL is a URL of the right kind with a host, a provider's key is one of that provider, and nothing is a placeholder, in quotes or with white space at its edges.",
        whatToDo: ["The finding says what is wrong, never what the value is. Copy it anew from where it was made."],
        why: [
            "A key copied with its line end, or a password with an @ in a URL, fails far from here with an error that names something else."
        ],
        good: "postgresql://agent:p%40ss@db:5432/app",
        related: ["config", "placeholder"]
    ),
    topic(
        "config.jwt-key",
        "the key that signs tokens cannot be guessed",
        "HS256 wants a key of 32 bytes at least. With a short or simple one anybody can sign tokens.",
        whatToDo: ["Make a new one: openssl rand -base64 48. Tokens that were signed with the old one end with it."],
        related: ["configuration.weak_secret"]
    ),
    topic(
        "config.encryption-key",
        "the encryption key is a Fernet key",
        "32 bytes in url-safe base64. With anything else the agent cannot seal or open what it stores.",
        whatToDo: [
            "Make one where there is none: ihctl bootstrap. Never replace one that sealed data without opening it first."
        ],
        related: ["configuration.weak_secret"]
    ),
    topic(
        "config.secrets-file",
        "nobody but its owner reads a file with secrets",
        "The secrets file, .env and every file that a secret comes from belong to their owner alone.",
        whatToDo: ["chmod 600 on the file. What others may have read should be replaced."],
        related: ["configuration.open_file", "exposed"]
    ),
    topic(
        "config.debug",
        "an environment that serves people tells nothing of its inside",
        "In a protected environment the level DEBUG and logging.debug write requests and answers into logs that many can read.",
        severity: .warning,
        whatToDo: ["Set logging.level to INFO and logging.debug to false in that environment's file."],
        related: ["exposed"]
    ),
    topic(
        "machine.clock",
        "this machine's clock agrees with the servers'",
        "Servers tell their time with every answer. Where two of them agree against this machine, this machine is wrong.",
        whatToDo: ["timedatectl set-ntp true, or date -u --set=… by hand."],
        why: [
            "Signatures of requests, tokens and certificates all hold for a certain time: a wrong clock breaks all three."
        ],
        related: ["clock", "tls_not_yet_valid"]
    ),
    topic(
        "machine.proxy",
        "what the proxy variables name answers, and stands before nobody it must not",
        "HTTPS_PROXY and its kin send requests through a proxy. One that does not answer makes every service look broken, and one outside cannot reach what is inside.",
        severity: .warning,
        whatToDo: ["Unset the variable, or name inner hosts in NO_PROXY."],
        related: ["proxy"]
    ),
    topic(
        "machine.files",
        "enough files may be open",
        "Each connection is a file to the system. Below 1,024 a busy process comes to its limit.",
        severity: .warning,
        whatToDo: ["ulimit -n 4096 for this shell; for a service the limit of its unit or container."],
        related: ["capacity"]
    ),
    topic(
        "machine.disk",
        "the disk has room",
        "Below a tenth free it is a warning, below 200 MiB a fault: logs, plans and the local stack all write here.",
        whatToDo: ["df -h, then remove what is not needed; ihctl dev reset empties the local stack."],
        related: ["capacity"]
    ),
    topic(
        "doctor.in-cluster",
        "doctor runs inside the cluster",
        "ihctl doctor --in-cluster makes a Job like the CronJob ihctl-doctor: the same image, account, configuration and secrets. Something kept it from being made, from starting or from telling; the failure class says which, and nothing of the platform itself is said.",
        whatToDo: [
            "missing: the namespace or the CronJob is not there. kubernetes.ihctl in the platform file makes it: render and deploy. Or a config map or secret that its pod mounts is not.",
            "permission: who asks may get cronjobs, create and delete jobs, list pods and events, and read pods/log in the namespace; or an admission policy refuses the pod.",
            "auth, missing, rate_limited at the image: the registry does not let the cluster pull it, does not have it, or has had enough pulls.",
            "quota, capacity: the namespace or the nodes have no room for one pod more; the Job asks for what the CronJob asks for.",
            "config: a secret or a key that the pod is given is not there. broken_answer: it ended without a report; its last lines are shown.",
        ],
        why: [
            "A name or a port may be reached from inside a cluster and not from here, or the other way round: only who stands there knows.",
            "The Job is removed in any case; after kill -9 the cluster does so five minutes after its end.",
        ],
        good:
            "kubernetes:\n  ihctl:\n    image: registry.example/ihctl\n    tag: \"1.4.0\"\n    doctor: \"*/15 * * * *\"",
        related: ["kubernetes.connect", "kubernetes.permissions", "exit.3"]
    ),
    topic(
        "doctor.cause",
        "one fault stands behind several checks",
        "Checks of different services failed alike, so that one cause is more likely than several.",
        whatToDo: ["Mend the cause that is named first, then look again: most of what stands behind it goes with it."],
        why: [
            "Five services that are out of reach look like five faults, and it is one resolver, one host or one clock."
        ],
        related: ["dns", "clock", "connect_timeout"]
    ),
]

/// What doctor asks of the regions and of all services together.
let togetherTopics: [Topic] = [
    topic(
        "regions.primary",
        "exactly one region takes the writes",
        "With none nothing can be written, with two the same row may be written in both.",
        whatToDo: ["Give exactly one region the role primary in the platform file."],
        related: ["config"]
    ),
    topic(
        "regions.failover",
        "another region could take over",
        "Of the regions beside the primary at least one has no failed check, so that a failover would have somewhere to go.",
        severity: .warning,
        whatToDo: ["Mend one of the others: what is wrong with them stands among the findings."],
        why: ["A second region that nobody looked at is found broken on the day it is needed."],
        related: ["redundancy", "regions.drift"]
    ),
    topic(
        "regions.drift",
        "what holds in one region holds in the others",
        "The same check of the same thing in every region, beside one another: a bucket that one lacks, a stream that differs, a schema that is behind.",
        severity: .warning,
        whatToDo: ["ihctl bootstrap --plan shows each field; ihctl bootstrap makes them alike."],
        related: ["drift", "regions.failover"]
    ),
    topic(
        "platform.roundtrip",
        "one piece of work goes through database, messaging and storage and back",
        "A row is written and read, sent as a message, stored as an object and read again, under one id, and then taken away everywhere.",
        whatToDo: [
            "The finding says where it was lost. The checks of that service tell more.",
            "With --skip writes nothing is written.",
        ],
        why: [
            "Each service may be well where all together are not: another database, another account, another store than the agents use."
        ],
        related: ["corrupt", "broken_answer"]
    ),
]
