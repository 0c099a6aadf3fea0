internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import HTTP
internal import Network
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct ClientLifeTests {
    let server: WebServer

    init() throws {
        server = try WebServer.shared()
    }

    @Test func `shutting down ends what is under way, and later requests at once`() async throws {
        let own = HTTPClient()
        let url = server.url("/hang")
        let task = Task { try await own.send(HTTPRequest("GET", url), by: .after(.seconds(600))) }
        try await Task.sleep(for: .milliseconds(100))
        await own.shutDown()
        #expect((await task.result.failure as? HTTPError)?.kind == .shutDown)
        let late = await #expect(throws: HTTPError.self) { _ = try await own.send(HTTPRequest("GET", url), by: .ample) }
        #expect(late?.kind == .shutDown)
        await own.shutDown()
    }

    @Test func `threads end with their clients`() async {
        await #expect(processExitsWith: .success) {
            func threads() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count { task in
                    let name = try? Data(contentsOf: URL(filePath: "/proc/self/task/\(task)/comm"))
                    return name.map { String(decoding: $0, as: UTF8.self) } == "ihctl-http\n"
                }
            }
            var clients = (0..<5).map { _ in HTTPClient() }
            try waitUntil("five threads") { try threads() == 5 }
            await clients.removeLast().shutDown()
            try waitUntil("four threads") { try threads() == 4 }
            clients = []
            try waitUntil("no thread") { try threads() == 0 }
        }
    }

    @Test func `hundreds of requests at once are all answered`() async throws {
        let request = HTTPRequest("GET", server.url("/status/200"))
        let answered = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<300 {
                group.addTask { (try? await client.send(request, by: .ample))?.status == 200 }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answered == 300)
    }

    @Test func `a limit of connections makes requests wait, and a waiting one ends by its deadline`() async throws {
        var limits = HTTPClient.Limits()
        limits.connectionsPerHost = 1
        let own = HTTPClient(limits: limits)
        let url = server.url("/hang")
        let holder = Task { try await own.send(HTTPRequest("GET", url), by: .after(.seconds(600))) }
        try await Task.sleep(for: .milliseconds(300))
        let waiting = HTTPRequest("GET", server.url("/echo"))
        let error = await #expect(throws: HTTPError.self) {
            _ = try await own.send(waiting, by: .after(.milliseconds(500)))
        }
        #expect(error?.kind == .deadlinePassed(phase: .waiting))
        holder.cancel()
        #expect(try await own.send(waiting, by: .ample).status == 200)
        await own.shutDown()
    }

    @Test func `cancelling at any moment resumes once`() async throws {
        let request = HTTPRequest("GET", server.url("/status/200"))
        for round in 0..<200 {
            let task = Task { try await client.send(request, by: .ample) }
            for _ in 0..<(round % 20) { await Task.yield() }
            task.cancel()
            switch await task.result {
            case .success(let response): #expect(response.status == 200)
            case .failure(let error): #expect((error as? HTTPError)?.kind == .cancelled)
            }
        }
    }

    @Test func `a connection is not left to child processes`() async throws {
        let client = HTTPClient()
        let response = try await client.send(HTTPRequest("GET", server.url("/echo")), by: .ample)
        let (local, remote) = try (#require(response.connection.local?.port), server.port(.plain))
        let own = (0..<4_096 as Range<Int32>).filter {
            port(of: $0, getsockname) == local && port(of: $0, getpeername) == remote
        }
        #expect(own.count == 1)
        #expect(own.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 })
        await client.shutDown()
    }

    @Test func `a stream outlives its client's last reference`() async throws {
        var own: HTTPClient? = HTTPClient()
        let stream = try await own?.open(HTTPRequest("GET", server.url("/slow-body/200")), by: .ample)
        own = nil
        let bytes = try await stream?.body.collected(upTo: 100)
        #expect(bytes.map { String(decoding: $0, as: UTF8.self) } == "halfrest")
    }

    @Test func `a sink is called on the loop's thread in order, to the end`() async throws {
        let sink = Recorder()
        await withCheckedContinuation { continuation in
            sink.onEnd = { continuation.resume() }
            client.start(HTTPRequest("GET", server.url("/chunked")), by: .ample, into: sink)
        }
        #expect(sink.log.withLock { $0 } == ["head 200", "hello", " ", "world", "ended"])
    }
}

private final class Recorder: HTTPSink, @unchecked Sendable {
    // Set once, before the transfer starts.
    var onEnd: @Sendable () -> Void = {}
    let log = Mutex<[String]>([])

    func received(_ head: HTTPHead) -> HTTPFlow {
        log.withLock { $0.append("head \(head.status)") }
        return .goOn
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> HTTPFlow {
        log.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
        return .goOn
    }

    func ended(_ outcome: Result<HTTPEnding, HTTPError>) {
        log.withLock { $0.append((try? outcome.get()) == nil ? "failed" : "ended") }
        onEnd()
    }
}

/// One end of a descriptor that is a connection.
private func port(
    of descriptor: Int32,
    _ end: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32,
) -> Int? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { end(descriptor, $0, &size) }
    }
    return code == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
}
