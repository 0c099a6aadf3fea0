internal import CSystem
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Listens on a port of loopback and gives each that comes to whoever serves, on a thread of its own; ends all of them at once.
final class LoopbackDoor: Sendable {
    let port = freePort()
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var sockets: Set<Int32> = []
        var hasEnded = false
    }

    init() throws {
        listener = tcpSocket()
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let isBound = onLoopback(port) { bind(listener, $0, $1) == 0 }
        guard isBound, listen(listener, 256) == 0 else { throw ListenerFailure(code: errno) }
    }

    /// Serves from now on, until it is stopped.
    ///
    /// It holds itself and `serve` as long. The peer is closed when `serve` is done.
    func open(_ serve: @escaping @Sendable (Int32) -> Void) {
        DispatchQueue(label: "door").async { [self] in
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else {
                    close(listener)
                    return
                }
                DispatchQueue(label: "door peer").async { [self] in
                    with(peer) { serve(peer) }
                    close(peer)
                }
            }
        }
    }

    /// While this runs, stopping ends the socket too; where it is stopped already, nothing runs.
    func with(_ socket: Int32, _ body: () -> Void) {
        let goesOn = state.withLock { state in
            if !state.hasEnded { state.sockets.insert(socket) }
            return !state.hasEnded
        }
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        if goesOn { body() }
        state.withLock { _ = $0.sockets.remove(socket) }
    }

    func stop() {
        state.withLock { state in
            state.hasEnded = true
            // Within the lock: once it is let go, a number could be another's connection.
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }
}

/// No child inherits it.
func tcpSocket() -> Int32 {
    socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
}

func onLoopback(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

/// Whether all of it could be sent.
func sendAll(_ bytes: [UInt8], to socket: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count > 0 else { return false }
        sent += count
    }
    return true
}
