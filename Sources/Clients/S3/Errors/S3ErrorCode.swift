/// A store's name for what it refused; stores have more of them than are named here.
package struct S3ErrorCode: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    private init(_ name: String) {
        rawValue = name
    }

    package var description: String { rawValue }

    package static let accessDenied = S3ErrorCode("AccessDenied")
    package static let invalidAccessKeyID = S3ErrorCode("InvalidAccessKeyId")
    package static let signatureDoesNotMatch = S3ErrorCode("SignatureDoesNotMatch")
    package static let requestTimeTooSkewed = S3ErrorCode("RequestTimeTooSkewed")
    package static let expiredToken = S3ErrorCode("ExpiredToken")
    package static let invalidToken = S3ErrorCode("InvalidToken")

    package static let permanentRedirect = S3ErrorCode("PermanentRedirect")
    package static let temporaryRedirect = S3ErrorCode("TemporaryRedirect")
    package static let authorizationHeaderMalformed = S3ErrorCode("AuthorizationHeaderMalformed")
    package static let illegalLocationConstraint = S3ErrorCode("IllegalLocationConstraintException")
    package static let invalidLocationConstraint = S3ErrorCode("InvalidLocationConstraint")

    package static let noSuchBucket = S3ErrorCode("NoSuchBucket")
    package static let bucketAlreadyExists = S3ErrorCode("BucketAlreadyExists")
    package static let bucketAlreadyOwnedByYou = S3ErrorCode("BucketAlreadyOwnedByYou")
    package static let bucketNotEmpty = S3ErrorCode("BucketNotEmpty")
    package static let invalidBucketName = S3ErrorCode("InvalidBucketName")
    package static let tooManyBuckets = S3ErrorCode("TooManyBuckets")
    package static let operationAborted = S3ErrorCode("OperationAborted")

    package static let noSuchKey = S3ErrorCode("NoSuchKey")
    package static let noSuchVersion = S3ErrorCode("NoSuchVersion")
    package static let noSuchUpload = S3ErrorCode("NoSuchUpload")
    package static let invalidRange = S3ErrorCode("InvalidRange")
    package static let preconditionFailed = S3ErrorCode("PreconditionFailed")

    package static let slowDown = S3ErrorCode("SlowDown")
    package static let serviceUnavailable = S3ErrorCode("ServiceUnavailable")
    package static let internalError = S3ErrorCode("InternalError")
    package static let requestTimeout = S3ErrorCode("RequestTimeout")
    package static let tooManyRequests = S3ErrorCode("TooManyRequests")

    package static let notImplemented = S3ErrorCode("NotImplemented")
    package static let methodNotAllowed = S3ErrorCode("MethodNotAllowed")

    package static let noSuchBucketPolicy = S3ErrorCode("NoSuchBucketPolicy")
    package static let noSuchCORSConfiguration = S3ErrorCode("NoSuchCORSConfiguration")
    package static let noSuchLifecycleConfiguration = S3ErrorCode("NoSuchLifecycleConfiguration")
    package static let noSuchTagSet = S3ErrorCode("NoSuchTagSet")
    package static let noSuchPublicAccessBlock = S3ErrorCode("NoSuchPublicAccessBlockConfiguration")
    package static let noSuchEncryption = S3ErrorCode("ServerSideEncryptionConfigurationNotFoundError")
    package static let noSuchObjectLock = S3ErrorCode("ObjectLockConfigurationNotFoundError")
    package static let noSuchReplication = S3ErrorCode("ReplicationConfigurationNotFoundError")
    package static let noSuchOwnershipControls = S3ErrorCode("OwnershipControlsNotFoundError")
}
