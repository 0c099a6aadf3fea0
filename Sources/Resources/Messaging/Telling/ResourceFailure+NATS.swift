internal import NATS
internal import Network
internal import Words

/// Why JetStream could not be looked at or changed.
extension ResourceFailure {
    init(_ error: NATSError, at address: Words.Address, of server: String) {
        let told = Told(error)
        self.init(
            Finding(
                told.id,
                .error,
                subject: address.description,
                told.message,
                evidence: [.fact("server", server)] + told.evidence,
                remedies: told.remedies,
                failureClass: told.failureClass,
                topic: told.id,
                data: Endpoint(server).map { ["host": .string($0.host)] } ?? [:],
            ),
            isAnswer: told.isAnswer,
        )
    }
}
