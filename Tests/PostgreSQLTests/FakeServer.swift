internal import Dispatch
internal import Glibc
internal import TestSupport

/// A listening socket of the tests' own, for ends that no real server gives.
final class FakeServer: Sendable {
    let port: Int
    private let descriptor: Int32

    /// `serve` gets each connection; it is closed when `serve` returns true.
    init(backlog: Int32 = 16, _ serve: (@Sendable (Int32) -> Bool)? = nil) {
        port = freePort()
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        var address = FakeServer.loopback(port)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        listen(descriptor, backlog)
        guard let serve else { return }
        DispatchQueue(label: "fake").async {
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                if serve(client) { close(client) }
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    var url: String { "postgresql://postgres@127.0.0.1:\(port)/postgres?sslmode=disable" }

    /// Connects without being accepted, to fill the backlog.
    func crowd() -> [Int32] {
        (0..<4).map { _ in
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            var address = FakeServer.loopback(port)
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            return client
        }
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return address
    }
}

/// Reads what a client says first, then answers.
func answering(_ bytes: [UInt8]) -> @Sendable (Int32) -> Bool {
    { client in
        var buffer = [UInt8](repeating: 0, count: 1_024)
        _ = recv(client, &buffer, buffer.count, 0)
        _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        return true
    }
}

/// Tears the connection down by RST.
let resetting: @Sendable (Int32) -> Bool = { client in
    var buffer = [UInt8](repeating: 0, count: 1_024)
    _ = recv(client, &buffer, buffer.count, 0)
    var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    return true
}
