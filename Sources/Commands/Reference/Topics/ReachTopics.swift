internal import Words

/// The rungs below every protocol: a name, a connection, an answer.
let reachTopics: [Topic] = [
    Topic(
        "dns",
        .failureClass,
        title: "there is no such name",
        summary: "The resolver answered, and its answer is that the host has no address. No server was asked anything.",
        why: ["All that stands on the same host fails with it: one wrong name can look like five broken services."],
        whatToDo: [
            "Look for a slip in the host name first: ihctl config show --origin says which file or variable it came from.",
            """
            A short name needs the right search domain: fr-par-db is found inside the cluster and nowhere else. From outside, give the \
            full name or use a port forward.
            """,
        ],
        examples: [.good("getent ahosts fr-par-db")],
        related: ["dns_no_answer", "connect_timeout"]
    ),
    Topic(
        "dns_no_answer",
        .failureClass,
        title: "no resolver says whether the name exists",
        summary:
            "The resolver is down, out of reach, or says that it cannot tell at the moment. The name may be right.",
        why: ["It often passes: a resolver that has just started, a lost packet, a cluster DNS with too much to do."],
        whatToDo: [
            "Try again. If it stays, look at /etc/resolv.conf and ask the server named there directly.",
            "In Kubernetes look at the pods of the cluster DNS, and whether a network policy lets port 53 out, by UDP and by TCP.",
        ],
        examples: [.good("cat /etc/resolv.conf\ngetent ahosts example.com")],
        related: ["dns"]
    ),
    Topic(
        "refused",
        .failureClass,
        title: "the host is up and nothing listens on the port",
        summary:
            "The connection was turned down at once. The name is right and the network is open: only the service is not there.",
        whatToDo: [
            "Start the service, or correct the port. A service that listens on 127.0.0.1 alone refuses every other machine.",
            "For the local stack: ihctl dev status, then ihctl dev up.",
            """
            A service that was there a moment ago may have stopped itself: PostgreSQL does so when its disk is full. Its log says why.
            """,
        ],
        examples: [.good("ss -ltnp")],
        related: ["connect_timeout", "reset"]
    ),
    Topic(
        "connect_timeout",
        .failureClass,
        title: "nobody answers at the address",
        summary: "Packets were sent and nothing came back: neither a connection nor a refusal.",
        why: [
            "A refusal comes from a living host. Silence comes from a firewall that drops packets, from a wrong address, or from a host that is down."
        ],
        whatToDo: [
            """
            Look at the rules on the way: security group, network policy, the allow list of a managed database. They are the usual reason \
            when it works from one place and not from another.
            """,
            "If everything is open, the listener's queue may be full: the service takes connections more slowly than they come.",
        ],
        related: ["refused", "unreachable", "no_reply"]
    ),
    Topic(
        "unreachable",
        .failureClass,
        title: "no way leads to the address",
        summary: "This machine, or a router on the way, says that the network or the host cannot be reached.",
        whatToDo: [
            "Look at the route: a VPN that is down and a private address outside its network are the usual reasons.",
            "An IPv6 address on a machine without IPv6 ends here too; where the name has an IPv4 address as well, that one is tried.",
        ],
        examples: [.good("ip route get 10.0.0.5")],
        related: ["connect_timeout", "dns"]
    ),
    Topic(
        "reset",
        .failureClass,
        title: "the connection was torn down by the other end",
        summary: "A connection stood and was ended with a reset, not in an orderly way.",
        why: [
            """
            Something on the way took the connection before it decided against it: a load balancer without a healthy backend, an ingress \
            or mesh that does not know the caller, a server that has reached its limit or is just ending.
            """
        ],
        whatToDo: [
            "Look at the log of the nearest proxy first, then at the server's; the time of the attempt finds the line.",
            "If it happens only now and then, compare the idle limits along the way: the shortest one ends the connections of a pool.",
        ],
        related: ["closed", "no_reply"]
    ),
    Topic(
        "closed",
        .failureClass,
        title: "the other end closed where an answer was due",
        summary: "The connection was ended in an orderly way before the server had said what it was asked for.",
        why: [
            "A server that expects TLS often does this when it is spoken to in plain text, and so does one that is shutting down."
        ],
        whatToDo: [
            "If the port wants TLS, say so in the URL: https://, tls://, rediss://, sslmode=require.",
            "Otherwise the server's own log says why it let go.",
        ],
        related: ["reset", "protocol_mismatch"]
    ),
    Topic(
        "no_reply",
        .failureClass,
        title: "the connection stands and nothing comes",
        summary: "The other end took the connection and then stayed silent until the time was up.",
        why: [
            """
            The kernel takes connections for a process that hangs or is stopped, so an open port is no proof of a living service. A load \
            balancer without backends behaves the same, and so does a server of another protocol that waits for the client to begin.
            """
        ],
        whatToDo: [
            "Look whether the process runs or hangs: its state, its log, its disk. A frozen one must be restarted.",
            "Look whether the port belongs to the protocol that is spoken.",
            "A server that is only slow answers with a longer --timeout.",
        ],
        related: ["connect_timeout", "protocol_mismatch"]
    ),
]
