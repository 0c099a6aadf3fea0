internal import CSystem
internal import Dispatch
internal import Glibc

/// A loopback listener that misbehaves in one way; ends with its owner.
package final class Listener: Sendable {
    package let port: Int
    private let descriptor: Int32
    private let fillers: [Int32]
    private let isServed: Bool

    package enum Manner: Sendable {
        /// Reads once, then answers these bytes and closes.
        case answering(String)
        /// Speaks first and goes on listening.
        case greeting(String)
        /// Gives back what comes, until the end.
        case echoing
        /// Reads once, then resets the connection.
        case resetting
        /// Reads once, then closes.
        case closing
        /// Accepts (the kernel does) and never says a word.
        case silent
        /// Its backlog is full: a connect to it hangs as behind a firewall.
        case blackholed
    }

    package init(_ manner: Manner, address: String = "127.0.0.1") throws {
        let isIPv6 = address.contains(":")
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, kind, 0)
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let port = freePort()
        var isBound = false
        withSocketAddress(address, port) { isBound = bind(descriptor, $0, $1) == 0 }
        var backlog: Int32 = 16
        if case .blackholed = manner { backlog = 0 }
        guard isBound, listen(descriptor, backlog) == 0 else { throw ListenerFailure(code: errno) }
        var fillers: [Int32] = []
        if case .blackholed = manner {
            for _ in 0..<4 {
                let filler = socket(AF_INET, kind | Int32(SOCK_NONBLOCK.rawValue), 0)
                withSocketAddress(address, port) { _ = connect(filler, $0, $1) }
                fillers.append(filler)
            }
        }
        self.fillers = fillers
        self.descriptor = descriptor
        self.port = port
        switch manner {
        case .silent, .blackholed: isServed = false
        default:
            isServed = true
            DispatchQueue(label: "listener").async { serve(descriptor, manner) }
        }
    }

    deinit {
        // Whoever serves closes it then: closed here, its number could be another's before `accept` returns.
        shutdown(descriptor, Int32(SHUT_RDWR))
        if !isServed { close(descriptor) }
        for filler in fillers { close(filler) }
    }
}

/// Holds servers until here: Swift may let go of what is not named again, and their processes and ports with them.
package func keep(_ servers: any AnyObject...) {
    withExtendedLifetime(servers) {}
}

package struct ListenerFailure: Error {
    package let code: Int32
}

private func serve(_ listening: Int32, _ manner: Listener.Manner) {
    while true {
        let peer = accept(listening, nil, nil)
        guard peer >= 0 else {
            close(listening)
            return
        }
        DispatchQueue(label: "peer").async { speak(with: peer, manner) }
    }
}

private func speak(with peer: Int32, _ manner: Listener.Manner) {
    defer { close(peer) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    if case .greeting(let text) = manner { _ = send(peer, Array(text.utf8), text.utf8.count, Int32(MSG_NOSIGNAL)) }
    var count = recv(peer, &buffer, buffer.count, 0)
    switch manner {
    case .answering(let text):
        _ = send(peer, Array(text.utf8), text.utf8.count, Int32(MSG_NOSIGNAL))
        // The other end closes first, else unread bytes would turn the close into a reset.
        while count > 0 { count = recv(peer, &buffer, buffer.count, 0) }
    case .greeting:
        while count > 0 { count = recv(peer, &buffer, buffer.count, 0) }
    case .echoing:
        while count > 0 {
            _ = send(peer, buffer, count, Int32(MSG_NOSIGNAL))
            count = recv(peer, &buffer, buffer.count, 0)
        }
    case .resetting:
        var off = linger(l_onoff: 1, l_linger: 0)
        setsockopt(peer, SOL_SOCKET, SO_LINGER, &off, socklen_t(MemoryLayout<linger>.size))
    case .closing, .silent, .blackholed: break
    }
}

private func withSocketAddress(_ text: String, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
    if text.contains(":") {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = in_port_t(port).bigEndian
        inet_pton(AF_INET6, text, &address.sin6_addr)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    } else {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, text, &address.sin_addr)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
