internal import Glibc

/// What a stack listens on.
///
/// SeaweedFS takes each of its ports a second time 10,000 above for gRPC, and the range from 32,768 on belongs to outgoing connections: so all
/// are chosen below 22,768.
struct PortChooser {
    private static let range = 15_000..<22_700
    /// What a state file may say: somebody could have written anything into it.
    private static let sensible = 1_024...55_535
    private var remembered: Set<Int>
    private var chosen: Set<Int> = []
    private(set) var claims: [PortClaim] = []

    init(taken: some Sequence<Int>) {
        remembered = Set(taken)
    }

    /// The remembered port where it is free still, else another.
    mutating func port(remembered own: Int?, withTwin: Bool) throws(StackError) -> Int {
        if let own, PortChooser.sensible.contains(own), take(own, withTwin: withTwin) { return own }
        for _ in 0..<2_000 {
            let candidate = Int.random(in: PortChooser.range)
            guard !remembered.contains(candidate), take(candidate, withTwin: withTwin) else { continue }
            return candidate
        }
        throw StackError(.noFreePort)
    }

    /// Claimed first and looked at then: two that start at once never both find it free.
    private mutating func take(_ port: Int, withTwin: Bool) -> Bool {
        let wanted = withTwin ? [port, port + 10_000] : [port]
        guard !chosen.contains(port) else { return false }
        let claimed = wanted.compactMap(PortClaim.init)
        guard claimed.count == wanted.count, wanted.allSatisfy(canBind) else { return false }
        chosen.insert(port)
        claims += claimed
        return true
    }
}

/// The word of one `ihctl dev up` to all others on this machine that a port is its own, from the choice until its server listens.
///
/// A socket's name in the kernel's own name space: it goes with its holder, however that ends, and leaves nothing on disk.
final class PortClaim: Sendable {
    private let descriptor: Int32

    init?(_ port: Int) {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A name that begins with zero stands in no folder.
        let name = [0] + Array("ihctl-dev-port-\(port)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
        guard bound else {
            close(descriptor)
            return nil
        }
    }

    deinit {
        close(descriptor)
    }
}

/// Whether a server could listen there now, on loopback as on all addresses.
func canBind(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
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
