internal import Deadlines
internal import Glibc
internal import HTTP
internal import Network
internal import TestSupport
internal import Testing

/// A resolver that never answers, in a mount namespace of the child process's own.
@Suite(.live, .enabled("needs root for a mount namespace") { geteuid() == 0 }, .timeLimit(.minutes(5)))
struct HungResolverTests {
    @Test func `a hung resolver ends neither deadline nor cancellation nor shutdown`() async {
        await #expect(processExitsWith: .success) {
            let hole = try BlackHole()
            defer { hole.close() }
            let client = HTTPClient()
            let start = ContinuousClock.now
            do {
                _ = try await client.send(HTTPRequest("GET", "http://hangs.test/"), by: .after(.milliseconds(300)))
                throw Unexpected("an answer")
            } catch let error as HTTPError {
                guard error.kind == .transport(.nameTimedOut(host: "hangs.test")), error.phase == .nameLookup else {
                    throw error
                }
            }
            guard ContinuousClock.now - start < .seconds(10) else { throw Unexpected("the deadline had to wait") }

            let task = Task {
                try await client.send(HTTPRequest("GET", "http://hangs2.test/"), by: .after(.seconds(600)))
            }
            try await Task.sleep(for: .milliseconds(200))
            let cancelled = ContinuousClock.now
            task.cancel()
            guard case .failure(let error as HTTPError) = await task.result, error.kind == .cancelled else {
                throw Unexpected("no cancellation")
            }
            guard ContinuousClock.now - cancelled < .seconds(10) else { throw Unexpected("cancelling had to wait") }

            let last = Task {
                try await client.send(HTTPRequest("GET", "http://hangs3.test/"), by: .after(.seconds(600)))
            }
            try await Task.sleep(for: .milliseconds(200))
            let shut = ContinuousClock.now
            await client.shutDown()
            _ = await last.result
            guard ContinuousClock.now - shut < .seconds(10) else { throw Unexpected("shutting down had to wait") }
        }
    }
}

private struct Unexpected: Error {
    let what: String
    init(_ what: String) { self.what = what }
}

/// A name server's socket nobody reads, named by a resolv.conf that only this process's new threads see.
private struct BlackHole {
    private let descriptor: Int32
    private let scratch = Scratch("resolver")

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let place = Int.random(in: 1_000..<16_000_000)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(53).bigEndian
        address.sin_addr.s_addr = (0x7F00_0000 | in_addr_t(place)).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else { throw Unexpected("bind: \(errno)") }
        let file = try scratch.write(
            "nameserver 127.\(place >> 16).\(place >> 8 & 255).\(place & 255)\noptions timeout:20 attempts:3\n",
            to: "resolv.conf"
        )
        let names = try scratch.write("hosts: dns\n", to: "nsswitch.conf")
        guard let symbol = dlsym(nil, "unshare") else { throw Unexpected("no unshare") }
        let unshare = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
        let newMounts: Int32 = 0x2_0000
        guard unshare(newMounts) == 0 else { throw Unexpected("unshare: \(errno)") }
        let (recursively, privately, binding): (UInt, UInt, UInt) = (0x4000, 0x4_0000, 0x1000)
        guard mount("none", "/", nil, recursively | privately, nil) == 0,
            mount(file, "/etc/resolv.conf", nil, binding, nil) == 0,
            mount(names, "/etc/nsswitch.conf", nil, binding, nil) == 0
        else { throw Unexpected("mount: \(errno)") }
    }

    func close() { Glibc.close(descriptor) }
}
