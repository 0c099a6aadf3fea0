package import Deadlines
package import FoundationEssentials

/// An object as listings show it.
package struct ListedObject: Sendable, Hashable {
    package let key: String
    package let size: Int
    package let etag: String?
    package let lastModified: Date?
    package let storageClass: String?
}

/// One answer of a listing, up to a thousand keys.
package struct ListedPage: Sendable, Hashable {
    package let objects: [ListedObject]
    /// What the keys have in common up to the delimiter.
    package let prefixes: [String]
    /// Hand it back for the next page; nil at the end.
    package let continuation: String?
}

/// One answer of a listing of versions, up to a thousand.
package struct VersionPage: Sendable, Hashable {
    package struct Continuation: Sendable, Hashable {
        let key: String
        let version: String?
    }

    package let versions: [ListedVersion]
    /// Hand it back for the next page; nil at the end.
    package let continuation: Continuation?
}

/// One version of an object, or the marker of its deletion.
package struct ListedVersion: Sendable, Hashable {
    package let key: String
    package let versionID: String
    package let isNewest: Bool
    package let isDeletion: Bool
    package let size: Int
}

extension S3Client {
    package func listObjects(
        in bucket: String,
        prefix: String? = nil,
        delimiter: String? = nil,
        continuation: String? = nil,
        atMost count: Int? = nil,
        by deadline: Deadline,
    ) async throws(S3Error) -> ListedPage {
        let operation = "ListObjectsV2"
        try check(bucket: bucket, for: operation)
        // Encoded, since a key may hold what XML cannot.
        let request = S3Request(operation, "GET", bucket: bucket, roots: ["ListBucketResult"])
            .querying("list-type", "2").querying("encoding-type", "url").querying("prefix", prefix)
            .querying("delimiter", delimiter).querying("continuation-token", continuation)
            .querying("max-keys", count.map { String($0) })
        let answer = try await perform(request, by: deadline)
        guard let document = answer.document else { throw cutOff(answer, request) }
        let keys = KeyReader(document)
        let token = document.boolean("IsTruncated") == true ? document.text("NextContinuationToken") : nil
        return ListedPage(
            objects: document.all("Contents").map { element in
                ListedObject(
                    key: keys.key(element.text("Key")),
                    size: element.integer("Size") ?? 0,
                    etag: element.text("ETag").map { unquoted($0) },
                    lastModified: element.text("LastModified").flatMap { isoDate($0) },
                    storageClass: element.text("StorageClass"),
                )
            },
            prefixes: document.all("CommonPrefixes").map { keys.key($0.text("Prefix")) },
            // A token that does not move on would go round for ever.
            continuation: token == continuation ? nil : token,
        )
    }

    /// Every key under a prefix, page after page.
    package func listAllObjects(
        in bucket: String,
        prefix: String? = nil,
        by deadline: Deadline,
    ) async throws(S3Error) -> [ListedObject] {
        var objects: [ListedObject] = []
        var continuation: String?
        repeat {
            let page = try await listObjects(in: bucket, prefix: prefix, continuation: continuation, by: deadline)
            objects += page.objects
            continuation = page.continuation
        } while continuation != nil
        return objects
    }

    /// Every version and deletion marker under a prefix.
    package func listAllVersions(
        in bucket: String,
        prefix: String? = nil,
        by deadline: Deadline,
    ) async throws(S3Error) -> [ListedVersion] {
        var versions: [ListedVersion] = []
        var continuation: VersionPage.Continuation?
        repeat {
            let page = try await listVersions(in: bucket, prefix: prefix, continuation: continuation, by: deadline)
            versions += page.versions
            continuation = page.continuation
        } while continuation != nil
        return versions
    }

    /// One answer of that listing, up to a thousand.
    package func listVersions(
        in bucket: String,
        prefix: String? = nil,
        continuation: VersionPage.Continuation? = nil,
        by deadline: Deadline,
    ) async throws(S3Error) -> VersionPage {
        let operation = "ListObjectVersions"
        try check(bucket: bucket, for: operation)
        let request = S3Request(operation, "GET", bucket: bucket, roots: ["ListVersionsResult"])
            .querying("versions").querying("encoding-type", "url").querying("prefix", prefix)
            .querying("key-marker", continuation?.key).querying("version-id-marker", continuation?.version)
        let answer = try await perform(request, by: deadline)
        guard let document = answer.document else { throw cutOff(answer, request) }
        let keys = KeyReader(document)
        let versions = document.children.compactMap { element -> ListedVersion? in
            guard element.name == "Version" || element.name == "DeleteMarker" else { return nil }
            return ListedVersion(
                key: keys.key(element.text("Key")),
                versionID: element.text("VersionId") ?? "null",
                isNewest: element.boolean("IsLatest") ?? false,
                isDeletion: element.name == "DeleteMarker",
                size: element.integer("Size") ?? 0,
            )
        }
        guard document.boolean("IsTruncated") == true, let next = document.text("NextKeyMarker") else {
            return VersionPage(versions: versions, continuation: nil)
        }
        let following = VersionPage.Continuation(
            key: keys.key(next),
            version: document.text("NextVersionIdMarker"),
        )
        // A marker that does not move on would go round for ever.
        return VersionPage(versions: versions, continuation: following == continuation ? nil : following)
    }
}

/// Undoes the encoding of keys where the store says that it did encode them.
struct KeyReader {
    private let isEncoded: Bool

    init(_ document: XMLElement) {
        isEncoded = document.text("EncodingType") == "url"
    }

    func key(_ text: String?) -> String {
        guard let text else { return "" }
        return isEncoded ? PercentEncoding.decodeKey(text) : text
    }
}
