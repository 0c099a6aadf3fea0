import Deadlines
import FoundationEssentials
import Glibc
import HTTP
import Network
import S3
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct LiveFailureTests {
    private let soon = LiveStore.soon

    @Test func `a wrong secret, a wrong key and too little permission are told apart`() async throws {
        let shared = try TestServers.objectStore()
        let bucket = try await LiveStore().freshBucket()
        let secret = try LiveStore.client(shared, secretKey: "wrong")
        let key = try LiveStore.client(shared, accessKey: "nobody")
        let reader = try LiveStore.client(
            shared,
            accessKey: ObjectStore.readerAccessKey,
            secretKey: ObjectStore.readerSecretKey,
        )
        for (client, wanted) in [(secret, S3ErrorCode.signatureDoesNotMatch), (key, .invalidAccessKeyID)] {
            let listing = await #expect(throws: S3Error.self) { try await client.listBuckets(by: soon) }
            #expect(listing?.code == wanted)
            // The HEAD alone would only say 403.
            let head = await #expect(throws: S3Error.self) { try await client.headBucket(bucket, by: soon) }
            #expect(head?.code == wanted)
            let object = await #expect(throws: S3Error.self) { try await client.headObject("k", in: bucket, by: soon) }
            #expect(object?.code == wanted)
        }
        try await reader.headBucket(bucket, by: soon)
        let write = await #expect(throws: S3Error.self) {
            try await reader.putObject([1], to: "k", in: bucket, by: soon)
        }
        #expect(write?.code == .accessDenied)
        #expect(write?.refusal?.status == 403)
        let making = await #expect(throws: S3Error.self) { try await reader.createBucket("reader-made", by: soon) }
        #expect(making?.code == .accessDenied)
        let anonymous = try S3Client(endpoint: shared.endpoint, region: "", credentials: nil, client: LiveStore.http)
        let nobody = await #expect(throws: S3Error.self) { try await anonymous.headBucket(bucket, by: soon) }
        #expect(nobody?.code == .accessDenied)
    }

    @Test func `a clock that is an hour off is told with the skew`() async throws {
        let shared = try TestServers.objectStore()
        let client = try S3Client(
            endpoint: shared.endpoint,
            region: "us-east-1",
            credentials: S3Credentials(accessKeyID: ObjectStore.accessKey, secretAccessKey: ObjectStore.secretKey),
            client: LiveStore.http,
            now: { Date(timeIntervalSinceNow: -3_600) },
        )
        let error = await #expect(throws: S3Error.self) { try await client.listBuckets(by: soon) }
        #expect(error?.code == .requestTimeTooSkewed)
        let skew = try #require(error?.refusal?.clockSkew)
        #expect(skew > .seconds(3_500) && skew < .seconds(3_700))
    }

    @Test func `a missing bucket and a missing key are told apart, by HEAD too`() async throws {
        let live = try LiveStore()
        let bucket = try await live.freshBucket()
        let key = await #expect(throws: S3Error.self) { try await live.client.headObject("k", in: bucket, by: soon) }
        #expect(key?.code == .noSuchKey)
        let missing = await #expect(throws: S3Error.self) {
            try await live.client.headObject("k", in: "not-there", by: soon)
        }
        #expect(missing?.code == .noSuchBucket)
        let put = await #expect(throws: S3Error.self) {
            try await live.client.putObject([1], to: "k", in: "not-there", by: soon)
        }
        #expect(put?.code == .noSuchBucket)
    }

    @Test func `a server that is down refuses, at once`() async throws {
        let port = freePort()
        let client = try S3Client(
            endpoint: "http://127.0.0.1:\(port)",
            region: "",
            credentials: nil,
            client: LiveStore.http,
        )
        let error = await #expect(throws: S3Error.self) { try await client.listBuckets(by: soon) }
        #expect(error?.transport == .refused)
        #expect(error?.attempts == 1)
    }

    @Test func `a hung server costs the deadline, and a cancelled call nothing`() async throws {
        let own = try ObjectStore()
        let client = try LiveStore.client(own, retries: S3Retries())
        try await client.createBucket("abc", by: soon)
        let scratch = Scratch("s3")
        let path = try scratch.write(String(repeating: "x", count: 3 << 20), to: "f")
        try await own.child.freeze()
        defer { own.child.thaw() }

        let start = ContinuousClock.now
        let limit = Duration.milliseconds(300)
        let listing = await #expect(throws: S3Error.self) { try await client.listBuckets(by: .after(limit)) }
        #expect(listing?.transport == .noReply)
        let upload = await #expect(throws: S3Error.self) {
            try await client.putFile(path, to: "k", in: "abc", by: .after(limit))
        }
        guard case .http = upload?.kind else {
            Issue.record("\(String(describing: upload))")
            return
        }
        let download = await #expect(throws: S3Error.self) {
            try await client.getFile(scratch.file("g"), from: "k", in: "abc", by: .after(limit))
        }
        #expect(download?.transport == .noReply)
        #expect(ContinuousClock.now - start < .seconds(10))

        let waiting = Task { try await client.headBucket("abc", by: .after(.seconds(3_600))) }
        try await Task.sleep(for: .milliseconds(50))
        let cancelled = ContinuousClock.now
        waiting.cancel()
        let error = await #expect(throws: S3Error.self) { try await waiting.value }
        guard case .http(let failure) = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.kind == .cancelled)
        #expect(ContinuousClock.now - cancelled < .seconds(5))
    }
}
