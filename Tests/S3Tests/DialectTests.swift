import Deadlines
import FoundationEssentials
import HTTP
import Network
import S3
import TestSupport
import Testing

/// Answers of AWS and of other things, against a server that says what it is told to say.
@Suite(.timeLimit(.minutes(5))) struct DialectTests {
    private let http = HTTPClient()

    private func client(
        _ server: CannedServer,
        region: String = "us-east-1",
        retries: S3Retries = .none,
    ) throws -> S3Client {
        try S3Client(
            endpoint: server.endpoint,
            region: region,
            credentials: S3Credentials(accessKeyID: "AK", secretAccessKey: "SK"),
            client: http,
            retries: retries,
        )
    }

    private let quick = S3Retries(attempts: 4, firstPause: .milliseconds(1), longestPause: .milliseconds(5))
    private var soon: Deadline { .after(.seconds(20)) }

    @Test func `a clock that is off is measured`() async throws {
        let server = try CannedServer([
            CannedServer.error(
                "403 Forbidden",
                "RequestTimeTooSkewed",
                "<RequestTime>20260101T000000Z</RequestTime><ServerTime>2033-05-18T03:33:20Z</ServerTime>",
            )
        ])
        defer { server.stop() }
        let client = try S3Client(
            endpoint: server.endpoint,
            region: "us-east-1",
            credentials: S3Credentials(accessKeyID: "AK", secretAccessKey: "SK"),
            client: http,
            now: { Date(timeIntervalSince1970: 2_000_000_000 - 3_600) },
        )
        let error = await #expect(throws: S3Error.self) { try await client.listBuckets(by: soon) }
        #expect(error?.code == .requestTimeTooSkewed)
        #expect(error?.refusal?.clockSkew == .seconds(3_600))
        #expect(error?.refusal?.requestID == "R1")
        #expect(error?.refusal?.hostID == "H1")
        #expect(error?.attempts == 1)
    }

    @Test func `a HEAD that hides its reason is asked again as a GET`() async throws {
        let server = try CannedServer([
            CannedServer.answer("403 Forbidden", ["Date: Wed, 18 May 2033 03:33:20 GMT"], length: 0),
            CannedServer.error("403 Forbidden", "SignatureDoesNotMatch"),
        ])
        defer { server.stop() }
        let error = await #expect(throws: S3Error.self) { try await client(server).headBucket("abc", by: soon) }
        #expect(error?.code == .signatureDoesNotMatch)
        #expect(error?.operation == "HeadBucket")
        #expect(server.requests.map { $0.prefix(8) } == ["HEAD /ab", "GET /abc"])
    }

    @Test func `a bucket of another region names it`() async throws {
        let server = try CannedServer([
            CannedServer.answer("301 Moved Permanently", ["x-amz-bucket-region: eu-west-3"], length: 0),
            CannedServer.error(
                "301 Moved Permanently",
                "PermanentRedirect",
                "<Endpoint>abc.s3.eu-west-3.amazonaws.com</Endpoint>",
                ["x-amz-bucket-region: eu-west-3"],
            ),
            CannedServer.error("400 Bad Request", "AuthorizationHeaderMalformed", "<Region>eu-west-2</Region>"),
        ])
        defer { server.stop() }
        let moved = await #expect(throws: S3Error.self) { try await client(server).headBucket("abc", by: soon) }
        #expect(moved?.code == .permanentRedirect)
        #expect(moved?.refusal?.region == "eu-west-3")
        #expect(moved?.refusal?.endpoint == "abc.s3.eu-west-3.amazonaws.com")
        let malformed = await #expect(throws: S3Error.self) { try await client(server).listBuckets(by: soon) }
        #expect(malformed?.code == .authorizationHeaderMalformed)
        #expect(malformed?.refusal?.region == "eu-west-2")
    }

    @Test func `a busy store is asked again, and the attempts are counted`() async throws {
        let busy = CannedServer.error("503 Slow Down", "SlowDown")
        let good = CannedServer.answer("200 OK", ["ETag: \"abc\""])
        let server = try CannedServer([busy, busy, good])
        defer { server.stop() }
        let stored = try await client(server, retries: quick).putObject([1, 2], to: "k", in: "abc", by: soon)
        #expect(stored.attempts == 3)
        #expect(stored.etag == "abc")
    }

    @Test func `attempts end, and probes make one`() async throws {
        let server = try CannedServer([CannedServer.error("503 Slow Down", "SlowDown")])
        defer { server.stop() }
        let patient = await #expect(throws: S3Error.self) {
            try await client(server, retries: quick).listBuckets(by: soon)
        }
        #expect(patient?.attempts == 4)
        let probe = await #expect(throws: S3Error.self) { try await client(server).listBuckets(by: soon) }
        #expect(probe?.attempts == 1)
        #expect(server.requests.count == 5)
    }

    @Test func `no pause goes beyond the deadline`() async throws {
        let server = try CannedServer([CannedServer.error("503 Slow Down", "SlowDown", "", ["Retry-After: 3600"])])
        defer { server.stop() }
        let error = await #expect(throws: S3Error.self) {
            try await client(server, retries: quick).listBuckets(by: soon)
        }
        #expect(error?.code == .slowDown)
        #expect(error?.refusal?.retryAfter == .seconds(3_600))
        #expect(server.requests.count == 1)
    }

    @Test func `a connection that breaks is tried again only where twice is as good as once`() async throws {
        // Nothing at all, and the connection closes.
        let server = try CannedServer([""])
        defer { server.stop() }
        let reading = await #expect(throws: S3Error.self) {
            try await client(server, retries: quick).getObject("k", in: "abc", by: soon)
        }
        #expect(reading?.attempts == 4)
        let conditional = await #expect(throws: S3Error.self) {
            let attributes = ObjectAttributes(onlyIfAbsent: true)
            return try await client(server, retries: quick)
                .putObject([1], to: "k", in: "abc", attributes: attributes, by: soon)
        }
        #expect(conditional?.attempts == 1)
        #expect(conditional?.transport == .closed || conditional?.transport == .reset)
    }

    @Test(arguments: [
        ("200 OK", "text/html", "<!DOCTYPE html><html><body>Welcome to nginx!</body></html>"),
        ("200 OK", "text/html; charset=utf-8", "<html><body>hello<br></body></html>"),
        ("200 OK", "application/json", #"{"hello":1}"#), ("404 Not Found", "text/html", "<h1>404</h1>"),
        ("502 Bad Gateway", "text/html", "<html><head><title>502</title></head></html>"),
    ])
    func `what is no store is said to be none`(status: String, type: String, body: String) async throws {
        let server = try CannedServer([CannedServer.answer(status, ["Content-Type: \(type)"], body: body)])
        defer { server.stop() }
        let error = await #expect(throws: S3Error.self) { try await client(server).listBuckets(by: soon) }
        let code = try #require(Int(status.prefix(3)))
        let isHTMLDocument = error?.kind == .unreadable(status: code, .unexpected(element: "html"))
        #expect(error?.kind == .notS3(status: code, contentType: type) || isHTMLDocument)
    }

    @Test func `an answer cut off in the middle is said to be`() async throws {
        let whole = "<ListAllMyBucketsResult><Buckets><Bucket><Name>abc</Name>"
        let server = try CannedServer([
            CannedServer.answer("200 OK", ["Content-Type: application/xml"], body: whole),
            CannedServer.answer("200 OK", ["Content-Type: application/xml"], body: whole, length: 10_000),
            CannedServer.answer("200 OK", ["Content-Type: application/xml"], body: ""),
            CannedServer.answer("500 Oops", ["Content-Type: application/xml"], body: "<Error><Code>Inter"),
        ])
        defer { server.stop() }
        let client = try client(server)
        let cut = await #expect(throws: S3Error.self) { try await client.listBuckets(by: soon) }
        #expect(cut?.kind == .unreadable(status: 200, .truncated))
        let short = await #expect(throws: S3Error.self) { try await client.listBuckets(by: soon) }
        #expect(short?.transport == .closed)
        let empty = await #expect(throws: S3Error.self) { try await client.listBuckets(by: soon) }
        #expect(empty?.kind == .unreadable(status: 200, .truncated))
        let failed = await #expect(throws: S3Error.self) { try await client.listBuckets(by: soon) }
        #expect(failed?.kind == .unreadable(status: 500, .truncated))
    }

    @Test func `a failure inside a good status is a failure`() async throws {
        let body = "<Error><Code>InternalError</Code><Message>m</Message></Error>"
        let server = try CannedServer([CannedServer.answer("200 OK", ["Content-Type: application/xml"], body: body)])
        defer { server.stop() }
        let error = await #expect(throws: S3Error.self) {
            try await client(server).copyObject("a", in: "abc", to: "b", in: "abc", by: soon)
        }
        #expect(error?.code == .internalError)
    }

    @Test(arguments: [("us-east-1", false), ("", false), ("eu-west-1", true), ("fr-par", true)])
    func `a new bucket's region is named unless it is the first`(region: String, named: Bool) async throws {
        let server = try CannedServer([CannedServer.answer("200 OK")])
        defer { server.stop() }
        #expect(try await client(server, region: region).createBucket("abc", by: soon) == .created)
        let request = try #require(server.requests.first)
        #expect(request.contains("<LocationConstraint>\(region)</LocationConstraint>") == named)
        #expect(request.contains("Content-MD5: ") == named)
        #expect(request.contains("x-amz-content-sha256: "))
    }

    @Test func `a bucket may be made elsewhere than where the client signs for`() async throws {
        let server = try CannedServer([CannedServer.answer("200 OK")])
        defer { server.stop() }
        let client = try client(server, region: "us-east-1")
        try await client.createBucket("abc", in: "eu-west-1", by: soon)
        try await client.createBucket("abc", in: "us-east-1", by: soon)
        #expect(
            server.requests.map { $0.contains("<LocationConstraint>eu-west-1</LocationConstraint>") } == [true, false]
        )
    }

    @Test func `versions are listed page after page, and a marker that does not move ends it`() async throws {
        func page(_ key: String, next: String) -> String {
            let body = """
                <ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>\(next)</NextKeyMarker>
                <Version><Key>\(key)</Key><VersionId>1</VersionId><Size>3</Size></Version></ListVersionsResult>
                """
            return CannedServer.answer("200 OK", ["Content-Type: application/xml", "Server: Store 1"], body: body)
        }
        let server = try CannedServer([page("a", next: "a"), page("b", next: "b"), page("c", next: "b")])
        defer { server.stop() }
        #expect(try await client(server).listAllVersions(in: "abc", by: soon).map(\.key) == ["a", "b", "c"])
        #expect(server.requests[1].contains("key-marker=a"))
    }

    @Test func `a store that names itself is known by it`() async throws {
        let list = "<ListAllMyBucketsResult><Owner><ID>me</ID></Owner></ListAllMyBucketsResult>"
        let headers = ["Content-Type: application/xml", "Server: Store 1"]
        let server = try CannedServer([CannedServer.answer("200 OK", headers, body: list)])
        defer { server.stop() }
        let account = try await client(server).listBuckets(by: soon)
        #expect(account.server == "Store 1" && account.ownerID == "me")
    }

    @Test func `a bucket of one's own is told from another's`() async throws {
        let list =
            "<ListAllMyBucketsResult><Buckets><Bucket><Name>mine</Name></Bucket></Buckets></ListAllMyBucketsResult>"
        let buckets = CannedServer.answer("200 OK", ["Content-Type: application/xml"], body: list)
        let server = try CannedServer([
            CannedServer.error("409 Conflict", "BucketAlreadyOwnedByYou"),
            CannedServer.error("409 Conflict", "BucketAlreadyExists"), buckets,
            CannedServer.error("409 Conflict", "BucketAlreadyExists"), buckets,
        ])
        defer { server.stop() }
        let client = try client(server)
        #expect(try await client.createBucket("mine", by: soon) == .alreadyYours)
        #expect(try await client.createBucket("mine", by: soon) == .alreadyYours)
        let error = await #expect(throws: S3Error.self) { try await client.createBucket("other", by: soon) }
        #expect(error?.code == .bucketAlreadyExists)
    }

    @Test func `a setting a store cannot do is no failure of the reading`() async throws {
        let list = "<ListBucketResult><Name>abc</Name></ListBucketResult>"
        let server = try CannedServer([
            CannedServer.error("501 Not Implemented", "NotImplemented"),
            CannedServer.answer("405 Method Not Allowed", length: 0),
            CannedServer.answer("200 OK", ["Content-Type: application/xml"], body: list),
            CannedServer.answer("200 OK", body: ""),
            CannedServer.error("403 Forbidden", "AccessDenied"),
            CannedServer.error("501 Not Implemented", "NotImplemented"),
        ])
        defer { server.stop() }
        let client = try client(server)
        guard case .unsupported(.refused(let refusal)) = try await client.get(BucketCORS.self, of: "abc", by: soon)
        else {
            Issue.record("another answer")
            return
        }
        #expect(refusal.code == .notImplemented)
        guard case .unsupported(.refused) = try await client.get(BucketCORS.self, of: "abc", by: soon) else {
            Issue.record("another answer")
            return
        }
        let ignored = try await client.get(PublicAccessBlock.self, of: "abc", by: soon)
        #expect(ignored == .unsupported(.ignored(answeredWith: "ListBucketResult")))
        #expect(try await client.get(BucketCORS.self, of: "abc", by: soon) == .absent)
        let denied = await #expect(throws: S3Error.self) { try await client.get(BucketCORS.self, of: "abc", by: soon) }
        #expect(denied?.code == .accessDenied)
        let write = await #expect(throws: S3Error.self) {
            try await client.put(PublicAccessBlock(), on: "abc", by: soon)
        }
        #expect(write?.isUnsupported == true)
    }

    @Test func `listings go on where the store says, and stop where it runs in circles`() async throws {
        func page(_ key: String, next: String) -> String {
            CannedServer.answer(
                "200 OK",
                ["Content-Type: application/xml"],
                body: "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
                    + "<NextContinuationToken>\(next)</NextContinuationToken><Contents><Key>\(key)</Key><Size>1</Size></Contents></ListBucketResult>",
            )
        }
        let server = try CannedServer([page("a+b%2Bc%01", next: "t/1="), page("b", next: "t2"), page("c", next: "t2")])
        defer { server.stop() }
        let objects = try await client(server).listAllObjects(in: "abc", by: soon)
        #expect(objects.map(\.key) == ["a b+c\u{1}", "b", "c"])
        #expect(server.requests[1].contains("continuation-token=t%2F1%3D"))
    }

    @Test func `bytes that are not those that were stored are refused`() async throws {
        let checksum = "x-amz-checksum-sha256: ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
        let server = try CannedServer([
            CannedServer.answer("200 OK", [checksum], body: "abc"),
            CannedServer.answer("200 OK", [checksum], body: "abd"),
            CannedServer.answer("200 OK", [checksum], body: "abd"),
        ])
        defer { server.stop() }
        let client = try client(server)
        #expect(try await client.getObject("k", in: "abc", by: soon).bytes == Array("abc".utf8))
        let error = await #expect(throws: S3Error.self) { try await client.getObject("k", in: "abc", by: soon) }
        guard case .corrupted? = error?.kind else {
            Issue.record("another answer")
            return
        }
        let scratch = Scratch("s3")
        await #expect(throws: S3Error.self) {
            try await client.getFile(scratch.file("x"), from: "k", in: "abc", by: soon)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
    }

    @Test(arguments: ["a//b", "/a", "a/", "//", "back\\slash", "a...b/.c"])
    func `a key goes out as it is, even where this store would change it`(key: String) async throws {
        let server = try CannedServer([CannedServer.answer("200 OK")])
        defer { server.stop() }
        try await client(server).putObject([], to: key, in: "abc", by: soon)
        let path = key.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "%5C")
        #expect(server.requests.first?.hasPrefix("PUT /abc/\(path) HTTP/1.1\r\n") == true)
    }

    @Test(arguments: [".", "..", "../other/k", "a/./b", "a/..", "/..//"])
    func `a key that servers take for another path is never sent`(key: String) async throws {
        let server = try CannedServer([CannedServer.answer("200 OK")])
        defer { server.stop() }
        let error = await #expect(throws: S3Error.self) {
            try await client(server).deleteObject(key, in: "abc", by: soon)
        }
        #expect(error?.kind == .invalid(.dotSegment))
        #expect(server.requests.isEmpty)
    }

    @Test func `the virtual-host style puts the bucket into the host`() async throws {
        let client = try S3Client(
            endpoint: "https://S3.example.com:443/base/",
            region: "r",
            credentials: S3Credentials(accessKeyID: "AK", secretAccessKey: "SK"),
            style: .virtualHost,
            client: http,
        )
        func start(_ bucket: String, _ key: String) -> Substring {
            (client.presignedURL(bucket: bucket, key: key) ?? "").prefix { $0 != "?" }
        }
        #expect(start("abc", "a b/ü+~") == "https://abc.s3.example.com/base/a%20b/%C3%BC%2B~")
        // No certificate has a wild card for two labels.
        #expect(start("a.b.c", "k") == "https://s3.example.com/base/a.b.c/k")
        #expect(start("abc", "/x//y") == "https://abc.s3.example.com/base//x//y")
    }

    @Test(arguments: [
        "", "ftp://x", "http://", "http://a b", "https://u:p@host", "http://host?x", "//host", "http://:80",
    ])
    func `an endpoint that is none is refused before anything is sent`(endpoint: String) {
        let error = #expect(throws: S3Error.self) {
            try S3Client(endpoint: endpoint, region: "", credentials: nil, client: http)
        }
        #expect(error?.kind == .invalid(.endpoint))
    }
}
