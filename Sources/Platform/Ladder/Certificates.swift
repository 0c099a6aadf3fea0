package import Cryptography
package import FoundationEssentials
package import Words

extension Certificate {
    /// What one has to know of it to judge it.
    package var evidence: [Finding.Evidence] {
        let names = dnsNames + ipAddresses
        return [
            .fact("certificate", names.isEmpty ? commonName ?? subject : names.joined(separator: ", ")),
            .fact("issuer", issuer),
            .fact("valid", "\(notBefore.formatted(.iso8601)) to \(notAfter.formatted(.iso8601))"),
        ]
    }
}

/// How long before its end a certificate is spoken of.
package enum CertificateLimits {
    package static let warning: Duration = .seconds(30 * 86_400)
    package static let critical: Duration = .seconds(7 * 86_400)
}

extension Diagnosis {
    /// What a chain that a server showed says of the days to come: the first certificate of it to end rules.
    package mutating func judge(
        _ chain: [Certificate],
        as kind: CheckKind,
        at target: Words.Address,
        now: Date = Date()
    ) {
        guard let first = chain.min(by: { $0.notAfter < $1.notAfter }) else { return }
        let left = Duration.seconds(first.notAfter.timeIntervalSince(now))
        measures.append(
            Measure(
                "certificate_left",
                left,
                warning: CertificateLimits.warning / .seconds(1),
                critical: CertificateLimits.critical / .seconds(1)
            ).orLess
        )
        guard left < CertificateLimits.warning else { return }
        findings.append(
            Finding(
                kind,
                left < CertificateLimits.critical ? .error : .warning,
                at: target,
                left < .zero ? .tlsExpired : .tlsExpiring,
                left < .zero
                    ? "The certificate has expired."
                    : "The certificate ends in \(left.inDays).",
                evidence: first.evidence,
                remedies: [.hint("Renew it, and let the server read it again.")]
            )
        )
    }
}
