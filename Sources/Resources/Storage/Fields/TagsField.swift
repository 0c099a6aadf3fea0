internal import Platform
internal import S3
internal import Words

extension BucketField {
    static let tags = BucketField("tags", .allNames) { bucket, _ in
        bucket.tags.map { tags in
            let tagging = BucketTagging(tags.items.map { S3Tag($0.name, $0.value) })
            return tags.isEmpty ? Wish(no: BucketTagging.self) : Wish(tagging, picture(of: tagging))
        }
    } look: { client, bucket, deadline in
        await look(at: BucketTagging.self, picture: picture)(client, bucket, deadline)
    }

    private static func picture(of tagging: BucketTagging) -> JSONValue {
        .object(Dictionary(tagging.tags.map { ($0.key, .string($0.value)) }) { _, last in last })
    }
}
