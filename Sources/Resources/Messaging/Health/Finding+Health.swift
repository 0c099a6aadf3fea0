internal import NATS
internal import Network
internal import Words

extension FailureClass {
    init(_ error: NATSError) {
        switch error {
        case .invalidOptions, .badCredentials: self = .config
        case .transport(let failure): self = FailureClass(rawValue: failure.failureClass) ?? .unreachable
        case .protocolMismatch: self = .protocolMismatch
        case .authentication: self = .auth
        case .connectionLimit: self = .quota
        case .permission: self = .permission
        case .noResponders: self = .missing
        case .timeout: self = .noReply
        case .maxPayload: self = .capacity
        case .closed, .cancelled: self = .closed
        case .slowConsumer: self = .overloaded
        case .api(let failure): self = FailureClass(failure.errorCode)
        case .invalidSubject, .malformedReply, .status, .server, .library: self = .brokenAnswer
        }
    }

    private init(_ code: JetStreamErrorCode) {
        switch code {
        case .notEnabled, .notEnabledForAccount: self = .unsupported
        case .temporarilyUnavailable, .notLeader, .clusterIncomplete: self = .quorum
        case .streamNotFound, .consumerNotFound: self = .missing
        case .insufficientResources, .storeFailed, .memoryExceeded, .storageExceeded: self = .capacity
        case .maximumStreams, .maximumConsumers, .accountResourcesExceeded: self = .quota
        default: self = .brokenAnswer
        }
    }
}

extension Finding {
    /// A request over a connection that stood, and what became of it.
    init(
        _ kind: CheckKind,
        at target: Words.Address,
        _ error: NATSError,
        asking subject: String? = nil,
        evidence: [Evidence] = [],
    ) {
        let told = Told(error)
        var facts = evidence
        if let subject { facts.append(.fact("asked", subject)) }
        self.init(
            kind,
            at: target,
            FailureClass(error),
            told.message.asSentence,
            evidence: facts + told.evidence,
            remedies: told.remedies.map(\.asSentence),
        )
    }
}

extension String {
    /// Begins large and ends with a full stop.
    var asSentence: String {
        guard let first else { return self }
        return first.uppercased() + dropFirst() + (last == "." ? "" : ".")
    }
}

extension Finding.Remedy {
    fileprivate var asSentence: Finding.Remedy {
        if case .hint(let text) = self { .hint(text.asSentence) } else { self }
    }
}

/// `1 message`, `12,345 messages`.
func counted(_ number: UInt64, _ word: String) -> String {
    "\(Loss.grouped(number)) \(word)\(number == 1 ? "" : "s")"
}
