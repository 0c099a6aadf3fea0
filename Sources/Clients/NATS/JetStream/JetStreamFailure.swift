/// The `error` of a JetStream answer; `errorCode` is the fine one, `code` is HTTP's.
package struct JetStreamFailure: Error, Sendable, Hashable {
    package let code: Int
    package let errorCode: JetStreamErrorCode
    /// The server's text, for people only.
    package let description: String

    package init(code: Int, errorCode: JetStreamErrorCode, description: String) {
        self.code = code
        self.errorCode = errorCode
        self.description = description
    }
}

/// The `err_code` of JetStream, as the server's own table numbers them.
package struct JetStreamErrorCode: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }
    private init(_ value: Int) { rawValue = value }

    package static let accountResourcesExceeded = Self(10_002)
    package static let badRequest = Self(10_003)
    package static let clusterIncomplete = Self(10_004)
    package static let noSuitablePeers = Self(10_005)
    /// The meta leader is missing: quorum lost, or a cluster still starting.
    package static let temporarilyUnavailable = Self(10_008)
    package static let notLeader = Self(10_009)
    package static let consumerCreate = Self(10_012)
    package static let consumerNameInUse = Self(10_013)
    package static let consumerNotFound = Self(10_014)
    package static let insufficientResources = Self(10_023)
    package static let invalidJSON = Self(10_025)
    package static let maximumConsumers = Self(10_026)
    package static let maximumStreams = Self(10_027)
    package static let memoryExceeded = Self(10_028)
    package static let noMessageFound = Self(10_037)
    package static let notEnabledForAccount = Self(10_039)
    package static let storageExceeded = Self(10_047)
    package static let streamInvalidConfiguration = Self(10_052)
    package static let streamLimits = Self(10_053)
    package static let messageTooLarge = Self(10_054)
    package static let mirrorNotUpdatable = Self(10_055)
    package static let streamNameInUse = Self(10_058)
    package static let streamNotFound = Self(10_059)
    package static let expectedStreamMismatch = Self(10_060)
    package static let subjectOverlap = Self(10_065)
    package static let wrongLastMessageID = Self(10_070)
    package static let wrongLastSequence = Self(10_071)
    package static let replicasNeedCluster = Self(10_074)
    package static let notEnabled = Self(10_076)
    /// Also what a full stream with `discard: new` says.
    package static let storeFailed = Self(10_077)
    package static let filterNotSubset = Self(10_093)
    package static let workQueueNeedsExplicitAck = Self(10_098)
    package static let workQueueSeveralUnfiltered = Self(10_099)
    package static let workQueueFilterNotUnique = Self(10_100)
    package static let workQueueNeedsDeliverAll = Self(10_101)
    package static let streamSealed = Self(10_109)
    package static let moveAndScaleAtOnce = Self(10_123)
    package static let moveInProgress = Self(10_124)
    package static let consumerAlreadyExists = Self(10_148)
    package static let consumerDoesNotExist = Self(10_149)
}
