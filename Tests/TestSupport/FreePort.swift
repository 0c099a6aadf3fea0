internal import CSystem
internal import FoundationEssentials
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

/// Whether nobody listens there.
///
/// Read from the kernel's table: a socket that tries would be held, for a moment, by any child that is just on its way to exec, and keep the
/// server out that the port was chosen for.
private func isFree(_ port: Int) -> Bool {
    let digits = String(port, radix: 16, uppercase: true)
    let ending = ":" + String(repeating: "0", count: 4 - digits.count) + digits
    return ["/proc/net/tcp", "/proc/net/tcp6"].allSatisfy { table in
        let data = FileManager.default.contents(atPath: table) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().allSatisfy { line in
            let fields = line.split(separator: " ", maxSplits: 4)
            return fields.count < 4 || fields[3] != listening || !fields[1].hasSuffix(ending)
        }
    }
}

private let listening = "0A"
