internal import CMicroHTTPD
internal import Deadlines
internal import Glibc

/// libmicrohttpd's server with its thread.
///
/// `@unchecked Sendable`: the pointer never changes, and the library allows the two calls made on it from any thread; `isRunning` sees to
/// it that they are made once.
final class Daemon: @unchecked Sendable {
    private let daemon: OpaquePointer
    private let reception: Reception
    private let isRunning = Locked(true)
    /// Looks after clients that say nothing: a C library's callbacks have no task to be children of.
    private let watch: Task<Void, Never>

    init(on socket: consuming ListeningSocket, for reception: Reception) throws(HTTPServerError) {
        self.reception = reception
        let limits = reception.limits
        let idle = max(1, limits.receiving.components.seconds)
        // Unretained: this object keeps the reception for as long as the thread lives.
        let context = Unmanaged.passUnretained(reception).toOpaque()
        guard
            let started = microhttpd_start(
                socket.descriptor,
                max(4_096, limits.head),
                UInt32(clamping: limits.connections),
                UInt32(clamping: idle),
                Callbacks.target,
                Callbacks.access,
                Callbacks.completed,
                Callbacks.connection,
                context
            )
        else { throw .notStarted }
        _ = socket.handOver()
        daemon = started
        watch = Task {
            while !Task.isCancelled {
                reception.lookRound()
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// Blocks until the deadline at most, and a second for those who were cancelled; a second call returns at once.
    func stop(by deadline: Deadline) {
        let isFirst = isRunning.withLock { running in
            defer { running = false }
            return running
        }
        guard isFirst else { return }
        reception.close()
        let listener = MHD_quiesce_daemon(daemon)
        if listener >= 0 { Glibc.close(listener) }
        reception.waitUntilEmpty(by: deadline)
        // The library aborts the process where a connection is still suspended when it stops: all are woken first.
        reception.abandonAll()
        reception.waitUntilEmpty(by: .after(.seconds(1)))
        watch.cancel()
        MHD_stop_daemon(daemon)
    }
}

/// What libmicrohttpd calls, all on its own thread.
enum Callbacks {
    static let target: microhttpd_target_function = { context, target, connection in
        guard let context, let target, let connection else { return nil }
        let reception = Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
        let exchange = Exchange(String(cString: target), on: ConnectionHandle(connection), in: reception)
        reception.begin(exchange)
        // Released by `completed`.
        return Unmanaged.passRetained(exchange).toOpaque()
    }

    static let access: MHD_AccessHandlerCallback = { _, connection, _, method, _, bytes, count, request in
        guard let connection, let method, let count, let opaque = request?.pointee else { return .NO }
        let exchange = Unmanaged<Exchange>.fromOpaque(opaque).takeUnretainedValue()
        let piece = UnsafeRawBufferPointer(start: bytes, count: count.pointee)
        count.pointee = 0
        return exchange.proceed(String(cString: method), piece) ? .YES : .NO
    }

    static let completed: MHD_RequestCompletedCallback = { _, _, request, _ in
        guard let request, let opaque = request.pointee else { return }
        request.pointee = nil
        Unmanaged<Exchange>.fromOpaque(opaque).takeRetainedValue().end()
    }

    static let connection: MHD_NotifyConnectionCallback = { context, connection, _, change in
        guard let context, let connection else { return }
        let reception = Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
        if change == .CONNECTION_NOTIFY_STARTED {
            reception.opened(ConnectionHandle(connection))
        } else {
            reception.closed(ConnectionHandle(connection))
        }
    }

    static let reader: MHD_ContentReaderCallback = { context, _, buffer, room in
        guard let context, let buffer else { return -2 }
        let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        return exchange.give(into: UnsafeMutableRawBufferPointer(start: buffer, count: room))
    }

    static let releaseReader: MHD_ContentReaderFreeCallback = { context in
        if let context { Unmanaged<Exchange>.fromOpaque(context).release() }
    }
}

/// A connection of the library's; good until it tells that the connection was closed.
///
/// `@unchecked Sendable`: other threads than the library's only wake it, which they do under the lock of its exchange.
struct ConnectionHandle: @unchecked Sendable, Hashable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    var descriptor: Int32 { microhttpd_descriptor(pointer) }

    var client: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
            guard let start = text.baseAddress else { return "" }
            microhttpd_peer(pointer, start, socklen_t(text.count))
            return String(cString: start)
        }
    }
}
