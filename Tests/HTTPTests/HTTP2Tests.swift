internal import Deadlines
internal import HTTP
internal import Network
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct HTTP2Tests {
    @Test func `many requests share one HTTP/2 connection`() async throws {
        let scratch = Scratch("http2")
        let certificates = try Certificates(in: scratch)
        let port = freePort()
        let store = try LinkedChild(
            [
                serverExecutable("weed"), "mini", "-dir=\(scratch.path)", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
                "-master.port=\(freePort())", "-volume.port=\(freePort())", "-filer.port=\(freePort())",
                "-s3.port=\(freePort())", "-s3.port.https=\(port)", "-s3.cert.file=\(scratch.file("good.pem"))",
                "-s3.key.file=\(scratch.file("good.key"))", "-admin.port=\(freePort())", "-metricsPort=\(freePort())",
                "-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false",
            ],
            scratch: scratch,
        )
        defer { store.stop() }
        let client = HTTPClient()
        var request = HTTPRequest("GET", "https://localhost:\(port)/healthz")
        request.tls = TLSOptions(trust: .file(certificates.authority))
        request.version = .http2OverTLS
        let sent = request
        while (try? await client.send(sent, by: .after(.seconds(5))))?.status != 200 {
            try await Task.sleep(for: .milliseconds(50))
        }
        let answers = try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            for _ in 0..<20 { group.addTask { try await client.send(sent, by: .ample) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.status == 200 && $0.reason.isEmpty && $0.connection.httpVersion == .http2 })
        #expect(Set(answers.map(\.connection.local?.port)).count == 1)
        await client.shutDown()
    }
}
