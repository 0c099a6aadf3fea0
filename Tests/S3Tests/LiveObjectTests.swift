import Cryptography
import Deadlines
import FoundationEssentials
import HTTP
import S3
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct LiveObjectTests {
    private let store: LiveStore
    private let soon = LiveStore.soon

    init() throws {
        store = try LiveStore()
    }

    @Test func `an object comes back with what went along`() async throws {
        let bucket = try await store.freshBucket()
        let bytes = try randomBytes(100_000)
        let attributes = ObjectAttributes(
            contentType: "image/png",
            metadata: ["Owner": "a b", "x-y": "1"],
            tags: [S3Tag("k", "v w")],
        )
        let stored = try await store.client.putObject(
            bytes,
            to: "a/b.png",
            in: bucket,
            attributes: attributes,
            by: soon
        )
        #expect(stored.etag == DigestAlgorithm.md5.digest(of: bytes).hexadecimal)
        let object = try await store.client.getObject("a/b.png", in: bucket, by: soon)
        #expect(object.bytes == bytes)
        #expect(object.info.contentType == "image/png")
        #expect(object.info.metadata == ["owner": "a b", "x-y": "1"])
        let head = try await store.client.headObject("a/b.png", in: bucket, by: soon)
        #expect(head.size == 100_000)
        #expect(head.etag == stored.etag)
        #expect(abs(try #require(head.lastModified).timeIntervalSinceNow) < 3_600)
        let range = try await store.client.getObject("a/b.png", in: bucket, range: 10...19, by: soon)
        #expect(range.bytes == Array(bytes[10...19]))
        #expect(range.info.size == 100_000)
        try await store.client.copyObject("a/b.png", in: bucket, to: "copy é", in: bucket, by: soon)
        #expect(try await store.client.getObject("copy é", in: bucket, by: soon).bytes == bytes)
        try await store.client.deleteObject("a/b.png", in: bucket, by: soon)
        try await store.client.deleteObject("a/b.png", in: bucket, by: soon)
        let gone = await #expect(throws: S3Error.self) {
            try await store.client.headObject("a/b.png", in: bucket, by: soon)
        }
        #expect(gone?.code == .noSuchKey)
    }

    static let awkwardKeys = [
        "with space", "plus+sign", "ünï/çødé-🏝", "percent%20literal", "q?a=b&c=d#e", "quote'\"<&>",

        "semi;colon,comma:at@", "tilde~star*(paren)!$=", "trailing.", "UPPER/lower",
        "[brackets]{braces}|^`",
    ]

    @Test(arguments: awkwardKeys)
    func `an awkward key is one key all the way`(key: String) async throws {
        let bucket = try await store.freshBucket()
        let text = Array(key.utf8)
        try await store.client.putObject(text, to: key, in: bucket, by: soon)
        #expect(try await store.client.getObject(key, in: bucket, by: soon).bytes == text)
        #expect(try await store.client.headObject(key, in: bucket, by: soon).size == text.count)
        #expect(try await store.client.listAllObjects(in: bucket, by: soon).map(\.key) == [key])
        #expect(try await store.client.listAllObjects(in: bucket, prefix: key, by: soon).count == 1)
        #expect(try await store.client.deleteObjects([(key, nil)], in: bucket, by: soon).isEmpty)
        #expect(try await store.client.listAllObjects(in: bucket, by: soon).isEmpty)
    }

    @Test func `an object stored with its checksum is read back`() async throws {
        let bucket = try await store.freshBucket()
        let bytes = try randomBytes(1_000)
        let attributes = ObjectAttributes(keepsChecksum: true)
        try await store.client.putObject(bytes, to: "k", in: bucket, attributes: attributes, by: soon)
        let object = try await store.client.getObject("k", in: bucket, by: soon)
        #expect(object.bytes == bytes)
        #expect(object.info.sha256 == DigestAlgorithm.sha256.digest(of: bytes).hexadecimal)
    }

    @Test func `a listing of many pages is whole and in order`() async throws {
        let bucket = try await store.freshBucket()
        let keys = (0..<30).map { "p/\($0 + 100)" } + ["q/1"]
        try await withThrowingTaskGroup { group in
            for key in keys {
                group.addTask { _ = try await store.client.putObject([], to: key, in: bucket, by: soon) }
            }
            try await group.waitForAll()
        }
        var seen: [String] = []
        var continuation: String?
        var pages = 0
        repeat {
            let page = try await store.client.listObjects(
                in: bucket,
                continuation: continuation,
                atMost: 7,
                by: soon,
            )
            seen += page.objects.map(\.key)
            continuation = page.continuation
            pages += 1
        } while continuation != nil && pages < 20
        #expect(seen == keys)
        #expect(pages == 5)
        let folders = try await store.client.listObjects(in: bucket, delimiter: "/", by: soon)
        #expect(folders.prefixes == ["p/", "q/"])
        #expect(folders.objects.isEmpty)
        #expect(try await store.client.deleteObjects(keys.map { ($0, nil) }, in: bucket, by: soon).isEmpty)
        #expect(try await store.client.listAllObjects(in: bucket, by: soon).isEmpty)
    }

    @Test func `versions are kept, told apart and removed`() async throws {
        let bucket = try await store.freshBucket()
        try await store.client.put(BucketVersioning(.enabled), on: bucket, by: soon)
        let first = try await store.client.putObject([1], to: "k", in: bucket, by: soon)
        let second = try await store.client.putObject([2], to: "k", in: bucket, by: soon)
        #expect(first.versionID != second.versionID)
        try await store.client.deleteObject("k", in: bucket, by: soon)
        let old = try await store.client.getObject("k", in: bucket, version: first.versionID, by: soon)
        #expect(old.bytes == [1])
        let versions = try await store.client.listAllVersions(in: bucket, by: soon)
        #expect(versions.count == 3)
        #expect(versions.filter(\.isDeletion).count == 1)
        #expect(versions.first { $0.isNewest }?.isDeletion == true)
        let all = versions.map { ($0.key, Optional($0.versionID)) }
        #expect(try await store.client.deleteObjects(all, in: bucket, by: soon).isEmpty)
        #expect(try await store.client.listAllVersions(in: bucket, by: soon).isEmpty)
    }

    @Test func `a presigned URL works for anybody, for what it was signed for`() async throws {
        let bucket = try await store.freshBucket()
        try await store.client.putObject(Array("hello".utf8), to: "a b+c", in: bucket, by: soon)
        let url = try #require(store.client.presignedURL(bucket: bucket, key: "a b+c"))
        let answer = try await LiveStore.http.send(HTTPRequest("GET", url), by: soon)
        #expect(answer.status == 200)
        #expect(answer.text == "hello")
        let other = try await LiveStore.http.send(HTTPRequest("DELETE", url), by: soon)
        #expect(other.status == 403)
    }

    @Test func `a file goes up and comes down the same`() async throws {
        let bucket = try await store.freshBucket()
        let scratch = Scratch("s3")
        let bytes = try randomBytes(3_000_000)
        try Data(bytes).write(to: URL(filePath: scratch.file("up")))
        try await store.client.putFile(scratch.file("up"), to: "f", in: bucket, by: soon)
        let hash = DigestAlgorithm.sha256.digest(of: bytes).hexadecimal
        try await store.client.getFile(scratch.file("down"), from: "f", in: bucket, expecting: hash, by: soon)
        #expect(try Data(contentsOf: URL(filePath: scratch.file("down"))) == Data(bytes))
        let wrong = await #expect(throws: S3Error.self) {
            try await store.client.getFile(scratch.file("no"), from: "f", in: bucket, expecting: "00", by: soon)
        }
        #expect(wrong?.kind == .corrupted(wanted: "00", got: hash))
        #expect(!FileManager.default.fileExists(atPath: scratch.file("no")))
        let missing = await #expect(throws: S3Error.self) {
            try await store.client.putFile(scratch.file("none"), to: "f", in: bucket, by: soon)
        }
        #expect(missing?.kind == .file(path: scratch.file("none"), errno: 2))
    }

    @Test func `a large file goes up in parts`() async throws {
        let bucket = try await store.freshBucket()
        let scratch = Scratch("s3")
        let bytes = try randomBytes(23 << 20)
        try Data(bytes).write(to: URL(filePath: scratch.file("up")))
        var parts = PartSizes()
        parts.threshold = 6 << 20
        parts.part = 5 << 20
        let stored = try await store.client.putFile(
            scratch.file("up"),
            to: "big/file",
            in: bucket,
            parts: parts,
            by: soon
        )
        #expect(stored.etag?.hasSuffix("-5") == true)
        try await store.client.getFile(scratch.file("down"), from: "big/file", in: bucket, by: soon)
        #expect(try Data(contentsOf: URL(filePath: scratch.file("down"))) == Data(bytes))
        #expect(try await store.client.listMultipartUploads(in: bucket, by: soon).isEmpty)
    }

    @Test func `an upload in parts that fails leaves nothing behind`() async throws {
        let bucket = try await store.freshBucket()
        let scratch = Scratch("s3")
        try Data(randomBytes(23 << 20)).write(to: URL(filePath: scratch.file("up")))
        var parts = PartSizes()
        parts.threshold = 6 << 20
        parts.part = 5 << 20
        // More than a busy store needs.
        parts.takeBackLimit = .seconds(30)
        let path = scratch.file("up")
        let client = store.client
        let upload = Task { try await client.putFile(path, to: "k", in: bucket, parts: parts, by: soon) }
        while try await client.listMultipartUploads(in: bucket, by: soon).isEmpty { await Task.yield() }
        let cancelled = ContinuousClock.now
        upload.cancel()
        let error = await #expect(throws: S3Error.self) { try await upload.value }
        let took = ContinuousClock.now - cancelled
        guard case .http(let failure) = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.kind == .cancelled)
        let left = try await client.listMultipartUploads(in: bucket, by: soon)
        #expect(left.isEmpty, "it ended \(took) after it was cancelled in \(failure)")
        #expect(try await client.listAllObjects(in: bucket, by: soon).isEmpty)
    }

    @Test func `an upload left behind is found and ended`() async throws {
        let bucket = try await store.freshBucket()
        let url = "\(try TestServers.objectStore().endpoint)/\(bucket)/a%20b?uploads="
        let signer = SigV4(
            credentials: S3Credentials(accessKeyID: ObjectStore.accessKey, secretAccessKey: ObjectStore.secretKey),
            region: "us-east-1",
        )
        let host = "127.0.0.1:\(try TestServers.objectStore().port)"
        let signable = SignableRequest(
            method: "POST",
            host: host,
            path: "/\(bucket)/a%20b",
            query: [.init("uploads", "")],
        )
        let headers = signer.headers(signing: signable, at: Date())
        let request = HTTPRequest("POST", url, headers: HTTPHeaders(headers.map { ($0.name, $0.value) }))
        #expect(try await LiveStore.http.send(request, by: soon).status == 200)
        let uploads = try await store.client.listMultipartUploads(in: bucket, by: soon)
        #expect(uploads.map(\.key) == ["a b"])
        let upload = try #require(uploads.first)
        try await store.client.abortMultipartUpload(upload.id, of: upload.key, in: bucket, by: soon)
        #expect(try await store.client.listMultipartUploads(in: bucket, by: soon).isEmpty)
        try await store.client.abortMultipartUpload(upload.id, of: upload.key, in: bucket, by: soon)
    }

    @Test func `a body larger than its cap and metadata that cannot travel are refused`() async throws {
        let bucket = try await store.freshBucket()
        try await store.client.putObject([UInt8](repeating: 1, count: 5_000), to: "k", in: bucket, by: soon)
        let large = await #expect(throws: S3Error.self) {
            try await store.client.getObject("k", in: bucket, limit: 4_999, by: soon)
        }
        guard case .http(let failure) = large?.kind else {
            Issue.record("\(String(describing: large))")
            return
        }
        #expect(failure.kind == .bodyTooLarge(limit: 4_999))
        for metadata in [["a": "é"], ["a b": "x"], ["": "x"], ["a": "x\r\ny: z"]] {
            let error = await #expect(throws: S3Error.self) {
                let attributes = ObjectAttributes(metadata: metadata)
                return try await store.client.putObject([], to: "m", in: bucket, attributes: attributes, by: soon)
            }
            #expect(error?.kind == .invalid(.metadata(name: metadata.keys.first ?? "?")))
        }
        let empty = await #expect(throws: S3Error.self) {
            try await store.client.putObject([], to: "", in: bucket, by: soon)
        }
        #expect(empty?.kind == .invalid(.emptyKey))
    }
}
