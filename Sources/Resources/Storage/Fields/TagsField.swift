internal import Platform
internal import S3
internal import Words

extension BucketField {
    static let tags = BucketField("tags", .allNames) { bucket, _ in
        bucket.tags.map { tags in
            let tags = tags.items.map { S3Tag($0.name, $0.value) }
            return Wish(tags.isEmpty ? .null : picture(of: BucketTagging(tags))) {
                (client, bucket, deadline) async throws(S3Error) in
                let stored = try await client.get(BucketTagging.self, of: bucket, by: deadline).value?.tags ?? []
                let all = BucketTagging(tags + stored.filter(isStoresOwn))
                if all.tags.isEmpty {
                    try await client.delete(BucketTagging.self, from: bucket, by: deadline)
                } else {
                    try await client.put(all, on: bucket, by: deadline)
                }
            }
        }
    } look: { client, bucket, deadline in
        await look(at: BucketTagging.self, picture: picture)(client, bucket, deadline)
    }

    private static func picture(of tagging: BucketTagging) -> JSONValue {
        let pairs = tagging.tags.filter { !isStoresOwn($0) }.map { ($0.key, JSONValue.string($0.value)) }
        return .object(Dictionary(pairs) { _, last in last })
    }

    /// Tags that the store's own services put there: nobody else may set them or take them away.
    private static func isStoresOwn(_ tag: S3Tag) -> Bool { tag.key.hasPrefix("aws:") }
}
