internal import Cryptography
package import Deadlines
internal import HTTP

/// An object with its bytes.
package struct S3Object: Sendable {
    package let info: ObjectInfo
    package let bytes: [UInt8]
}

/// What a store tells of a finished upload.
package struct StoredObject: Sendable, Hashable {
    package let etag: String?
    package let versionID: String?
    package let attempts: Int
}

extension S3Client {
    /// Stores bytes; the signature vouches for them, so what arrives is what was sent.
    @discardableResult
    package func putObject(
        _ bytes: [UInt8],
        to key: String,
        in bucket: String,
        attributes: ObjectAttributes = ObjectAttributes(),
        by deadline: Deadline,
    ) async throws(S3Error) -> StoredObject {
        var request = try objectRequest("PutObject", "PUT", bucket, key)
        request.headers += try attributes.headers(for: "PutObject")
        if attributes.keepsChecksum {
            let digest = DigestAlgorithm.sha256.digest(of: bytes)
            request.headers.append(.init("x-amz-checksum-sha256", digest.base64))
        }
        // Under this condition a second try would find the first one's object.
        request.mayRepeat = !attributes.onlyIfAbsent
        request.body = .bytes(bytes)
        return StoredObject(try await perform(request, by: deadline))
    }

    /// The object, or a range of its bytes, up to `limit` of them; checked against the store's checksum where it keeps one.
    package func getObject(
        _ key: String,
        in bucket: String,
        version: String? = nil,
        range: ClosedRange<Int>? = nil,
        limit: Int = 64 << 20,
        by deadline: Deadline,
    ) async throws(S3Error) -> S3Object {
        var request = try getRequest(key, bucket, version: version, range: range)
        request.bodyLimit = limit
        let answer = try await perform(request, by: deadline)
        let info = ObjectInfo(answer.headers)
        if answer.status == 200, let wanted = info.sha256 {
            let got = DigestAlgorithm.sha256.digest(of: answer.body).hexadecimal
            guard got == wanted else {
                throw S3Error(
                    .corrupted(wanted: wanted, got: got),
                    operation: request.operation,
                    attempts: answer.attempts,
                )
            }
        }
        return S3Object(info: info, bytes: answer.body)
    }

    package func headObject(
        _ key: String,
        in bucket: String,
        version: String? = nil,
        by deadline: Deadline,
    ) async throws(S3Error) -> ObjectInfo {
        let request = try objectRequest("HeadObject", "HEAD", bucket, key)
            .querying("versionId", version).adding("x-amz-checksum-mode", "ENABLED")
        do throws(S3Error) {
            return ObjectInfo(try await perform(request, by: deadline).headers)
        } catch {
            let question = try objectRequest("HeadObject", "GET", bucket, key)
                .querying("versionId", version).adding("Range", "bytes=0-0")
            throw try await explained(error, by: question, deadline)
        }
    }

    /// Also good where there is none; with a version, that one is gone for good.
    package func deleteObject(
        _ key: String,
        in bucket: String,
        version: String? = nil,
        by deadline: Deadline,
    ) async throws(S3Error) {
        let request = try objectRequest("DeleteObject", "DELETE", bucket, key).querying("versionId", version)
        _ = try await perform(request, by: deadline)
    }

    /// Copies within the store, objects of up to 5 GB; metadata goes along.
    @discardableResult
    package func copyObject(
        _ key: String,
        in bucket: String,
        to newKey: String,
        in newBucket: String,
        by deadline: Deadline,
    ) async throws(S3Error) -> StoredObject {
        try check(bucket: bucket, for: "CopyObject")
        var request = try objectRequest("CopyObject", "PUT", newBucket, newKey)
            .adding("x-amz-copy-source", "/\(bucket)/\(PercentEncoding.path.encode(key))")
        request.roots = ["CopyObjectResult"]
        let answer = try await perform(request, by: deadline)
        return StoredObject(answer, etag: answer.document?.text("ETag"))
    }

    func getRequest(
        _ key: String,
        _ bucket: String,
        version: String?,
        range: ClosedRange<Int>?,
    ) throws(S3Error) -> S3Request {
        try objectRequest("GetObject", "GET", bucket, key)
            .querying("versionId", version)
            .adding("Range", range.map { "bytes=\($0.lowerBound)-\($0.upperBound)" })
            .adding("x-amz-checksum-mode", "ENABLED")
    }

    func objectRequest(
        _ operation: String,
        _ method: String,
        _ bucket: String,
        _ key: String,
    ) throws(S3Error) -> S3Request {
        try check(bucket: bucket, for: operation)
        guard !key.isEmpty else { throw S3Error(.invalid(.emptyKey), operation: operation) }
        guard !key.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw S3Error(.invalid(.dotSegment), operation: operation)
        }
        return S3Request(operation, method, bucket: bucket, key: key)
    }
}

extension StoredObject {
    init(_ answer: S3Answer, etag: String? = nil) {
        self.init(
            etag: (etag ?? answer.headers["etag"]).map { unquoted($0) },
            versionID: answer.headers["x-amz-version-id"],
            attempts: answer.attempts,
        )
    }
}
