package import Words

/// What doctor asks of the regions together; each region's own services are asked by their nouns.
package enum RegionChecks {
    package static let primary = CheckKind("regions.primary", "exactly one region takes the writes")
    package static let failover = CheckKind(
        "regions.failover",
        "another region could take over",
        severity: .warning
    )
    package static let drift = CheckKind(
        "regions.drift",
        "what holds in one region holds in the others",
        severity: .warning
    )

    package static let all = [primary, failover, drift]
}
