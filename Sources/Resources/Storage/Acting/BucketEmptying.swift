internal import Deadlines
internal import S3

/// Takes everything out of a bucket: objects, old versions, markers of deletions and uploads that were never ended.
struct BucketEmptying {
    let client: S3Client
    let bucket: String
    /// The limit of one request: there may be any number of them.
    let patience: Duration

    /// What could not go, at most a thousand of it; empty where the bucket is.
    func run(by deadline: Deadline) async throws(S3Error) -> [UndeletedObject] {
        for upload in try await uploads(by: step(deadline)) {
            try await client.abortMultipartUpload(upload.id, of: upload.key, in: bucket, by: step(deadline))
        }
        // Always the first page: what was on it is gone when the next one is asked for.
        while true {
            let batch = try await nextBatch(by: step(deadline))
            guard !batch.isEmpty else { return [] }
            let left = try await client.deleteObjects(batch, in: bucket, by: step(deadline))
            if !left.isEmpty { return left }
        }
    }

    private func step(_ deadline: Deadline) -> Deadline { deadline.sooner(of: .after(patience)) }

    private func nextBatch(by deadline: Deadline) async throws(S3Error) -> [(key: String, version: String?)] {
        do throws(S3Error) {
            let versions = try await client.listVersions(in: bucket, by: deadline).versions
            if !versions.isEmpty { return versions.map { ($0.key, $0.versionID) } }
        } catch {
            guard error.meansNoVersions else { throw error }
        }
        return try await client.listObjects(in: bucket, by: deadline).objects.map { ($0.key, nil) }
    }

    private func uploads(by deadline: Deadline) async throws(S3Error) -> [MultipartUpload] {
        do throws(S3Error) {
            return try await client.listMultipartUploads(in: bucket, by: deadline)
        } catch {
            guard error.isUnsupported else { throw error }
            return []
        }
    }
}
