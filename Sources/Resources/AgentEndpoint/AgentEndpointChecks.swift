package import Words

/// What doctor asks of a running agent.
package enum AgentEndpointChecks {
    package static let connect = CheckKind("agent.connect", "the agent answers at its address", tags: ["tls"])
    package static let health = CheckKind(
        "agent.health",
        "the agent says that it is healthy",
        requires: [connect.id]
    )
    package static let ready = CheckKind("agent.ready", "the agent takes work", requires: [connect.id])
    package static let metrics = CheckKind(
        "agent.metrics",
        "the agent tells the figures that the alerts read",
        severity: .warning,
        requires: [connect.id]
    )
    package static let answer = CheckKind(
        "agent.answer",
        "the agent answers a question, and in time",
        requires: [ready.id],
        tags: ["tokens"]
    )

    package static let all = [connect, health, ready, metrics, answer]
}
