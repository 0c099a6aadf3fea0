internal import S3
internal import Words

/// What a look at one field of a bucket gave.
enum FieldSight: Sendable, Hashable {
    /// What is set, in the words of the platform file; null for nothing.
    case picture(JSONValue)
    case unsupported(String)
    case failed(S3Error)
}

/// What a look at one bucket gave.
struct BucketSight: Sendable, Hashable {
    enum Presence: Sendable, Hashable {
        case present
        case absent
        /// The name is somebody else's, in the store's words.
        case taken(String)
        case untold(S3Error)
    }

    var presence: Presence
    /// By the fields' names; those that are declared and not left alone.
    var fields: [String: FieldSight] = [:]
}

/// What a look at the store gave.
struct StoreSight: Sendable {
    var dialect: StoreDialect
    var buckets: [String: BucketSight]
    /// Buckets that are there and that nobody declared.
    var undeclared = 0
    var requests = 0
}
