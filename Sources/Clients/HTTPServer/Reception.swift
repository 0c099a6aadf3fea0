internal import CMicroHTTPD
internal import Deadlines
internal import Glibc

/// All connections of a server and the requests under way on them.
final class Reception: Sendable {
    let limits: ServerLimits
    let handler: HTTPServer.Handler
    private let state = Locked(State())
    /// Rung when the last request ends while the server stops.
    private let emptied = Interruption()

    private struct State {
        var connections: [ConnectionHandle: Connection] = [:]
        var exchanges: [ObjectIdentifier: Exchange] = [:]
        var isClosed = false
    }

    private struct Connection {
        var descriptor: Int32
        /// Since when its client owes us a whole request; nil while one is answered.
        var waitingSince: ContinuousClock.Instant?
        var exchange: Exchange?
    }

    init(limits: ServerLimits, handler: @escaping HTTPServer.Handler) {
        self.limits = limits
        self.handler = handler
    }

    var load: (connections: Int, requests: Int) {
        state.withLock { ($0.connections.count, $0.exchanges.count) }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    // MARK: Connections, on the library's thread

    func opened(_ handle: ConnectionHandle) {
        let connection = Connection(descriptor: handle.descriptor, waitingSince: .now)
        state.withLock { $0.connections[handle] = connection }
    }

    /// Told before the library closes the descriptor: what is in the table is open.
    func closed(_ handle: ConnectionHandle) {
        state.withLock { $0.connections[handle] = nil }
    }

    func begin(_ exchange: Exchange) {
        state.withLock { $0.exchanges[ObjectIdentifier(exchange)] = exchange }
    }

    func received(_ exchange: Exchange, on handle: ConnectionHandle) {
        state.withLock { state in
            state.connections[handle]?.waitingSince = nil
            state.connections[handle]?.exchange = exchange
        }
    }

    func ended(_ exchange: Exchange, on handle: ConnectionHandle) {
        let isLast = state.withLock { state in
            state.exchanges[ObjectIdentifier(exchange)] = nil
            state.connections[handle]?.waitingSince = .now
            state.connections[handle]?.exchange = nil
            return state.isClosed && state.exchanges.isEmpty
        }
        if isLast { emptied.ring() }
    }

    // MARK: Clients that say nothing

    /// The library does not look at a connection that waits for its answer, and lets a client send one byte a minute: both are seen to here.
    func lookRound() {
        let now = ContinuousClock.now
        let handled = state.withLock { state in
            var gone: [Exchange] = []
            var handled: [Exchange] = []
            // Within the lock: a descriptor in the table is open, and nobody else's.
            for connection in state.connections.values {
                if let since = connection.waitingSince, now - since > limits.receiving {
                    shutdown(connection.descriptor, Int32(SHUT_RDWR))
                } else if let exchange = connection.exchange {
                    handled.append(exchange)
                    if microhttpd_has_hung_up(connection.descriptor) != 0 { gone.append(exchange) }
                }
            }
            return (gone: gone, handled: handled)
        }
        for exchange in handled.gone { exchange.abandon() }
        for exchange in handled.handled { exchange.beat(at: now) }
    }

    // MARK: Stopping

    /// From now on requests are refused; connections without one are closed.
    func close() {
        let isEmpty = state.withLock { state in
            state.isClosed = true
            for connection in state.connections.values where connection.exchange == nil {
                // Its client may be in the middle of a request; only reading ends.
                shutdown(connection.descriptor, Int32(SHUT_RD))
            }
            return state.exchanges.isEmpty
        }
        if isEmpty { emptied.ring() }
    }

    func waitUntilEmpty(by deadline: Deadline) {
        _ = try? wait(for: .readable, on: emptied.descriptor, until: deadline)
    }

    func abandonAll() {
        for exchange in state.withLock({ Array($0.exchanges.values) }) { exchange.abandon() }
    }
}
