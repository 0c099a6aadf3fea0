import Network
import Testing

@testable import NATS

@Suite struct ServerURLTests {
    @Test(arguments: [
        ("nats://one:4000", "one", 4_000, false), ("tls://one", "one", 4_222, true), ("one", "one", 4_222, false),
        ("  nats://u:p@one:1/ ", "one", 1, false), ("nats://[::1]:5", "::1", 5, false),
        ("NATS://[fe80::1]", "fe80::1", 4_222, false), ("nats://a:b/c@one:9", "one", 9, false),
    ])
    func `a URL names a server`(text: String, host: String, port: Int, tls: Bool) throws {
        let url = try ServerURL(text)
        #expect(url.endpoint == Endpoint(host: host, port: port))
        #expect(url.wantsTLS == tls)
    }

    @Test(arguments: [
        "ws://one", "wss://one:443", "http://one", "nats://", "nats://one:0", "nats://one:70000", "nats://one:x",
        "nats://u:%zz@one", "nats://u:%4@one", "nats://one/path", "nats://o ne", "nats://ana:s3cret", "s3cret://ana",
        "nats://a:b@s3cret@x y",
        "", ",", "nats://a\"b",
    ])
    func `what is no server is refused with a reason`(text: String) {
        #expect {
            _ = try ServerURL.list(text)
        } throws: { error in
            if case NATSError.invalidOptions(let reason) = error {
                !reason.isEmpty && !reason.contains("s3cret")
            } else {
                false
            }
        }
    }

    @Test func `web sockets are refused by name`() {
        #expect {
            _ = try ServerURL("wss://one")
        } throws: {
            "\($0)".contains("WebSocket")
        }
    }

    @Test func `a list names several`() throws {
        #expect(try ServerURL.list("nats://one:1, two:2 ,tls://three").map(\.endpoint.port) == [1, 2, 4_222])
    }

    @Test func `credentials are read, percent escapes too, and never shown`() throws {
        let url = try ServerURL("nats://an%40na:s%3Acret%2F@one")
        #expect(url.userInformation == .user("an@na", password: "s:cret/"))
        #expect(try ServerURL("nats://t0ken@one").userInformation == .token("t0ken"))
        let options = NATSOptions(servers: [url, try ServerURL("nats://t0ken@one")], credentials: .token("t0ken"))
        var dumped = ""
        dump(options, to: &dumped)
        for text in ["\(url)", "\(options)", String(reflecting: options), dumped] {
            #expect(!text.contains("s:cret"))
            #expect(!text.contains("t0ken"))
        }
    }
}

@Suite struct SubjectTests {
    @Test(arguments: ["a", "a.b", "$JS.API.INFO", "_INBOX.x.1", "a*b"])
    func `a subject can be published to`(subject: String) {
        #expect(isPublishable(subject))
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "a b", "a\r\nPUB x 0", "a.*", ">", "a.>", "a\t"])
    func `what would break the protocol is no subject`(subject: String) {
        #expect(!isPublishable(subject))
    }

    @Test func `wildcards can be subscribed to`() {
        #expect(isSubscribable("a.*.b.>"))
        #expect(!isSubscribable("a. .b"))
    }

    @Test func `headers that would break the framing are found`() {
        #expect(NATSHeaders(dictionaryLiteral: ("Nats-Msg-Id", "1")).malformed == nil)
        #expect(NATSHeaders(dictionaryLiteral: ("A", "x\r\nB: y")).malformed == "A")
        #expect(NATSHeaders(dictionaryLiteral: ("A:", "x")).malformed == "A:")
        #expect(NATSHeaders(dictionaryLiteral: ("", "x")).malformed == "")
    }

    @Test func `headers keep order and find names in any case`() {
        var headers: NATSHeaders = ["One": "1", "Two": "2"]
        headers.add("one", "3")
        #expect(headers["ONE"] == "1")
        #expect(headers.values("one") == ["1", "3"])
        headers["one"] = nil
        #expect(headers.fields.map(\.name) == ["Two"])
    }
}
