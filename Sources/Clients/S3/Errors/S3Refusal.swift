package import FoundationEssentials
internal import HTTP

/// What a store said when it did not do as asked.
package struct S3Refusal: Sendable, Hashable {
    package let status: Int
    /// Nil where the answer had no body that names one.
    package let code: S3ErrorCode?
    package let message: String
    package let requestID: String?
    package let hostID: String?
    /// The region the bucket lives in, where the store tells.
    package let region: String?
    /// The host a redirect points to.
    package let endpoint: String?
    package let serverDate: Date?
    /// How far the server's clock is ahead of ours; negative where it is behind.
    package let clockSkew: Duration?
    package let retryAfter: Duration?

    init(status: Int, headers: HTTPHeaders, error: XMLElement?, sentAt: Date) {
        self.status = status
        code = error?.text("Code").flatMap { $0.isEmpty ? nil : S3ErrorCode(rawValue: $0) }
        message = error?.text("Message") ?? ""
        requestID = headers["x-amz-request-id"] ?? error?.text("RequestId")
        hostID = headers["x-amz-id-2"] ?? error?.text("HostId")
        region = headers["x-amz-bucket-region"] ?? error?.text("Region")
        endpoint = error?.text("Endpoint")
        let told = error?.text("ServerTime").flatMap { isoDate($0) } ?? headers["date"].flatMap { httpDate($0) }
        serverDate = told
        clockSkew = told.map { .seconds($0.timeIntervalSince(sentAt)) }
        retryAfter = headers["retry-after"].flatMap { Int($0) }.flatMap { $0 >= 0 ? .seconds($0) : nil }
    }

    /// The store does not offer this at all.
    package var isUnsupported: Bool {
        status == 501 || status == 405 || code == .notImplemented || code == .methodNotAllowed
    }

    /// The store is busy and did nothing: every request may be sent again.
    var asksForPatience: Bool {
        status == 503 || status == 429 || code == .slowDown || code == .tooManyRequests || code == .operationAborted
            || code == .requestTimeout
    }

    /// Something broke half-way: safe to repeat only what may be done twice.
    var isServerFault: Bool { (500...599).contains(status) && !isUnsupported }
}
