internal import Words

/// What doctor asks of the AI providers and of a running agent.
let providersTopics: [Topic] = [
    topic(
        "providers.connect",
        "the provider's own API answers at its address",
        "Name, connection, TLS and the certificate's days are walked, and one question is asked with a key that nobody has: a refusal in the provider's own form proves who answers.",
        whatToDo: [
            "protocol_mismatch means that something else answers: a captive portal, a gateway's page, a path that is off. Look at providers.<id>.endpoint first.",
            "OpenRouter's ends in /api/v1, OpenAI's in /v1; Anthropic's is the bare host.",
            "Where a proxy is named as the cause, look at machine.proxy.",
        ],
        why: ["A login page with status 200 is no provider, though every check of a port would call it well."],
        good: "curl -sS -i https://openrouter.ai/api/v1/key | head -20",
        related: ["protocol_mismatch", "proxy", "tls_expiring"]
    ),
    topic(
        "providers.key",
        "the provider takes the key",
        "The key opens one question that spends no token: OpenRouter's /key, the list of models elsewhere. Refused, disabled, limited to other addresses, without credits and short of patience are told apart.",
        whatToDo: [
            "auth: make a new key, or look which variable this one came from: ihctl config show --origin.",
            "permission: the key is known. Widen its rights, its list of addresses, or ask from a region that is served.",
            "billing: buy credits or raise the limit; trying again does not help, also where the status is 429.",
            "rate_limited and overloaded pass by themselves: the fallback has to carry the requests meanwhile.",
            "exposed: the server takes a key that nobody has, so that this one is not proved by being taken.",
        ],
        why: [
            "The same status means different things: 403 is moderation at OpenRouter and a missing right at Anthropic, 429 is a full minute or an empty purse at OpenAI."
        ],
        related: ["auth", "permission", "billing", "rate_limited", "overloaded"]
    ),
    topic(
        "providers.models",
        "the provider offers every declared model, and will go on to",
        "Every model that the platform file declares, or that routing names, is looked for among those that the provider has for this key; days on which a model is switched off are told before they come.",
        whatToDo: [
            "missing: look for a slip, the nearest name stands in the finding; some models have to be enabled for an account.",
            "deprecated: move to the successor before that day; behind it every request fails.",
        ],
        related: ["missing", "deprecated"]
    ),
    topic(
        "providers.quota",
        "credits and requests are left",
        "What the provider says of a key's credits and of the requests and tokens left this minute. Below a fifth it is a warning, at nothing a fault.",
        whatToDo: [
            "Raise the limit, buy credits, or ask less often.",
            "drift: requests_per_minute in the platform file is more than the provider allows; correct it.",
        ],
        related: ["quota", "billing", "rate_limited"]
    ),
    topic(
        "providers.failover",
        "the primary and the fallback could both answer",
        "Put together from the checks of both: a failover is only worth something while the one that is not used works too.",
        whatToDo: [
            "Mend whichever cannot answer, or name another in routing.", "Let the two be with different providers.",
        ],
        why: ["A fallback is found broken when it is needed, unless somebody looks before."],
        related: ["redundancy"]
    ),
    topic(
        "agent.connect",
        "the agent answers at its address",
        "Name, connection, TLS, and an answer of the agent's own at the path of its liveness probe.",
        whatToDo: [
            "overloaded means that a gateway answers and no living agent stands behind it: look at the pods and at what the service selects.",
            "protocol_mismatch: look at agent.endpoint and agent.liveness.path.",
        ],
        related: ["protocol_mismatch", "overloaded", "refused"]
    ),
    topic(
        "agent.health",
        "the agent says that it is healthy",
        "The state in the agent's own answer: healthy, degraded or unhealthy, with the parts that it says are not well.",
        whatToDo: ["Look at the checks of the part that it names. An agent that says no word of its health is a note."],
        related: ["unhealthy", "agent.ready"]
    ),
    topic(
        "agent.ready",
        "the agent takes work",
        "The path of the readiness probe answers 200. Anything else keeps Kubernetes from sending it requests.",
        whatToDo: [
            "starting passes by itself: ihctl doctor --wait 60s. If it stays, the agent's log says what it waits for."
        ],
        related: ["starting", "agent.health"]
    ),
    topic(
        "agent.metrics",
        "the agent tells the figures that the alerts read",
        "What stands at agent.metrics can be read by Prometheus, and holds the names that the alerts of the platform file read of the agent: <platform>_requests_total and <platform>_request_duration_seconds.",
        severity: .warning,
        whatToDo: ["Let the agent count them, or take away the alerts that read them."],
        why: ["An alert on a metric that nobody tells never fires, and looks well for ever."],
        related: ["missing", "broken_answer", "telemetry.rules"]
    ),
    topic(
        "agent.answer",
        "the agent answers a question, and in time",
        "One real question, POST /chat of {\"message\": …}, answered with {\"response\": …}. It spends a few tokens; leave it out with --skip tokens. An answer slower than performance.response_time_max is a warning.",
        whatToDo: [
            "broken_answer or overloaded: look at the checks of the providers, then at the agent's log.",
            "auth: the agent asks for a key, and doctor has none: skip the check in the platform file, with the reason.",
        ],
        related: ["broken_answer", "latency", "providers.failover"]
    ),
]
