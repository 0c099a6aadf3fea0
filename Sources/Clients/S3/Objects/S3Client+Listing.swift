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
        let operation = "ListObjectVersions"
        try check(bucket: bucket, for: operation)
        var versions: [ListedVersion] = []
        var marker: (key: String, version: String?)?
        while true {
            let request = S3Request(operation, "GET", bucket: bucket, roots: ["ListVersionsResult"])
                .querying("versions").querying("encoding-type", "url").querying("prefix", prefix)
                .querying("key-marker", marker?.key).querying("version-id-marker", marker?.version)
            let answer = try await perform(request, by: deadline)
            guard let document = answer.document else { throw cutOff(answer, request) }
            let keys = KeyReader(document)
            versions += document.children.compactMap { element in
                guard element.name == "Version" || element.name == "DeleteMarker" else { return nil }
                return ListedVersion(
                    key: keys.key(element.text("Key")),
                    versionID: element.text("VersionId") ?? "null",
                    isNewest: element.boolean("IsLatest") ?? false,
                    isDeletion: element.name == "DeleteMarker",
                    size: element.integer("Size") ?? 0,
                )
            }
            guard document.boolean("IsTruncated") == true, let next = document.text("NextKeyMarker") else { break }
            let following = (key: keys.key(next), version: document.text("NextVersionIdMarker"))
            if let marker, marker == following { break }
            marker = following
        }
        return versions
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
