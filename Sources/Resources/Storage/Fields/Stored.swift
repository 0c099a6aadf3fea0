internal import S3

// The store's own, beside what the platform file calls by the same names.
typealias StoredLifecycle = BucketLifecycle
typealias StoredRule = LifecycleRule
typealias StoredLock = ObjectLock
