package import Deadlines
internal import HTTP

/// What to read of a container's log.
package struct LogWish: Sendable, Hashable {
    /// Nil where the pod has one alone.
    package var container: String?
    /// Goes on with what comes, until the container ends.
    package var follows = false
    /// Of the container's life before its last restart.
    package var isPrevious = false
    package var lastLines: Int?

    package init() {}
}

/// A container's log, line by line.
package struct PodLog: AsyncSequence, Sendable {
    let body: HTTPBody
    let asked: KubernetesError.Asked
    let client: KubernetesClient

    package func makeAsyncIterator() -> Iterator {
        Iterator(pieces: body.makeAsyncIterator(), asked: asked, client: client)
    }

    package struct Iterator: AsyncIteratorProtocol {
        var pieces: HTTPBody.Iterator
        let asked: KubernetesError.Asked
        let client: KubernetesClient
        private var held: [UInt8] = []
        /// Where the next line begins in `held`.
        private var start = 0
        private var isOver = false

        /// A longer line comes in pieces.
        private static let longestLine = 1 << 20

        init(pieces: HTTPBody.Iterator, asked: KubernetesError.Asked, client: KubernetesClient) {
            self.pieces = pieces
            self.asked = asked
            self.client = client
        }

        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(KubernetesError) -> String? {
            while true {
                if let end = held[start...].firstIndex(of: UInt8(ascii: "\n")) {
                    defer { start = end + 1 }
                    return String(decoding: held[start..<end], as: UTF8.self)
                }
                held.removeFirst(start)
                start = 0
                if held.count >= Iterator.longestLine || (isOver && !held.isEmpty) {
                    defer { held = [] }
                    return String(decoding: held, as: UTF8.self)
                }
                if isOver { return nil }
                do throws(HTTPError) {
                    if let piece = try await pieces.next(isolation: actor) { held += piece } else { isOver = true }
                } catch {
                    throw client.error(error, asked)
                }
            }
        }

        package mutating func next() async throws(KubernetesError) -> String? {
            try await next(isolation: #isolation)
        }
    }
}

extension KubernetesClient {
    /// Returns when the log is open; the deadline holds for the reading too.
    package func log(
        of pod: String,
        in namespace: String,
        _ wish: LogWish = LogWish(),
        by deadline: Deadline,
    ) async throws(KubernetesError) -> PodLog {
        let asked = KubernetesError.Asked(verb: "get", resource: "pods/log", namespace: namespace, name: pod)
        var call = Call(path: ObjectKind.pods.path(in: namespace, named: pod, part: "log"), asked: asked)
        if let container = wish.container { call.query.append(("container", container)) }
        if wish.follows { call.query.append(("follow", "true")) }
        if wish.isPrevious { call.query.append(("previous", "true")) }
        if let lines = wish.lastLines { call.query.append(("tailLines", String(lines))) }
        return PodLog(body: try await stream(call, by: deadline).body, asked: asked, client: self)
    }
}
