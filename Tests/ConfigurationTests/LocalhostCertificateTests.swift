internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import TestSupport
import Testing
internal import Words

@testable import Configuration

@Suite(.timeLimit(.minutes(5)))
struct LocalhostCertificateTests {
    @Test func `one is made beside the secrets file, and the key is the owner's alone`() async throws {
        let project = try Trial()
        #expect(
            try await project.settle(makesCertificate: true).map(\.address.description).last
                == "configuration/certificate/localhost"
        )
        let certificate = LocalhostCertificate(folder: project.folder, root: project.scratch.path)
        #expect(certificate.state() == .sound)
        #expect(mode(of: certificate.keyFile) == 0o600)
        #expect(mode(of: certificate.certificateFile) == 0o644)
        let survey = try await project.resource(makesCertificate: true).survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.sound.count == 4)
        // A client that trusts the authority takes it.
        let outcome = try await aside {
            try run([
                "openssl", "verify", "-CAfile", certificate.authorityFile, "-verify_hostname", "localhost",
                certificate.certificateFile,
            ])
        }
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func `one that is worn is made anew, one of somebody else stays`() async throws {
        let scratch = Scratch("configuration")
        let certificate = LocalhostCertificate(folder: scratch.path, root: scratch.path)
        try await certificate.make(by: soon())
        let late = Date(timeIntervalSinceNow: 340 * 86_400)
        guard case .worn = certificate.state(at: late) else {
            Issue.record("\(certificate.state(at: late))")
            return
        }
        unlink(certificate.keyFile)
        #expect(certificate.state() == .worn("its key is not there"))
        try await certificate.make(by: soon())
        #expect(certificate.state() == .sound)

        let other = try CertificateAuthority(name: "somebody").issue(for: ["localhost"])
        try scratch.write(other.certificate.pem, to: "localhost.crt")
        #expect(certificate.state() == .foreign("it is not for 127.0.0.1"))
        try await certificate.make(by: soon())
        #expect(try scratch.read("localhost.crt") == other.certificate.pem)
        try scratch.write("nonsense", to: "localhost.crt")
        #expect(certificate.state() == .foreign("localhost.crt is no certificate"))
    }

    @Test func `several at once leave one pair that fits`() async throws {
        let scratch = Scratch("configuration")
        let certificate = LocalhostCertificate(folder: scratch.path, root: scratch.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { try await certificate.make(by: soon()) } }
            try await group.waitForAll()
        }
        #expect(certificate.state() == .sound)
    }
}
