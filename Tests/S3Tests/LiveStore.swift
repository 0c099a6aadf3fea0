import Deadlines
import HTTP
import S3
import TestSupport

/// The shared SeaweedFS as its administrator sees it, and buckets of one test's own.
struct LiveStore {
    let client: S3Client
    static let http = HTTPClient()

    init() throws {
        client = try Self.client(TestServers.objectStore())
    }

    static func client(
        _ store: ObjectStore,
        accessKey: String = ObjectStore.accessKey,
        secretKey: String = ObjectStore.secretKey,
        retries: S3Retries = .none,
    ) throws -> S3Client {
        try S3Client(
            endpoint: store.endpoint,
            region: "us-east-1",
            credentials: S3Credentials(accessKeyID: accessKey, secretAccessKey: secretKey),
            client: http,
            retries: retries,
        )
    }

    static var soon: Deadline { .after(.seconds(30)) }

    /// SeaweedFS has a new bucket at once, yet the table in which it looks for settings may say for a moment still that there is none.
    private func waitUntilSettled(_ bucket: String) async throws {
        let end = Self.soon
        while true {
            do throws(S3Error) {
                _ = try await client.get(ObjectOwnership.self, of: bucket, by: end)
                return
            } catch {
                guard error.code == .noSuchBucket, !end.hasPassed else { throw error }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    func freshBucket(objectLock: Bool = false) async throws -> String {
        let name = "t\(UInt64.random(in: 0 ..< .max))"
        try await client.createBucket(name, objectLock: objectLock, by: Self.soon)
        try await waitUntilSettled(name)
        return name
    }
}
