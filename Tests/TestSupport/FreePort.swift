internal import Glibc
internal import Synchronization

private let handedOut = Mutex<Set<Int>>([])

/// A port free on loopback now and not yet handed out here; below 22768, so that its twin 10,000 above (SeaweedFS's gRPC) is below the ephemeral range.
package func freePort() -> Int {
    while true {
        let port = Int.random(in: 10_000..<22_768)
        guard isFree(port), isFree(port + 10_000) else { continue }
        if handedOut.withLock({ $0.insert(port).inserted }) { return port }
    }
}

private func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
