package import Words

/// The questions to the object store, in the order of its ladder.
package enum StorageChecks {
    package static let connect = CheckKind("storage.connect", "the object store takes the access key", tags: ["tls"])
    package static let bucket = CheckKind("storage.bucket", "the bucket is there", requires: [connect.id])
    package static let settings = CheckKind(
        "storage.bucket.settings",
        "the bucket is set as declared",
        requires: [bucket.id]
    )
    package static let permissions = CheckKind(
        "storage.bucket.permissions",
        "the key may do what the platform needs",
        requires: [bucket.id],
        tags: ["writes", "security"]
    )
    package static let access = CheckKind(
        "storage.bucket.public",
        "strangers see nothing of the bucket",
        requires: [bucket.id],
        tags: ["security"]
    )
    package static let uploads = CheckKind(
        "storage.bucket.uploads",
        "no upload was left half done",
        severity: .warning,
        requires: [bucket.id],
        tags: ["capacity"]
    )
    package static let roundTrip = CheckKind(
        "storage.bucket.roundtrip",
        "an object comes back as it was written",
        requires: [bucket.id],
        tags: ["writes"]
    )

    package static let all = [connect, bucket, settings, permissions, access, uploads, roundTrip]
}
