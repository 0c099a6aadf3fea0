package import Words

/// What doctor asks of the AI providers; nothing of it spends a token.
package enum ProvidersChecks {
    package static let connect = CheckKind(
        "providers.connect",
        "the provider's own API answers at its address",
        tags: ["tls"]
    )
    package static let key = CheckKind(
        "providers.key",
        "the provider takes the key",
        requires: [connect.id],
        tags: ["security"]
    )
    package static let models = CheckKind(
        "providers.models",
        "the provider offers every declared model, and will go on to",
        requires: [key.id]
    )
    package static let quota = CheckKind(
        "providers.quota",
        "credits and requests are left",
        requires: [key.id],
        tags: ["capacity"]
    )
    package static let failover = CheckKind(
        "providers.failover",
        "the primary and the fallback could both answer",
    )

    package static let all = [connect, key, models, quota, failover]
}
