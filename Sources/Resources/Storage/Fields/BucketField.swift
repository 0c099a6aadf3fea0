internal import Deadlines
internal import S3
internal import Words

/// All that is to be known of one field of a bucket: what is wanted of it, how it is read, how two of them compare, and what one should know of a change.
struct BucketField: Sendable {
    enum Comparison: Sendable {
        /// Name by name; a name that the wish does not have is left as it is.
        case declaredNames
        /// Name by name, and a name that the wish does not have must not be there.
        case allNames
        /// As one value.
        case whole
    }

    /// As the platform file has it.
    let name: String
    let comparison: Comparison
    /// Nil where nothing is declared.
    let wish: @Sendable (DeclaredBucket, StoreDialect) -> Wish?
    let look: @Sendable (S3Client, String, Deadline) async -> FieldSight
    /// What one should know of a step to this, where the field changes as a whole.
    let remark: @Sendable (JSONValue) -> String?

    init(
        _ name: String,
        _ comparison: Comparison,
        wish: @escaping @Sendable (DeclaredBucket, StoreDialect) -> Wish?,
        look: @escaping @Sendable (S3Client, String, Deadline) async -> FieldSight,
        remark: @escaping @Sendable (JSONValue) -> String? = { _ in nil },
    ) {
        self.name = name
        self.comparison = comparison
        self.wish = wish
        self.look = look
        self.remark = remark
    }

    /// In the order in which they are written: versions come before what stands on them.
    static let all: [BucketField] = [
        .versioning, .objectLock, .encryption, .lifecycle, .cors, .policy, .tags, .replication,
    ]

    /// Not among them, since it is not written: it can only be said when the bucket is made.
    static let location = "location"

    /// A look at a setting that has a document of its own.
    static func look<Setting: BucketSetting>(
        at setting: Setting.Type,
        picture: @escaping @Sendable (Setting) -> JSONValue,
    ) -> @Sendable (S3Client, String, Deadline) async -> FieldSight {
        { client, bucket, deadline in
            do throws(S3Error) {
                switch try await client.get(setting, of: bucket, by: deadline) {
                case .set(let value): return .picture(picture(value))
                case .absent: return .picture(.null)
                case .unsupported(let reason): return .unsupported(reason.words)
                }
            } catch {
                return .failed(error)
            }
        }
    }
}

extension Unsupported {
    /// The store's answer in short, as `501 NotImplemented`.
    var words: String {
        switch self {
        case .refused(let refusal): refusal.words
        case .ignored(let answer): "it answers another question (\(answer))"
        }
    }
}

extension S3Refusal {
    /// The status, and the store's own word for it: `409 BucketAlreadyExists`.
    var words: String {
        code.map { "\(status) \($0)" } ?? "\(status)"
    }
}
