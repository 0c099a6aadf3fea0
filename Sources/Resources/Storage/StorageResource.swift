package import Deadlines
package import FoundationEssentials
package import HTTP
internal import Platform
package import S3
package import Words

/// The buckets of one region: where they stand, what they are set to, and what becomes of it.
package struct StorageResource: Resource {
    package let address: Address
    package let after: [Address]
    package let parallelism = 8
    let region: String
    let storage: DeclaredStorage
    let endpoint: String
    let client: S3Client
    let http: HTTPClient
    let tls: TLSOptions
    let proxy: HTTPProxy
    /// So many requests are under way at once in a survey.
    let atOnce: Int
    /// How long to wait before a setting that was written and does not show is read once more.
    let settling: [Duration]
    /// The limit of one step of a change that takes its time.
    let patience: Duration

    /// `endpoint` and `credentials` are what the references of `storage` lead to.
    package init(
        region: String,
        storage: DeclaredStorage,
        endpoint: String,
        credentials: S3Credentials?,
        http: HTTPClient,
        after: [Address] = [],
        retries: S3Retries = S3Retries(),
        tls: TLSOptions = TLSOptions(),
        proxy: HTTPProxy = .none,
        atOnce: Int = 32,
        patience: Duration = .seconds(60),
        settling: [Duration] = [.milliseconds(100), .milliseconds(400), .seconds(1)],
        now: @escaping @Sendable () -> Date = { Date() },
    ) throws {
        address = .storage(region)
        self.after = after
        self.region = region
        self.storage = storage
        self.endpoint = endpoint
        self.atOnce = max(1, atOnce)
        self.settling = settling
        self.patience = patience
        self.http = http
        self.tls = tls
        self.proxy = proxy
        do throws(S3Error) {
            client = try S3Client(
                endpoint: endpoint,
                region: storage.region,
                credentials: credentials,
                style: storage.style == .path ? .path : .virtualHost,
                client: http,
                retries: retries,
                tls: tls,
                proxy: proxy,
                now: now,
            )
        } catch {
            throw StorageResource.failure(StoreFault(error), .storage(region))
        }
    }

    package func identity(by deadline: Deadline) async throws -> [IdentityFact: String?] {
        guard !storage.buckets.isEmpty else { return [:] }
        do throws(S3Error) {
            return [.bucketOwner: try await client.listBuckets(by: deadline).ownerID]
        } catch {
            try Task.checkCancellation()
            let fault = StoreFault(error)
            // Without the right to list nobody tells whose the buckets are.
            if fault.kind == .permission { return [.bucketOwner: nil] }
            throw failure(fault)
        }
    }
}
