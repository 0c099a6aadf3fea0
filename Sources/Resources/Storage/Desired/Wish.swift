internal import Deadlines
internal import S3
internal import Words

/// What is wanted of one field of a bucket: as it is compared, and how it is written.
struct Wish: Sendable {
    typealias Write = @Sendable (S3Client, String, Deadline) async throws(S3Error) -> Void

    /// In the words of the platform file; null where nothing is to be set.
    let picture: JSONValue
    let write: Write
    /// What of it this store is known not to have, in words; it is not in the picture.
    var leftOut: String?
    /// The same with something left out, for a store that has not all of it.
    var lesser: (@Sendable () -> Wish)?

    init(_ picture: JSONValue, write: @escaping Write) {
        self.picture = picture
        self.write = write
    }

    /// A setting that is put as a whole.
    init(_ setting: some WritableBucketSetting, _ picture: JSONValue) {
        self.init(picture) { (client, bucket, deadline) async throws(S3Error) in
            try await client.put(setting, on: bucket, by: deadline)
        }
    }

    /// None of a setting.
    init<Setting: RemovableBucketSetting>(no setting: Setting.Type) {
        self.init(.null) { (client, bucket, deadline) async throws(S3Error) in
            try await client.delete(setting, from: bucket, by: deadline)
        }
    }
}
