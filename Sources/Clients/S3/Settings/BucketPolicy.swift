package import Deadlines

/// The one setting that is JSON: kept as the text it is.
extension S3Client {
    package func policy(of bucket: String, by deadline: Deadline) async throws(S3Error) -> Observed<String> {
        try check(bucket: bucket, for: "GetBucketPolicy")
        let request = S3Request("GetBucketPolicy", "GET", bucket: bucket).querying("policy")
        do throws(S3Error) {
            let body = try await perform(request, by: deadline).body
            let text = String(decoding: body, as: UTF8.self)
            if text.isEmpty { return .absent }
            // A store that does not know policies lists the bucket's objects.
            return text.hasPrefix("<") ? .unsupported(.ignored(answeredWith: "ListBucketResult")) : .set(text)
        } catch {
            if error.code == .noSuchBucketPolicy { return .absent }
            if let refusal = error.refusal, refusal.isUnsupported { return .unsupported(.refused(refusal)) }
            throw error
        }
    }

    package func putPolicy(_ json: String, on bucket: String, by deadline: Deadline) async throws(S3Error) {
        try check(bucket: bucket, for: "PutBucketPolicy")
        let request = S3Request("PutBucketPolicy", "PUT", bucket: bucket).querying("policy")
        try await write(request.carrying(Array(json.utf8), as: "application/json"), by: deadline)
    }

    /// Also good where there is none; asks first, as `delete` does and for the same reason.
    package func deletePolicy(of bucket: String, by deadline: Deadline) async throws(S3Error) {
        try check(bucket: bucket, for: "DeleteBucketPolicy")
        let request = S3Request("DeleteBucketPolicy", "DELETE", bucket: bucket).querying("policy")
        guard try await isSet(policy(of: bucket, by: deadline), request) else { return }
        do throws(S3Error) {
            _ = try await perform(request, by: deadline)
        } catch {
            if error.code != .noSuchBucketPolicy { throw error }
        }
    }
}
