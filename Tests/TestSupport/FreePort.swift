internal import CSystem
internal import Glibc
internal import Synchronization

/// A port on loopback that is free now and that no other test, of this process or of another, is given as long as this process lives.
///
/// All lie below 15,000 and their twins 10,000 above (SeaweedFS's gRPC) below 25,000, where `ihctl dev` chooses neither a port nor a twin and no
/// outgoing connection begins.
package func freePort() -> Int {
    reserved.withLock { $0.next() }
}

/// Starts a server on `count` free ports, and once more on others where somebody who reserves nothing took one of them meanwhile.
package func onFreePorts<Server>(
    _ count: Int = 1,
    attempts: Int = 3,
    start: ([Int]) throws -> Server,
) throws -> Server {
    let ports = (0..<count).map { _ in freePort() }
    do {
        return try start(ports)
    } catch {
        // What was started has ended by now: whoever listens there is a stranger.
        guard attempts > 1, !ports.allSatisfy(isFree) else { throw error }
    }
    return try onFreePorts(count, attempts: attempts - 1, start: start)
}

private let reserved = Mutex(Reservation())

/// The blocks of ports that are this process's until it ends.
private struct Reservation {
    private static let ports = 12_700..<15_000
    private static let blockSize = 20
    private var left: [Int] = []

    mutating func next() -> Int {
        while true {
            while let port = left.popLast() {
                if isFree(port), isFree(port + 10_000) { return port }
            }
            left = Reservation.claimBlock()
        }
    }

    private static func claimBlock() -> [Int] {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            for first in stride(from: ports.lowerBound, to: ports.upperBound, by: blockSize).shuffled()
            where claim(first) {
                return Array(first..<first + blockSize)
            }
            usleep(10_000)
        }
        preconditionFailure("other test processes hold all ports")
    }

    /// Binds a name that only one process can have; the kernel gives it back when that process ends, however it does.
    private static func claim(_ block: Int) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A zero in front: a name of the network's namespace, as ports are, and none of a file.
        let name = Array("\0ihctl-test-ports-\(block)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = MemoryLayout<sa_family_t>.size + name.count
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(length)) == 0
            }
        }
        if !isBound { close(descriptor) }
        return isBound
    }
}

/// Whether a server could listen there now.
private func isFree(_ port: Int) -> Bool {
    // Nobody inherits it: a child would keep the port taken after it is closed here.
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // As servers do: what remains of closed connections keeps nobody out.
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && listen(descriptor, 1) == 0
        }
    }
}
