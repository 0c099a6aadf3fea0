internal import Platform
internal import S3
internal import Words

extension BucketField {
    static let objectLock = BucketField("object_lock", .declaredNames) { bucket, _ in
        bucket.objectLock.map { declared in
            let lock = StoredLock(declared)
            return Wish(lock, lock.picture)
        }
    } look: { client, bucket, deadline in
        await look(at: StoredLock.self, picture: \.picture)(client, bucket, deadline)
    } remark: { _ in
        "one-way: it cannot be taken away again"
    }
}
