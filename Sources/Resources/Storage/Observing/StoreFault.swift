internal import HTTP
internal import Network
internal import S3
internal import Words

/// Why the store did not do something, in words for people and in one word for machines.
struct StoreFault: Sendable, Hashable {
    /// What broke: below the store nothing was answered, so nobody knows.
    enum Kind: Sendable, Hashable {
        case unreachable, notS3, credentials, permission, clock, elsewhere, busy, broken, unsupported, refused
    }

    let kind: Kind
    let failureClass: FailureClass?
    let words: String
    var evidence: [Finding.Evidence] = []

    init(_ error: S3Error) {
        switch error.kind {
        case .http(let error):
            kind = .unreachable
            failureClass = error.kind.failureClass
            words = "the store gives no answer"
            evidence = [.paragraph(error.description)]
        case .refused(let refusal) where error.isOfStranger:
            (kind, failureClass) = (.notS3, .protocolMismatch)
            words = "what answers is no object store"
            evidence = [.fact("answer", "\(refusal.status), without a word of S3")]
        case .refused(let refusal):
            (kind, failureClass, words) = StoreFault.reading(refusal)
            evidence = [.fact("answer", refusal.words)]
            if !refusal.message.isEmpty { evidence.append(.verbatim(refusal.message)) }
            if kind == .clock, let skew = refusal.clockSkew { evidence.append(.fact("clock ahead by", skew.readable)) }
            if kind == .elsewhere, let region = refusal.region { evidence.append(.fact("region", region)) }
        case .unsupported(let reason):
            (kind, failureClass, words) = (.unsupported, .unsupported, "the store does not have it")
            evidence = [.fact("answer", reason.words)]
        case .notS3(let status, let type):
            (kind, failureClass) = (.notS3, .protocolMismatch)
            words = "what answers is no object store"
            evidence = [.fact("answer", "\(status), \(type ?? "of no type")")]
        case .unreadable(let status, let fault):
            (kind, failureClass, words) = (.broken, .brokenAnswer, "the answer is broken")
            evidence = [.fact("answer", "\(status), \(fault)")]
        case .invalid(let reason):
            (kind, failureClass, words) = (.refused, .invalid, StoreFault.words(for: reason))
        case .corrupted, .file:
            (kind, failureClass, words) = (.broken, .brokenAnswer, "the bytes are not what they were")
        }
        evidence.insert(.fact("operation", error.operation), at: 0)
    }

    private static func reading(_ refusal: S3Refusal) -> (Kind, FailureClass, String) {
        switch refusal.code {
        case .invalidAccessKeyID, .signatureDoesNotMatch, .expiredToken, .invalidToken:
            return (.credentials, .auth, "the store does not take the access key")
        case .requestTimeTooSkewed:
            return (.clock, .clock, "the store's clock and this machine's differ too much")
        case .permanentRedirect, .temporaryRedirect, .authorizationHeaderMalformed:
            return (.elsewhere, .config, "the bucket lives in another region")
        case .slowDown, .tooManyRequests, .operationAborted, .requestTimeout, .serviceUnavailable:
            return (.busy, .overloaded, "the store is busy")
        default: break
        }
        if refusal.isUnsupported { return (.unsupported, .unsupported, "the store does not have it") }
        switch refusal.status {
        case 401: return (.credentials, .auth, "the store does not take the access key")
        case 403: return (.permission, .permission, "the access key lacks the permission")
        case 301, 307: return (.elsewhere, .config, "the bucket lives in another region")
        case 429, 503: return (.busy, .overloaded, "the store is busy")
        case 500...599: return (.broken, .brokenAnswer, "the store failed")
        default: return (.refused, .invalid, "the store refuses it")
        }
    }

    private static func words(for reason: S3Error.Invalid) -> String {
        switch reason {
        case .endpoint: "the endpoint is no web address"
        case .bucketName: "this is no bucket's name"
        case .bucketNotEmpty: "the bucket holds data again"
        case .emptyKey, .dotSegment, .metadata: "this cannot be sent"
        }
    }
}

extension S3Error {
    /// A refusal without the code, the region and the host that stores give: another port of the store, a portal, a proxy.
    ///
    /// An answer to HEAD has no body that could hold them.
    var isOfStranger: Bool {
        guard let refusal, refusal.code == nil, refusal.region == nil, refusal.hostID == nil,
            !operation.hasPrefix("Head")
        else { return false }
        switch refusal.status {
        case 300..<400: return true
        case 400, 404: return operation == "ListBuckets"
        default: return false
        }
    }
}

extension HTTPError.Kind {
    fileprivate var failureClass: FailureClass? {
        switch self {
        case .transport(let failure), .proxy(.transport(let failure)): FailureClass(rawValue: failure.failureClass)
        case .deadlinePassed: .noReply
        case .protocol: .protocolMismatch
        case .cancelled, .shutDown: nil
        default: .unreachable
        }
    }
}
