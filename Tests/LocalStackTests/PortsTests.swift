import Glibc
import TestSupport
import Testing

@testable import LocalStack

@Suite struct PortsTests {
    @Test func `a remembered port that is free stays`() throws {
        let port = freePort()
        var chooser = PortChooser(taken: [])
        #expect(try chooser.port(remembered: port, withTwin: true) == port)
    }

    @Test func `a port somebody listens on is not taken, nor one whose twin is`() throws {
        let port = freePort()
        let listener = try #require(listen(on: port + 10_000))
        defer { close(listener) }
        var chooser = PortChooser(taken: [])
        #expect(try chooser.port(remembered: port, withTwin: true) != port)
        #expect(try chooser.port(remembered: port, withTwin: false) == port)
        #expect(!canBind(port + 10_000))
    }

    @Test func `a hundred choices differ, leave room for their twins and keep below the outgoing ports`() throws {
        var chooser = PortChooser(taken: [])
        let ports = try (0..<100).map { _ in try chooser.port(remembered: nil, withTwin: true) }
        #expect(Set(ports).count == 100)
        #expect(ports.allSatisfy { (15_000..<22_768).contains($0) })
    }

    @Test func `what another start has claimed is not taken, and is free when that one has gone`() throws {
        let port = freePort()
        var claim = PortClaim(port)
        try #require(claim != nil)
        var chooser = PortChooser(taken: [])
        #expect(try chooser.port(remembered: port, withTwin: false) != port)
        claim = nil
        #expect(try chooser.port(remembered: port, withTwin: false) == port)
        #expect(PortClaim(port) == nil, "a chooser holds what it chose")
    }

    private func listen(on port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard bound, Glibc.listen(descriptor, 1) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
