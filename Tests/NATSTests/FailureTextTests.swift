import JSON
import Network
import Testing

@testable import NATS

@Suite struct FailureTextTests {
    @Test func `a refusal names the operation and the subject`() {
        #expect(
            permissionRefusal("Permissions Violation for Publish to \"a.b\"") == .permission(.publish, subject: "a.b")
        )
        #expect(
            permissionRefusal("Permissions Violation for Subscription to \"x.>\" using queue \"q\"")
                == .permission(.subscribe, subject: "x.>")
        )
        #expect(permissionRefusal("Authorization Violation") == nil)
    }

    @Test func `a certificate's failure goes by its number`() {
        let prefix = "SSL handshake error: "
        #expect(verificationFailure("\(prefix)10:certificate has expired:depth=0:cert=/CN=a:issuer=/CN=a") == .expired)
        #expect(verificationFailure("9:certificate is not yet valid:depth=0:cert=/CN=a:issuer=/CN=b") == .notYetValid)
        #expect(verificationFailure("18:self-signed certificate:depth=0:cert=/CN=a:issuer=/CN=a") == .selfSigned)
        #expect(
            verificationFailure("62:hostname mismatch:expected=other.test:cert=/CN=nats.test")
                == .nameMismatch(wanted: "other.test", presented: ["nats.test"])
        )
        #expect(
            verificationFailure("20:unable to get local issuer certificate:depth=0:cert=/CN=a:issuer=/CN=b")
                == .untrusted(code: 20, reason: "unable to get local issuer certificate")
        )
    }

    @Test func `an error reads as words and not as a case`() {
        #expect {
            _ = try ServerURL("redis://127.0.0.1:6379")
        } throws: { error in
            "\(error)" == "not a scheme of NATS; give a nats:// or tls:// URL"
        }
        let all: [NATSError] = [
            .badCredentials(path: "/u.creds", reason: "it is empty"), .transport(.refused),
            .protocolMismatch(got: "220"),
            .authentication(.refused), .connectionLimit, .permission(.publish, subject: "a"),
            .noResponders(subject: "a"),
            .timeout, .maxPayload(limit: 1, size: 2), .slowConsumer(dropped: 3), .closed, .cancelled,
            .status(code: 409, description: "gone"),
            .api(JetStreamFailure(code: 404, errorCode: .streamNotFound, description: "stream not found")),
        ]
        for error in all {
            let words = "\(error)"
            #expect(words.contains(" "))
            #expect(!words.contains("(") && !words.contains("\""), "\(words)")
        }
        let failure = JetStreamFailure(code: 404, errorCode: .streamNotFound, description: "stream not found")
        #expect(failure.told == "10059 (stream not found)")
        #expect(JetStreamErrorCode(rawValue: 10_999).told == "10999")
    }

    @Test func `a handshake that failed before the certificate has no number`() {
        #expect(verificationFailure("SSL handshake error: wrong version number") == nil)
        #expect(verificationFailure("") == nil)
    }
}

@Suite struct GreetingLineTests {
    private let info = "INFO {\"server_id\":\"A\",\"version\":\"2.15.1\",\"max_payload\":5}\r\n"

    @Test func `a line is read in any pieces`() throws {
        for size in [1, 2, 5, 7, 1_000] {
            var line = GreetingLine()
            var rest = Array(info.utf8)[...]
            while !rest.isEmpty {
                line.take(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
                #expect(line.isComplete == rest.isEmpty)
            }
            let said = try line.info()
            #expect(said.version == "2.15.1")
            #expect(said.maxPayload == 5)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-x\r\n", "INFO\r\n", "INFO {\r\n", "INFO []\r\n", "INFO {\"a\":1}\r\n",
        "\u{15}",
    ])
    func `anything else is told as what it is`(text: String) {
        var line = GreetingLine()
        line.take(Array(text.utf8))
        #expect(line.isComplete)
        #expect {
            _ = try line.info()
        } throws: { error in
            if case NATSError.protocolMismatch(let got) = error { text.hasPrefix(got) || got == "." } else { false }
        }
    }

    @Test func `a line without end is given up`() {
        var line = GreetingLine()
        line.take(Array("INFO {".utf8) + [UInt8](repeating: 0x20, count: 40_000))
        #expect(line.isComplete)
        #expect(throws: NATSError.self) { try line.info() }
    }

    @Test func `versions compare by number`() {
        #expect(ServerInfo(json: ["version": "2.15.0-dev"]).isAtLeast(2, 9))
        #expect(!ServerInfo(json: ["version": "2.9.10"]).isAtLeast(2, 10))
    }
}
