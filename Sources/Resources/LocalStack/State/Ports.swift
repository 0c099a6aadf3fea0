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

    init(taken: some Sequence<Int>) {
        remembered = Set(taken)
    }

    /// The remembered port where it is free still, else another.
    mutating func port(remembered own: Int?, withTwin: Bool) throws(StackError) -> Int {
        if let own, PortChooser.sensible.contains(own), !chosen.contains(own), isFree(own, withTwin: withTwin) {
            chosen.insert(own)
            return own
        }
        for _ in 0..<2_000 {
            let candidate = Int.random(in: PortChooser.range)
            guard !remembered.contains(candidate), !chosen.contains(candidate), isFree(candidate, withTwin: withTwin)
            else { continue }
            chosen.insert(candidate)
            return candidate
        }
        throw StackError(.noFreePort)
    }

    private func isFree(_ port: Int, withTwin: Bool) -> Bool {
        canBind(port) && (!withTwin || canBind(port + 10_000))
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
