internal import Words

private func fault(
    _ failureClass: FailureClass,
    _ title: String,
    _ summary: String,
    _ whatToDo: String...,
    related: [FailureClass],
) -> Topic {
    Topic(
        failureClass.rawValue,
        .failureClass,
        title: title,
        summary: summary,
        whatToDo: whatToDo,
        related: related.map(\.rawValue)
    )
}

/// The kinds of faults above the connection: what was said, what is allowed, what is there, and what it can bear.
let faultTopics: [Topic] = [
    fault(
        .config,
        "what was said is missing or malformed",
        "The platform file, a variable or a secret is missing, empty or not of the form that its place asks for. No server was asked anything.",
        "ihctl config show --origin tells where each value comes from; ihctl config validate names every fault with its line.",
        related: [.placeholder, .missing]
    ),
    fault(
        .placeholder,
        "a sample's text stands where a value should",
        "The value is one of those that templates and tutorials leave behind: changeme, your-key-here, a row of x.",
        "Put the real value there. Where it is a secret of the platform's own, ihctl bootstrap makes one.",
        related: [.config]
    ),
    fault(
        .proxy,
        "a proxy stands in the way and fails",
        "A variable such as HTTPS_PROXY sends requests through a proxy, and it is the proxy that does not answer or refuses.",
        "Unset the variable, mend the proxy, or name the hosts that are reached directly in NO_PROXY.",
        related: [.refused, .connectTimeout]
    ),
    fault(
        .tlsExpiring,
        "a certificate ends soon",
        "The certificate holds today. Within 30 days of its end it is a warning, within 7 a fault.",
        "Renew it and let the server read it again; where that should happen by itself, look why it did not.",
        related: [.tlsExpired]
    ),
    fault(
        .tlsMissing,
        "one side speaks TLS and the other does not",
        "The connection is in plain text where TLS is demanded, by the platform file or by the server.",
        "Turn TLS on at the server, or say in the URL that there is one: https, tls, rediss, sslmode=require.",
        related: [.protocolMismatch, .tlsVersion]
    ),
    fault(
        .brokenAnswer,
        "the service answered, and not as it should",
        "An answer came whose form is that of the service, and what it says cannot be used: cut off, an error of its own inside, fields missing.",
        "The answer itself stands in the evidence. A gateway's page in it means that something else answers in the service's place.",
        related: [.protocolMismatch, .overloaded]
    ),
    fault(
        .auth,
        "the credentials are refused",
        "The service knows its callers and does not take this one: a wrong password or key, an unknown name, one that has expired or was revoked.",
        "Many services say the same for all of these, so that nobody can guess names: look at each.",
        "ihctl config show --origin tells which variable or file the credentials came from.",
        related: [.permission, .config]
    ),
    fault(
        .permission,
        "the caller is known and may not",
        "The credentials are right, and what was asked is not allowed with them.",
        "Give exactly the right that is named in the finding, to exactly that role or key.",
        related: [.auth, .exposed]
    ),
    fault(
        .exposed,
        "more is open than should be",
        "Somebody can read or do what is not meant for them: a public bucket, a server without a password, a role with rights beyond its work.",
        "Take the right away. What may have been read should be replaced.",
        related: [.permission]
    ),
    fault(
        .missing,
        "what is declared is not there",
        "The server is well and does not have the thing: a database, a bucket, a stream, a table, a model.",
        "ihctl bootstrap makes what the platform file declares; ihctl doctor --fix makes what is safe to make. Look for a slip in the name first.",
        related: [.drift, .config]
    ),
    fault(
        .drift,
        "what is there is not as declared",
        "Somebody changed the server, or the platform file, and not the other.",
        "ihctl bootstrap --plan shows each field as it is and as it should be.",
        related: [.missing, .ineffective]
    ),
    fault(
        .outdated,
        "it is older than what is needed",
        "The version is below what the platform file asks for, or behind what has been applied.",
        "Upgrade the server; for a schema that is behind: ihctl migrate up.",
        related: [.deprecated, .unsupported]
    ),
    fault(
        .deprecated,
        "it goes out of service",
        "It works today, and its maker has said until when.",
        "Move to the successor that the finding names before that day.",
        related: [.outdated]
    ),
    fault(
        .unsupported,
        "this server does not have it",
        "The server says that it does not know such a setting. That is no fault unless the platform file says required.",
        "Do without, or use a server that has it.",
        related: [.ineffective, .outdated]
    ),
    fault(
        .ineffective,
        "it was accepted and has no effect",
        "The server took the setting without a word, and does not show or do it.",
        "Do not rely on it: use a server that has it, or do without.",
        related: [.unsupported, .drift]
    ),
    fault(
        .invalid,
        "the server refuses what is asked as wrong",
        "The request was understood, and a value in it is not one that the server takes.",
        "The server's own words name the value.",
        related: [.config, .unsupported]
    ),
    fault(
        .corrupt,
        "the data contradicts itself",
        "What was read back is not what was written, or what is stored cannot be all right: an invalid index, a wrong checksum.",
        "Stop writing where you can, and find out since when: backups hold what was before.",
        related: [.brokenAnswer]
    ),
    fault(
        .readOnly,
        "nothing can be written",
        "The server answers questions and takes no writes: a replica, a database set read-only, a disk that is full.",
        "On a replica use the primary's address. Otherwise find out who or what made it so: a guard against a full disk is the usual one.",
        related: [.capacity, .permission]
    ),
    fault(
        .capacity,
        "the room is running out",
        "A limit of connections, memory, disk, messages or numbers is near or has been reached.",
        "Raise the limit or use less: the finding names the figure, the limit, and what fills it.",
        related: [.quota, .overloaded]
    ),
    fault(
        .quota,
        "what is allowed is used up",
        "The account has reached what it was given: tokens, requests, connections, storage.",
        "Raise the quota with the provider, or wait until it is counted anew where it is counted by time.",
        related: [.billing, .rateLimited]
    ),
    fault(
        .billing,
        "somebody has to pay",
        "The key is right, and there are no credits, or a spending limit is reached. Trying again does not help.",
        "Look at the provider's page for billing; until then the fallback has to carry everything.",
        related: [.quota]
    ),
    fault(
        .rateLimited,
        "too many requests at the moment",
        "The key is right; there were more requests within the time than it may make.",
        "Wait as long as the answer says, ask less often, or have the limit raised.",
        related: [.quota, .overloaded]
    ),
    fault(
        .overloaded,
        "the service has too much to do",
        "The service or what stands behind it cannot take the work at the moment. It is not a fault of the caller.",
        "Try again with growing pauses; use the fallback meanwhile.",
        related: [.rateLimited, .starting]
    ),
    fault(
        .starting,
        "it is not ready yet, or no more",
        "The service is starting, recovering or shutting down. That passes.",
        "Look again in a moment: ihctl doctor --wait 60s. If it stays, its own log says what it waits for.",
        related: [.noReply, .overloaded]
    ),
    fault(
        .unhealthy,
        "it says itself that it is not well",
        "The service answers, and its own word on its health, or its watcher's, is degraded, unhealthy or down.",
        "The evidence tells which part of it is ill; look at that part's own checks, then at the service's log.",
        related: [.starting, .overloaded]
    ),
    fault(
        .quorum,
        "too few of the servers live",
        "Less than a majority of those that hold the data is there, so that nothing can be agreed and nothing written.",
        "Bring the missing servers back. Do not trust what says it is the leader: without a majority it is none.",
        related: [.redundancy]
    ),
    fault(
        .redundancy,
        "it holds, and must not lose one more",
        "A replica is missing or behind. Everything works, and the next failure would stop it.",
        "Bring the replica back, or let another take its place.",
        related: [.quorum, .lag]
    ),
    fault(
        .lag,
        "it is behind",
        "Work or data comes faster than it is taken: messages wait, a replica is behind its primary.",
        "Add workers or find out what slows them; for a replica look at its disk and its link.",
        related: [.stuck, .latency]
    ),
    fault(
        .stuck,
        "it does not go on",
        "Something waits and nothing moves it: messages nobody fetches, a rollout that makes no progress, a transaction left open.",
        "The finding names what it waits for.",
        related: [.lag, .locked]
    ),
    fault(
        .locked,
        "somebody holds what others wait for",
        "A lock is held, and others wait for it.",
        "The finding names who holds it. Let it end, or end it.",
        related: [.stuck]
    ),
    fault(
        .clock,
        "clocks do not agree",
        "Two machines differ about the time by more than signatures, tokens and certificates bear.",
        "Let every machine take its time from the network: timedatectl set-ntp true. Two servers that agree are believed before one's own.",
        related: [.tlsNotYetValid, .auth]
    ),
    fault(
        .latency,
        "it is slow",
        "The answer is right and took longer than it should.",
        "Find where the time goes: the evidence tells each leg.",
        related: [.lag, .overloaded]
    ),
    fault(
        .internal,
        "the check itself failed",
        "ihctl could not look, for a reason that is its own or this machine's, and not the service's. Nothing is known of the service.",
        "Where no files were left to open, machine.files says how many there may be. Otherwise run it again with -v. If it stays, it is a fault of ihctl: please report it with the evidence.",
        related: [.noReply]
    ),
]
