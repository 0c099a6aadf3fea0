package import Words

/// What doctor asks of the cloud account.
package enum ScalewayChecks {
    package static let connect = CheckKind("scaleway.connect", "Scaleway's API answers", tags: ["tls"])
    package static let key = CheckKind(
        "scaleway.key",
        "Scaleway takes the API key, and will go on to",
        requires: [connect.id],
        tags: ["security"]
    )
    package static let project = CheckKind(
        "scaleway.project",
        "the project is there, and it is the key's own",
        requires: [key.id]
    )
    package static let region = CheckKind(
        "scaleway.region",
        "every region is one of Scaleway's",
        severity: .warning
    )

    package static let all = [connect, key, project, region]
}
