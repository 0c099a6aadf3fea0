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

    private let server: Int
    private let door: LoopbackDoor
    private let state = Mutex(State())

    private struct Rule {
        let manner: Manner
        var times: Int
        let fits: @Sendable (Seen) -> Bool
    }

    private struct State {
        var seen: [Seen] = []
        var rules: [Rule] = []
    }

    package init(before server: Int) throws {
        self.server = server
        door = try LoopbackDoor()
        door.open { [self] in serve($0) }
    }

    package var port: Int { door.port }
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
        door.stop()
    }

    private func serve(_ peer: Int32) {
        let upstream = tcpSocket()
        defer { close(upstream) }
        guard onLoopback(server, { connect(upstream, $0, $1) == 0 }) else { return }
        door.with(upstream) { serve(peer, from: upstream) }
    }

    private func serve(_ peer: Int32, from upstream: Int32) {
        var incoming = HTTPMessageReader(peer)
        var answers = HTTPMessageReader(upstream)
        while let request = incoming.next() {
            let seen = Seen(request)
            let hasBody = seen.method != "HEAD"
            switch note(seen) {
            case nil:
                guard sendAll(request.bytes, to: upstream),
                    let answer = answers.next(hasBody: hasBody), sendAll(answer.bytes, to: peer)
                else { return }
            case .answering(let status, let body):
                let head =
                    "HTTP/1.1 \(status) Told\r\nContent-Type: application/xml\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                let text = hasBody ? head + body : head
                guard sendAll(Array(text.utf8), to: peer) else { return }
            case .cuttingOff:
                guard sendAll(request.bytes, to: upstream), let answer = answers.next(hasBody: hasBody) else { return }
                _ = sendAll(Array(answer.bytes.prefix(answer.bytes.count / 2)), to: peer)
                return
            case .losingTheAnswer:
                _ = sendAll(request.bytes, to: upstream) && answers.next(hasBody: hasBody) != nil
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
}

extension HTTPStandIn.Seen {
    fileprivate init(_ message: HTTPMessage) {
        let words = (message.head.split(separator: "\r\n").first ?? "").split(separator: " ")
        method = words.first.map(String.init) ?? ""
        target = words.count > 1 ? String(words[1]) : ""
        body = message.body
    }
}
