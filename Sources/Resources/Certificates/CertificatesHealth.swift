internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import Ladder
package import Network
package import Words

/// A place that shows a certificate.
package struct ServedCertificate: Sendable {
    /// What its checks are called by: `fr-par/certificates/ingress`.
    package let address: Words.Address
    /// As a sentence names who stands there: `the ingress`.
    package let service: String
    package let endpoint: Endpoint
    /// Where the platform file names it.
    package let setting: [String]
    /// What is said in plain text before TLS begins.
    package let preamble: Preamble?

    package init(
        _ address: Words.Address,
        of service: String,
        at endpoint: Endpoint,
        declaredAt setting: [String],
        preamble: Preamble? = nil
    ) {
        self.address = address
        self.service = service
        self.endpoint = endpoint
        self.setting = setting
        self.preamble = preamble
    }
}

/// The certificates of a platform that nobody else judges.
package struct CertificatesHealth: Checkable {
    private let served: [ServedCertificate]
    private let trust: TLSExpectation.Trust

    package init(_ served: [ServedCertificate], trust: TLSExpectation.Trust = .system) {
        self.served = served
        self.trust = trust
    }

    package func checkup() -> Checkup {
        Checkup(of: Address("certificates"), parallelism: 16, served.flatMap(checks))
    }

    private func checks(of place: ServedCertificate) -> [Check] {
        let shown = Slot<TLSFacts>()
        return [
            Check(CertificatesChecks.chain, of: place.address, declaredAt: place.setting) { deadline in
                await verify(place, into: shown, by: deadline)
            },
            Check(CertificatesChecks.expiry, of: place.address, declaredAt: place.setting) { _ in
                let facts = try shown.value
                var diagnosis = Diagnosis.healthy()
                diagnosis.judge(facts.chain, as: CertificatesChecks.expiry, at: place.address)
                if let end = facts.chain.map(\.notAfter).min() {
                    diagnosis.seen = "until \(end.formatted(.iso8601).prefix(10))"
                }
                return diagnosis
            },
        ]
    }

    private func verify(_ place: ServedCertificate, into slot: Slot<TLSFacts>, by deadline: Deadline) async -> Diagnosis
    {
        let expectation = TLSExpectation(serverName: place.endpoint.host, trust: trust)
        let rungs = await diagnose(place.endpoint, tls: expectation, preamble: place.preamble, by: deadline)
        if let failure = rungs.broken?.failure {
            // A service that wants its caller's certificate has shown its own before, and that one holds.
            if case .tls(.clientCertificateWanted) = failure, let facts = rungs.tls, facts.isVerified {
                slot.fill(facts)
                return .healthy("\(facts.version), asks for a client's certificate")
            }
            return .found(
                Finding(
                    CertificatesChecks.chain,
                    at: place.address,
                    failure,
                    of: place.service,
                    at: place.endpoint,
                    tls: rungs.tls
                )
            )
        }
        guard let facts = rungs.tls else {
            return .unknown(
                Finding(
                    CertificatesChecks.chain,
                    at: place.address,
                    .internal,
                    "The handshake left nothing to look at."
                )
            )
        }
        slot.fill(facts)
        return .healthy("\(facts.version), \(counted(facts.chain.count, "certificate"))")
    }
}
