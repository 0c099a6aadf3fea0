package import Deadlines
package import FoundationEssentials
internal import HTTP

/// A bucket in the list of one's own.
package struct S3Bucket: Sendable, Hashable {
    package let name: String
    package let created: Date?
    /// Told by some stores only.
    package let region: String?
}

/// All buckets of one owner.
package struct S3Account: Sendable, Hashable {
    package let ownerID: String?
    package let ownerName: String?
    package let buckets: [S3Bucket]
    /// What answers, as its header `Server` says; stores that differ in what they can do tell themselves apart by it.
    package let server: String?
    /// How far the store's clock is ahead of ours, to the second; nil where it does not tell the time.
    package let clockAhead: Duration?
}

package enum BucketCreation: Sendable, Hashable {
    case created
    case alreadyYours
}

extension S3Client {
    package func listBuckets(by deadline: Deadline) async throws(S3Error) -> S3Account {
        var buckets: [S3Bucket] = []
        var owner: XMLElement?
        var token: String?
        var server: String?
        var clockAhead: Duration?
        repeat {
            let request = S3Request("ListBuckets", "GET", roots: ["ListAllMyBucketsResult"])
                .querying("continuation-token", token)
            let answer = try await perform(request, by: deadline)
            guard let document = answer.document else { throw cutOff(answer, request) }
            owner = owner ?? document["Owner"]
            server = answer.headers["server"]
            clockAhead = answer.headers["date"].flatMap { httpDate($0) }.map { .seconds($0.timeIntervalSince(now())) }
            buckets += (document["Buckets"]?.all("Bucket") ?? []).compactMap { element in
                element.text("Name").map { name in
                    S3Bucket(
                        name: name,
                        created: element.text("CreationDate").flatMap { isoDate($0) },
                        region: element.text("BucketRegion"),
                    )
                }
            }
            let next = document.text("ContinuationToken").flatMap { $0.isEmpty ? nil : $0 }
            token = next == token ? nil : next
        } while token != nil
        return S3Account(
            ownerID: owner?.text("ID"),
            ownerName: owner?.text("DisplayName"),
            buckets: buckets,
            server: server,
            clockAhead: clockAhead,
        )
    }

    /// Whether the bucket is there and ours to see; the region where the store tells it.
    @discardableResult
    package func headBucket(_ bucket: String, by deadline: Deadline) async throws(S3Error) -> String? {
        try check(bucket: bucket, for: "HeadBucket")
        do throws(S3Error) {
            let answer = try await perform(S3Request("HeadBucket", "HEAD", bucket: bucket), by: deadline)
            return answer.headers["x-amz-bucket-region"]
        } catch {
            // The listing of one key asks for the same permission, and says what a HEAD may not.
            let question = S3Request("HeadBucket", "GET", bucket: bucket, roots: ["ListBucketResult"])
                .querying("list-type", "2").querying("max-keys", "1")
            throw try await explained(error, by: question, deadline)
        }
    }

    /// Whether there is such a bucket; an error where that cannot be told.
    package func bucketExists(_ bucket: String, by deadline: Deadline) async throws(S3Error) -> Bool {
        do throws(S3Error) {
            try await headBucket(bucket, by: deadline)
            return true
        } catch {
            if error.refusal?.status == 404 { return false }
            throw error
        }
    }

    /// Makes a bucket in a location, or else in the client's region, or says that it is there and ours already.
    @discardableResult
    package func createBucket(
        _ bucket: String,
        in location: String? = nil,
        objectLock: Bool = false,
        by deadline: Deadline,
    ) async throws(S3Error) -> BucketCreation {
        try check(bucket: bucket, for: "CreateBucket")
        var request = S3Request("CreateBucket", "PUT", bucket: bucket)
            .adding("x-amz-bucket-object-lock-enabled", objectLock ? "true" : nil)
        // AWS refuses the name of its first region, and wants every other one.
        let place = location ?? region
        if !place.isEmpty, place != "us-east-1" {
            let constraint = XMLElement("LocationConstraint", place)
            request = request.carrying(XMLElement("CreateBucketConfiguration", [constraint]).document)
        }
        do throws(S3Error) {
            _ = try await perform(request, by: deadline)
            return .created
        } catch {
            switch error.code {
            case .bucketAlreadyOwnedByYou: return .alreadyYours
            // Some stores say this of one's own too: what we may list the settings of is ours.
            case .bucketAlreadyExists:
                guard try await listBuckets(by: deadline).buckets.contains(where: { $0.name == bucket }) else {
                    throw error
                }
                return .alreadyYours
            default: throw error
            }
        }
    }

    /// Refused with `BucketNotEmpty` while it holds anything, old versions too; asked first, since not every store refuses.
    package func deleteBucket(_ bucket: String, by deadline: Deadline) async throws(S3Error) {
        let operation = "DeleteBucket"
        try check(bucket: bucket, for: operation)
        guard try await isEmpty(bucket, by: deadline) else {
            throw S3Error(.invalid(.bucketNotEmpty), operation: operation)
        }
        _ = try await perform(S3Request("DeleteBucket", "DELETE", bucket: bucket), by: deadline)
    }

    private func isEmpty(_ bucket: String, by deadline: Deadline) async throws(S3Error) -> Bool {
        guard try await listObjects(in: bucket, atMost: 1, by: deadline).objects.isEmpty else { return false }
        do throws(S3Error) {
            return try await listAllVersions(in: bucket, by: deadline).isEmpty
        } catch {
            // No versions in this store, so none that could be left.
            if error.isUnsupported { return true }
            if case .unreadable(_, .unexpected("ListBucketResult")) = error.kind { return true }
            throw error
        }
    }

    func cutOff(_ answer: S3Answer, _ request: S3Request) -> S3Error {
        S3Error(
            .unreadable(status: answer.status, .truncated),
            operation: request.operation,
            attempts: answer.attempts,
        )
    }

    /// The answer to a HEAD has no body to name the reason: asks again by a GET and throws what that says.
    func explained(
        _ unexplained: S3Error,
        by question: S3Request,
        _ deadline: Deadline,
    ) async throws(S3Error) -> S3Error {
        guard let refusal = unexplained.refusal, refusal.code == nil,
            [301, 307, 400, 403, 404].contains(refusal.status)
        else {
            return unexplained
        }
        do throws(S3Error) {
            // Let go of at once where it is there after all, a moment later: the HEAD's answer stands.
            _ = try await open(question, by: deadline)
        } catch {
            if error.code != nil { return error }
        }
        return unexplained
    }
}
