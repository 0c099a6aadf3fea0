package import HTTP
package import Network

/// Why an operation on the store was not done, after how many attempts.
package struct S3Error: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// No answer: the rung that broke is in the HTTP error.
        case http(HTTPError)
        /// The store answered that it will not.
        case refused(S3Refusal)
        /// The store does not have the setting that was to be changed.
        case unsupported(Unsupported)
        /// Something answers, and it is no object store: a web page, a proxy, another API.
        case notS3(status: Int, contentType: String?)
        /// An answer cut off or broken.
        case unreadable(status: Int, XMLFault)
        /// The bytes are not those that were stored; SHA-256, hex.
        case corrupted(wanted: String, got: String)
        case file(path: String, errno: Int32)
        /// Nothing was sent: the request cannot be a right one.
        case invalid(Invalid)
    }

    package enum Invalid: Sendable, Hashable {
        case endpoint
        case bucketName(BucketNameFault)
        case emptyKey
        /// A part of the key is `.` or `..`, which many servers and proxies take for another path, and so for another object or bucket.
        case dotSegment
        /// Refused before it was asked for: some stores would delete all that is in it.
        case bucketNotEmpty
        /// Only printable ASCII can travel in a header.
        case metadata(name: String)
    }

    package let kind: Kind
    /// As the API calls it, `GetBucketVersioning`.
    package let operation: String
    package let attempts: Int

    init(_ kind: Kind, operation: String, attempts: Int = 0) {
        self.kind = kind
        self.operation = operation
        self.attempts = attempts
    }

    package var refusal: S3Refusal? {
        if case .refused(let refusal) = kind { refusal } else { nil }
    }

    /// The store's own, or the one it would have given.
    package var code: S3ErrorCode? {
        kind == .invalid(.bucketNotEmpty) ? .bucketNotEmpty : refusal?.code
    }

    package var transport: TransportFailure? {
        if case .http(let error) = kind, case .transport(let failure) = error.kind { failure } else { nil }
    }

    package var isUnsupported: Bool {
        if case .unsupported = kind { true } else { refusal?.isUnsupported == true }
    }
}
