package import Deadlines
package import Network

/// An HTTP/1.1 server over libmicrohttpd: one thread speaks to all clients, every request is answered by a task of its own.
///
/// It listens from its making on and until `stop`; letting go of it stops it at once. A task whose client has gone is cancelled.
package final class HTTPServer: Sendable {
    package typealias Handler = @Sendable (ServerRequest) async -> ServerResponse

    /// Where it listens, with the port that was given for port 0.
    package let endpoint: Endpoint
    private let reception: Reception
    private let daemon: Daemon

    package var port: Int { endpoint.port }

    /// `endpoint` has an address in figures, or `localhost`; port 0 takes a free one.
    package init(
        listening endpoint: Endpoint,
        limits: ServerLimits = ServerLimits(),
        handler: @escaping Handler,
    ) throws(HTTPServerError) {
        let socket = try ListeningSocket(on: endpoint)
        self.endpoint = Endpoint(host: endpoint.host, port: socket.port)
        reception = Reception(limits: limits, handler: handler)
        daemon = try Daemon(on: socket, for: reception)
    }

    deinit {
        daemon.stop(by: .after(.zero))
    }

    /// How many connections stand at this moment, and how many requests are under way.
    package var load: (connections: Int, requests: Int) { reception.load }

    /// Takes no more requests, lets those under way end until the deadline, then cancels them; returns when nothing is left.
    ///
    /// It is not cut short when the task is cancelled: the deadline alone says how long it may take.
    package func stop(by deadline: Deadline) async {
        let daemon = daemon
        await onOwnThread("http-stop") { _ in daemon.stop(by: deadline) }
    }
}
