import Cryptography
import FoundationEssentials
import Glibc
import TestSupport

/// `openssl s_server` with a certificate of the test's choice; answers HTTP requests with a page about the connection.
final class TLSServer: Sendable {
    let port: Int
    let child: LinkedChild
    private let scratch: Scratch

    init(_ identity: KeyedCertificate, chain: [Certificate] = [], arguments: [String] = []) throws {
        let scratch = Scratch("tls")
        let port = freePort()
        let certificate = try scratch.write(identity.certificate.pem, to: "certificate.pem")
        let key = try scratch.write(identity.key.pem, to: "key.pem")
        var command = [
            "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key, "-www",
        ]
        if !chain.isEmpty {
            command += ["-cert_chain", try scratch.write(chain.map(\.pem).joined(), to: "chain.pem")]
        }
        child = try LinkedChild(command + arguments, scratch: scratch, removing: scratch.path)
        self.port = port
        self.scratch = scratch
        let log = scratch
        try child.waitUntilReady { (try? log.read("log"))?.contains("ACCEPT") == true }
    }
}

extension Date {
    static func days(_ count: Double) -> Date { Date(timeIntervalSinceNow: count * 86_400) }
}
