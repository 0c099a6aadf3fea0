import FoundationEssentials
import S3
import Testing

/// The answers AWS published: its SigV4 test suite (service "service") and the examples of the S3 documentation.
@Suite struct SigV4Tests {
    static let suiteDate = date("2015-08-30T12:36:00Z")
    static let s3Date = date("2013-05-24T00:00:00Z")
    static let suite = SigV4(
        credentials: S3Credentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        ),
        region: "us-east-1",
        service: "service",
    )
    static let s3 = SigV4(
        credentials: S3Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ),
        region: "us-east-1",
    )

    static func date(_ text: String) -> Date {
        (try? Date(text, strategy: .iso8601)) ?? .distantPast
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        var name: String
        var request: SignableRequest
        var signature: String
        var testDescription: String { name }
    }

    static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    static func get(
        _ path: String = "/",
        query: [(String, String)] = [],
        headers: [(String, String)] = [],
        method: String = "GET",
        payload: SignableRequest.Payload = .none,
    ) -> SignableRequest {
        SignableRequest(
            method: method,
            host: "example.amazonaws.com",
            path: path,
            query: query.map { .init($0.0, $0.1) },
            headers: headers.map { .init($0.0, $0.1) },
            payload: payload,
        )
    }

    static let suiteAnswers = [
        Answer(
            name: "get-vanilla",
            request: get(),
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        Answer(
            name: "get-vanilla-query-order-key-case",
            request: get(query: [("Param2", "value2"), ("Param1", "value1")]),
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        Answer(
            name: "get-vanilla-query-order-encoded",
            request: get(query: [("Param-3", "Value3"), ("Param", "Value2"), ("ሴ", "Value1")]),
            signature: "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        ),
        Answer(
            name: "get-vanilla-query-unreserved",
            request: get(query: [(unreserved, unreserved)]),
            signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        ),
        Answer(
            name: "get-vanilla-utf8-query",
            request: get(query: [("ሴ", "bar")]),
            signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        ),
        Answer(
            name: "get-utf8",
            request: get("/%E1%88%B4"),
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        ),
        Answer(
            name: "get-slashes-unnormalized",
            request: get("//example//"),
            signature: "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5",
        ),
        Answer(
            name: "get-space-unnormalized",
            request: get("/example%20space/"),
            signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        ),
        Answer(
            name: "get-header-value-trim",
            request: get(headers: [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")]),
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        ),
        Answer(
            name: "get-header-value-order",
            request: get(
                headers: [
                    ("My-Header1", "value4"), ("My-Header1", "value1"), ("My-Header1", "value3"),
                    ("My-Header1", "value2"),
                ]
            ),
            signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
        ),
        Answer(
            name: "post-header-value-case",
            request: get(headers: [("My-Header1", "VALUE1")], method: "POST"),
            signature: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
        Answer(
            name: "post-vanilla",
            request: get(method: "POST"),
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
    ]

    @Test(arguments: suiteAnswers)
    func `AWS's test suite is answered as published`(answer: Answer) {
        let headers = Self.suite.headers(signing: answer.request, at: Self.suiteDate)
        #expect(signature(in: headers) == answer.signature)
    }

    @Test(arguments: [
        Answer(
            name: "GET object with a range",
            request: bucket("GET", "/test.txt", headers: [("Range", "bytes=0-9")]),
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        Answer(
            name: "PUT object",
            request: bucket(
                "PUT",
                "/test%24file.text",
                headers: [
                    ("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ],
                payload: .hash("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
            ),
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        Answer(
            name: "GET bucket lifecycle",
            request: bucket("GET", "/", query: [("lifecycle", "")]),
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        Answer(
            name: "GET bucket",
            request: bucket("GET", "/", query: [("prefix", "J"), ("max-keys", "2")]),
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ])
    func `the examples of the S3 documentation are answered as published`(answer: Answer) {
        let headers = Self.s3.headers(signing: answer.request, at: Self.s3Date)
        #expect(signature(in: headers) == answer.signature)
        #expect(headers.contains(.init("x-amz-date", "20130524T000000Z")))
        #expect(headers.contains { $0.name == "x-amz-content-sha256" })
    }

    @Test func `a presigned URL is that of the documentation`() {
        let query = Self.s3.query(presigning: Self.bucket("GET", "/test.txt"), at: Self.s3Date, lifetime: 86_400)
        #expect(
            query
                == "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        )
    }

    @Test func `the canonical request and the string to sign are those of the documentation`() {
        var request = Self.bucket("GET", "/test.txt", headers: [("Range", "bytes=0-9")])
        request.headers += [
            .init("x-amz-date", "20130524T000000Z"),
            .init("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ]
        #expect(
            request.canonicalRequest == """
                GET
                /test.txt

                host:examplebucket.s3.amazonaws.com
                range:bytes=0-9
                x-amz-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-amz-date:20130524T000000Z

                host;range;x-amz-content-sha256;x-amz-date
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                """
        )
        #expect(
            Self.s3.stringToSign(request, at: Self.s3Date) == """
                AWS4-HMAC-SHA256
                20130524T000000Z
                20130524/us-east-1/s3/aws4_request
                7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972
                """
        )
    }

    @Test func `a session token is signed along`() {
        let token =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
        let signer = SigV4(
            credentials: S3Credentials(
                accessKeyID: "AKIDEXAMPLE",
                secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                sessionToken: token,
            ),
            region: "us-east-1",
            service: "service",
        )
        let headers = signer.headers(signing: Self.get(method: "POST"), at: Self.suiteDate)
        #expect(headers.contains(.init("x-amz-security-token", token)))
        // post-sts-header-before of the test suite.
        #expect(signature(in: headers) == "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead")
    }

    @Test func `a new day has a new key, and the day before has its own again`() {
        let first = Self.s3.signingKey(day: "20130524")
        let second = Self.s3.signingKey(day: "20130525")
        #expect(first != second)
        #expect(Self.s3.signingKey(day: "20130524") == first)
    }

    @Test func `credentials do not print their secrets`() {
        let credentials = S3Credentials(accessKeyID: "AKID", secretAccessKey: "hush", sessionToken: "quiet")
        var dumped = ""
        dump(credentials, to: &dumped)
        dump(SigV4(credentials: credentials, region: "x"), to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains("hush") && !text.contains("quiet"))
        }
    }

    static func bucket(
        _ method: String,
        _ path: String,
        query: [(String, String)] = [],
        headers: [(String, String)] = [],
        payload: SignableRequest.Payload = .none,
    ) -> SignableRequest {
        var request = get(path, query: query, headers: headers, method: method, payload: payload)
        request.host = "examplebucket.s3.amazonaws.com"
        return request
    }

    private func signature(in headers: [SignableRequest.Pair]) -> String? {
        let value = headers.first { $0.name == "Authorization" }?.value
        return value?.split(separator: "Signature=").last.map { String($0) }
    }
}
