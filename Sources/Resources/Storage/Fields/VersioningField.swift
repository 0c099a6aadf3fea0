internal import Platform
internal import S3
internal import Words

extension BucketField {
    /// Never enabled and suspended are both "no"; from the second there is no way back to the first.
    static let versioning = BucketField("versioning", .declaredNames) { bucket, _ in
        bucket.versioning.map { isWanted in
            Wish(BucketVersioning(isWanted ? .enabled : .suspended), .boolean(isWanted))
        }
    } look: { client, bucket, deadline in
        await look(at: BucketVersioning.self) { .boolean($0.status == .enabled) }(client, bucket, deadline)
    } remark: { to in
        to == true
            ? "one-way: it can be suspended later, never taken away"
            : "old versions stay, and suspended is not the same as never enabled"
    }
}
