package import Words

/// What doctor asks of the certificates that no other check looks at.
package enum CertificatesChecks {
    package static let chain = CheckKind(
        "certificates.chain",
        "the certificate is made for its name and signed by somebody who is trusted",
        tags: ["tls"]
    )
    package static let expiry = CheckKind(
        "certificates.expiry",
        "the certificate holds for a month at least",
        requires: [chain.id],
        tags: ["tls"]
    )

    package static let all = [chain, expiry]
}
