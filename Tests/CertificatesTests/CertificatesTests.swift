import Cryptography
import Deadlines
import Doctor
import FoundationEssentials
import Network
import TestSupport
import Testing
import Words

@testable import Certificates

@Suite(.timeLimit(.minutes(5))) struct CertificatesTests {
    private func story(_ endpoint: Endpoint, trusting authority: String) async -> String {
        let place = ServedCertificate(
            Address("fr-par", "certificates", "ingress"),
            of: "the ingress",
            at: endpoint,
            declaredAt: ["kubernetes", "ingress", "host"]
        )
        let health = CertificatesHealth([place], trust: .pem(authority))
        let examination = await Doctor([health.checkup()], timeout: .seconds(10)).examine(by: .after(.seconds(40)))
        return examination.outcomes.map { outcome in
            let name = outcome.kind.id.split(separator: ".").last ?? ""
            return "\(name) \(outcome.status.rawValue)\(outcome.worst?.failureClass.map { " \($0)" } ?? "")"
        }.joined(separator: ", ")
    }

    private func days(_ count: Double) -> Date { Date(timeIntervalSinceNow: count * 86_400) }

    @Test func `Every fault of a certificate is told apart`() async throws {
        let server = try WebStandIn { _ in .init(200) }
        defer { server.stop() }
        let authority = try CertificateAuthority(name: "Test Authority")
        let stranger = try CertificateAuthority(name: "Stranger")
        let cases: [(KeyedCertificate, String)] = [
            (try authority.issue(for: ["localhost"], until: days(60)), "chain pass, expiry pass"),
            (try authority.issue(for: ["localhost"], until: days(29)), "chain pass, expiry warn tls_expiring"),
            (try authority.issue(for: ["localhost"], until: days(6)), "chain pass, expiry fail tls_expiring"),
            (
                try authority.issue(for: ["localhost"], validFrom: days(-9), until: days(-1)),
                "chain fail tls_expired, expiry blocked"
            ),
            (
                try authority.issue(for: ["localhost"], validFrom: days(1), until: days(9)),
                "chain fail tls_not_yet_valid, expiry blocked"
            ),
            (try authority.issue(for: ["other.test"]), "chain fail tls_hostname, expiry blocked"),
            (try stranger.issue(for: ["localhost"]), "chain fail tls_untrusted, expiry blocked"),
        ]
        for (certificate, wanted) in cases {
            let front = try TLSStandIn(
                before: server.port,
                chain: certificate.certificate.pem,
                key: certificate.key.pem
            )
            let endpoint = Endpoint(host: "localhost", port: front.port)
            #expect(await story(endpoint, trusting: authority.identity.certificate.pem) == wanted)
            keep(front)
        }
    }

    @Test func `A chain that is not whole and an authority that nobody knows have each their own remedy`() async throws
    {
        let scratch = Scratch("chain")
        let script = """
            openssl req -x509 -newkey rsa:2048 -nodes -days 60 -subj /CN=Root -keyout root.key -out root.pem
            openssl req -newkey rsa:2048 -nodes -subj /CN=Middle -keyout middle.key -out middle.csr
            printf 'basicConstraints=critical,CA:true\\n' > ca.ext
            openssl x509 -req -in middle.csr -CA root.pem -CAkey root.key -CAcreateserial -days 60 -extfile ca.ext -out middle.pem
            openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout leaf.key -out leaf.csr
            printf 'subjectAltName=DNS:localhost\\n' > leaf.ext
            openssl x509 -req -in leaf.csr -CA middle.pem -CAkey middle.key -CAcreateserial -days 60 -extfile leaf.ext -out leaf.pem
            """
        try await aside { [path = scratch.path] in try require(run(["sh", "-ec", script], in: path)) }
        let server = try WebStandIn { _ in .init(200) }
        defer { server.stop() }
        let (root, middle, leaf) = (
            try scratch.read("root.pem"), try scratch.read("middle.pem"), try scratch.read("leaf.pem")
        )
        let other = try CertificateAuthority(name: "Other").identity.certificate.pem
        for (chain, trust, word) in [
            (leaf, root, "let the server send the whole chain"),
            (leaf + middle, other, "or have the certificate signed by a known one"),
            (leaf + middle, root, ""),
        ] {
            let front = try TLSStandIn(before: server.port, chain: chain, key: try scratch.read("leaf.key"))
            let place = ServedCertificate(
                Address("certificates", "ingress"),
                of: "the ingress",
                at: Endpoint(host: "localhost", port: front.port),
                declaredAt: []
            )
            let seen = await Doctor(
                [CertificatesHealth([place], trust: .pem(trust)).checkup()],
                timeout: .seconds(10)
            ).examine(Selection(only: ["certificates.chain"]), by: .after(.seconds(40))).outcomes.first
            #expect(seen?.status == (word.isEmpty ? .pass : .fail))
            #expect(seen?.worst?.failureClass == (word.isEmpty ? nil : "tls_untrusted"))
            let told = seen?.worst?.remedies ?? []
            #expect(word.isEmpty || told.contains { "\($0)".contains(word) }, "\(told)")
            keep(front)
        }
    }

    @Test func `Nobody there, and plain text, are told`() async throws {
        let authority = try CertificateAuthority(name: "Test Authority").identity.certificate.pem
        let gone = await story(Endpoint(host: "127.0.0.1", port: freePort()), trusting: authority)
        #expect(gone == "chain fail refused, expiry blocked")
        let plain = try Listener(.answering("HTTP/1.1 400 Bad Request\r\n\r\n"))
        let text = await story(Endpoint(host: "127.0.0.1", port: plain.port), trusting: authority)
        #expect(
            ["chain fail protocol_mismatch, expiry blocked", "chain fail tls_missing, expiry blocked"].contains(text),
            "\(text)"
        )
        keep(plain)
    }

    @Test func `No place, no check`() {
        #expect(CertificatesHealth([]).checkup().checks.isEmpty)
    }
}
