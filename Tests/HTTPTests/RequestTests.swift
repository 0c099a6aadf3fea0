internal import Cryptography
internal import HTTP
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct RequestTests {
    let server: WebServer

    init() throws {
        server = try WebServer.shared()
    }

    func echo(_ request: HTTPRequest) async throws -> Echo {
        try Echo(try await client.send(request, by: .ample))
    }

    @Test(arguments: [
        "/echo/a/../b", "/echo/./x", "/echo/%2e%2e/%2F", "/echo/%7Ename+plus", "/echo//double//", "/echo?a=b&c=%20&d",
        "/echo/%c3%a9",
        "/echo/;=@:!$'()*,~[]|^`{}", "/echo?",
    ])
    func `the path goes out byte for byte`(path: String) async throws {
        #expect(try await echo(HTTPRequest("GET", server.url(path))).target == path)
    }

    @Test func `a fragment stays at home`() async throws {
        #expect(try await echo(HTTPRequest("GET", server.url("/echo#part"))).target == "/echo")
    }

    @Test func `nothing is added but host, accept and a name`() async throws {
        let names = try await echo(HTTPRequest("GET", server.url("/echo"))).headers.map { $0[0] }
        #expect(names == ["Host", "Accept", "User-Agent"])
    }

    @Test func `headers go out as given, the empty one too`() async throws {
        let headers: HTTPHeaders = [
            "X-One": "1", "X-Empty": "", "Host": "elsewhere.test", "User-Agent": "me", "X-Text": "grüße",
        ]
        let echo = try await echo(HTTPRequest("GET", server.url("/echo"), headers: headers))
        #expect(echo.header("X-One") == "1")
        #expect(echo.header("X-Empty") == "")
        #expect(echo.header("Host") == "elsewhere.test")
        #expect(echo.header("User-Agent") == "me")
        #expect(echo.header("X-Text").map { Array($0.unicodeScalars.map { UInt8($0.value) }) } == Array("grüße".utf8))
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "REPORT"])
    func `a small body goes out with its length and nothing else`(method: String) async throws {
        let echo = try await echo(HTTPRequest(method, server.url("/echo"), body: .bytes(Array("hello".utf8))))
        #expect(echo.method == method)
        #expect(echo.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
        #expect(echo.header("Content-Length") == "5")
        #expect(echo.header("Content-Type") == nil)
        #expect(echo.header("Expect") == nil)
    }

    @Test(arguments: ["POST", "PUT", "PATCH"])
    func `no body is a body of no bytes`(method: String) async throws {
        let echo = try await echo(HTTPRequest(method, server.url("/echo")))
        #expect(echo.method == method)
        #expect(echo.header("Content-Length") == "0")
    }

    @Test(arguments: ["GET", "DELETE", "OPTIONS"])
    func `methods without body promise none`(method: String) async throws {
        let echo = try await echo(HTTPRequest(method, server.url("/echo")))
        #expect(echo.method == method)
        #expect(echo.header("Content-Length") == nil)
        #expect(echo.header("Transfer-Encoding") == nil)
    }

    @Test func `HEAD brings the headers alone`() async throws {
        let response = try await client.send(HTTPRequest("HEAD", server.url("/head")), by: .ample)
        #expect(response.status == 200)
        #expect(response.headers["content-length"] == "999999999999")
        #expect(response.body.isEmpty)
    }

    @Test func `a large body goes out without a wait for 100 Continue`() async throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let echo = try await echo(HTTPRequest("POST", server.url("/echo"), body: .bytes(bytes)))
        #expect(echo.method == "POST")
        #expect(echo.length == bytes.count)
        #expect(echo.sha256 == DigestAlgorithm.sha256.digest(of: bytes).hexadecimal)
        #expect(echo.header("Expect") == nil)
    }

    @Test func `a file goes out, whole or in part`() async throws {
        let scratch = Scratch("upload")
        let path = try scratch.write(String(repeating: "0123456789", count: 50_000), to: "file")
        let whole = try await echo(HTTPRequest("PUT", server.url("/echo"), body: .file(path: path)))
        #expect(whole.length == 500_000)
        let part = try await echo(HTTPRequest("PUT", server.url("/echo"), body: .file(path: path, offset: 3, count: 5)))
        #expect(part.length == 5)
        #expect(part.sha256 == DigestAlgorithm.sha256.digest(of: Array("34567".utf8)).hexadecimal)
    }

    @Test func `a file that is missing, a folder or too short is told before anything is sent`() async throws {
        let scratch = Scratch("upload")
        let path = try scratch.write("short", to: "file")
        let missing = try await failure(of: server.url("/echo")) { $0.body = .file(path: path + "x") }
        #expect(missing.kind == .bodySource(.file(path: path + "x", errno: 2)))
        let folder = try await failure(of: server.url("/echo")) { $0.body = .file(path: scratch.path) }
        #expect(folder.kind == .bodySource(.file(path: scratch.path, errno: 21)))
        let short = try await failure(of: server.url("/echo")) { $0.body = .file(path: path, offset: 2, count: 10) }
        #expect(short.kind == .bodySource(.tooShort))
    }

    @Test(arguments: [(nil, nil, "chunked"), (400_000, "400000", nil)] as [(Int?, String?, String?)])
    func `chunks go out as they are made`(length: Int?, header: String?, encoding: String?) async throws {
        let pieces = AsyncStream<[UInt8]> { continuation in
            for index in 0..<100 { continuation.yield([UInt8](repeating: UInt8(index), count: 4_000)) }
            continuation.finish()
        }
        let request = HTTPRequest("PUT", server.url("/echo"))
        let echo = try Echo(try await client.send(request, uploading: pieces, length: length, by: .ample))
        let expected = (0..<100).flatMap { [UInt8](repeating: UInt8($0), count: 4_000) }
        #expect(echo.sha256 == DigestAlgorithm.sha256.digest(of: expected).hexadecimal)
        #expect(echo.header("Content-Length") == header)
        #expect(echo.header("Transfer-Encoding") == encoding)
    }

    @Test func `a source that fails ends the request`() async throws {
        struct Broken: Error {}
        let pieces = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield([1, 2, 3])
            continuation.finish(throwing: Broken())
        }
        let error = try await #require(throws: HTTPError.self) {
            _ = try await client.send(HTTPRequest("PUT", server.url("/echo")), uploading: pieces, by: .ample)
        }
        #expect(error.kind == .bodySource(.sequence))
    }

    @Test func `an early answer ends an endless upload`() async throws {
        let pieces = AsyncStream<[UInt8]>(unfolding: { [UInt8](repeating: 7, count: 10_000) })
        let response = try? await client.send(HTTPRequest("PUT", server.url("/early")), uploading: pieces, by: .ample)
        // The server's reset may overtake its answer; what counts is that the call ends.
        #expect(response == nil || response?.status == 413)
    }

    @Test(
        arguments: [
            ("ftp://host/", .scheme), ("host/path", .scheme), ("", .scheme), ("file:///etc/passwd", .scheme),
            ("http:/x", .scheme),
            ("http://", .noHost), ("http:///path", .noHost), ("http://host:99999/", .port),
            ("http://host:port/", .port),
            ("http://host/a b", .byte(offset: 13)), ("http://host/\r\nX: y", .byte(offset: 12)),
            ("http://hüst/", .byte(offset: 8)),
            ("http://host\\@evil/", .byte(offset: 11)),
        ] as [(String, HTTPError.BadURL)]
    )
    func `a bad URL is told with its flaw`(url: String, flaw: HTTPError.BadURL) async throws {
        #expect(try await failure(of: url).kind == .badURL(flaw))
    }

    @Test func `nothing can be smuggled into the header`() async throws {
        let url = server.url("/echo")
        #expect(try await failure(of: url) { $0.method = "GET /x HTTP/1.1\r\nA: b" }.kind == .badRequest(.method))
        #expect(try await failure(of: url) { $0.method = "" }.kind == .badRequest(.method))
        #expect(try await failure(of: url) { $0.headers["A b"] = "c" }.kind == .badRequest(.headerName("A b")))
        #expect(
            try await failure(of: url) { $0.headers["A"] = "b\r\nC: d" }.kind == .badRequest(.headerValue(name: "A"))
        )
        #expect(try await failure(of: url) { $0.headers["A"] = "b\0" }.kind == .badRequest(.headerValue(name: "A")))
    }
}
