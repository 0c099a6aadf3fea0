internal import CSystem
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Stands before an HTTP server on loopback: passes on what comes, writes it down, and answers itself where it is told to misbehave.
package final class HTTPStandIn: Sendable {
    /// One request as it came.
    package struct Seen: Sendable, Hashable {
        package let method: String
        /// Path and query, as they stood in the first line.
        package let target: String
        package let body: String

        package var isWrite: Bool { method != "GET" && method != "HEAD" }
    }

    package enum Manner: Sendable {
        /// Answers instead of the server, with this status and body.
        case answering(Int, String)
        /// Lets it through and answers as the server did, but only half of it, and closes.
        case cuttingOff
        /// Says nothing until the stand-in ends.
        case hanging
        /// Closes without a word.
        case closing
        /// Lets it through and never tells the answer: closes.
        case losingTheAnswer
    }

    package let port: Int
    private let server: Int
    private let listener: Int32
    private let state = Mutex(State())

    private struct Rule {
        let manner: Manner
        var times: Int
        let fits: @Sendable (Seen) -> Bool
    }

    private struct State {
        var seen: [Seen] = []
        var rules: [Rule] = []
        var sockets: Set<Int32> = []
        var hasEnded = false
    }

    package init(before server: Int) throws {
        self.server = server
        port = freePort()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let isBound = onLoopback(port) { bind(listener, $0, $1) == 0 }
        guard isBound, listen(listener, 256) == 0 else { throw ListenerFailure(code: errno) }
        DispatchQueue(label: "stand-in").async { [self] in accepting() }
    }

    package var endpoint: String { "http://127.0.0.1:\(port)" }
    package var requests: [Seen] { state.withLock { $0.seen } }
    package var writes: [Seen] { requests.filter(\.isWrite) }

    package func forget() {
        state.withLock { $0.seen = [] }
    }

    /// From now on, so many times; the newest rule that fits counts.
    package func misbehave(
        _ manner: Manner,
        times: Int = .max,
        where fits: @escaping @Sendable (Seen) -> Bool,
    ) {
        state.withLock { $0.rules.insert(Rule(manner: manner, times: times, fits: fits), at: 0) }
    }

    package func behave() {
        state.withLock { $0.rules = [] }
    }

    /// Ends all its connections; to be called, since it holds itself while it listens.
    package func stop() {
        state.withLock { state in
            state.hasEnded = true
            // Within the lock: once it is let go, a number could be another's connection.
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accepting() {
        while true {
            let peer = accept(listener, nil, nil)
            guard peer >= 0 else {
                close(listener)
                return
            }
            DispatchQueue(label: "stand-in peer").async { [self] in serve(peer) }
        }
    }

    private func serve(_ peer: Int32) {
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let goesOn = state.withLock { state in
            if !state.hasEnded { state.sockets.formUnion([peer, upstream]) }
            return !state.hasEnded
        }
        defer {
            state.withLock { $0.sockets.subtract([peer, upstream]) }
            close(upstream)
            close(peer)
        }
        guard goesOn, onLoopback(server, { connect(upstream, $0, $1) == 0 }) else { return }
        for socket in [peer, upstream] {
            var one: Int32 = 1
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        }
        var incoming = HTTPMessageReader(peer)
        var answers = HTTPMessageReader(upstream)
        while let request = incoming.next() {
            let seen = Seen(request)
            let hasBody = seen.method != "HEAD"
            switch note(seen) {
            case nil:
                guard write(request.bytes, to: upstream),
                    let answer = answers.next(hasBody: hasBody), write(answer.bytes, to: peer)
                else { return }
            case .answering(let status, let body):
                let head =
                    "HTTP/1.1 \(status) Told\r\nContent-Type: application/xml\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                let text = hasBody ? head + body : head
                guard write(Array(text.utf8), to: peer) else { return }
            case .cuttingOff:
                guard write(request.bytes, to: upstream), let answer = answers.next(hasBody: hasBody) else { return }
                _ = write(Array(answer.bytes.prefix(answer.bytes.count / 2)), to: peer)
                return
            case .losingTheAnswer:
                _ = write(request.bytes, to: upstream) && answers.next(hasBody: hasBody) != nil
                return
            case .hanging: _ = incoming.next()
            case .closing: return
            }
        }
    }

    private func note(_ seen: Seen) -> Manner? {
        state.withLock { state in
            state.seen.append(seen)
            guard let index = state.rules.firstIndex(where: { $0.times > 0 && $0.fits(seen) }) else { return nil }
            state.rules[index].times -= 1
            return state.rules[index].manner
        }
    }

    private func write(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

extension HTTPStandIn.Seen {
    fileprivate init(_ message: HTTPMessage) {
        let words = (message.head.split(separator: "\r\n").first ?? "").split(separator: " ")
        method = words.first.map(String.init) ?? ""
        target = words.count > 1 ? String(words[1]) : ""
        body = message.body
    }
}

private func onLoopback(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
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
