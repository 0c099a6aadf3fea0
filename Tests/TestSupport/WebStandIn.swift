internal import Glibc
internal import Synchronization

/// An HTTP server on loopback that answers as it is told; what it was asked is written down.
package final class WebStandIn: Sendable {
    package struct Request: Sendable, Hashable {
        package let method: String
        /// Path and query.
        package let target: String
        /// By lower-case name.
        package let headers: [String: String]
        package let body: String
    }

    package struct Answer: Sendable, Hashable {
        package var status: Int
        package var headers: [String: String]
        package var body: String

        package init(_ status: Int = 200, _ body: String = "", headers: [String: String] = [:]) {
            self.status = status
            self.body = body
            self.headers = ["content-type": "application/json"].merging(headers) { _, new in new }
        }
    }

    package typealias Manner = @Sendable (Request) -> Answer

    private let door: LoopbackDoor
    private let state: Mutex<State>

    private struct State {
        var manner: Manner
        var requests: [Request] = []
    }

    package init(_ manner: @escaping Manner) throws {
        state = Mutex(State(manner: manner))
        door = try LoopbackDoor()
        door.open { [self] in serve($0) }
    }

    package var port: Int { door.port }
    package var url: String { "http://127.0.0.1:\(port)" }
    package var requests: [Request] { state.withLock { $0.requests } }

    /// From now on it answers so.
    package func answer(_ manner: @escaping Manner) {
        state.withLock { $0.manner = manner }
    }

    /// Ends all its connections; to be called, since it holds itself while it listens.
    package func stop() {
        door.stop()
    }

    private func serve(_ peer: Int32) {
        var incoming = HTTPMessageReader(peer)
        while let message = incoming.next() {
            let request = Request(message)
            let manner = state.withLock { state in
                state.requests.append(request)
                return state.manner
            }
            guard sendAll(manner(request).bytes, to: peer) else { return }
        }
    }
}

extension WebStandIn.Answer {
    fileprivate var bytes: [UInt8] {
        var head = "HTTP/1.1 \(status) Told\r\nContent-Length: \(body.utf8.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array((head + "\r\n" + body).utf8)
    }
}

extension WebStandIn.Request {
    fileprivate init(_ message: HTTPMessage) {
        var lines = message.head.split(separator: "\r\n")
        let words = (lines.isEmpty ? "" : lines.removeFirst()).split(separator: " ")
        method = words.first.map(String.init) ?? ""
        target = words.count > 1 ? String(words[1]) : ""
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        self.headers = headers
        body = message.body
    }
}

/// Speaks TLS before a plain server, with whatever certificate it is given.
package final class TLSStandIn: Sendable {
    package let port: Int
    private let child: LinkedChild

    /// What it asks of those who come.
    package enum Demand: String, Sendable {
        case nothing
        /// That they speak TLS 1.0, as it does and nothing newer.
        case tls10
        /// A certificate of their own.
        case certificate
    }

    /// PEM texts: the chain as it is to be sent, and the key of its first certificate.
    package init(before server: Int, chain: String, key: String, demanding demand: Demand = .nothing) throws {
        let scratch = Scratch("tls-stand-in")
        let chainFile = try scratch.write(chain, to: "chain.pem")
        let keyFile = try scratch.write(key, to: "key.pem")
        let script = try scratch.write(TLSStandIn.script, to: "tls.py")
        let port = freePort()
        self.port = port
        child = try LinkedChild(
            ["python3", "-u", script, "\(port)", "\(server)", chainFile, keyFile, demand.rawValue],
            scratch: scratch,
            removing: scratch.path
        )
        try child.waitUntilReady { listens(port) }
    }

    package var url: String { "https://localhost:\(port)" }

    private static let script = """
        import socket, ssl, sys, threading, warnings
        warnings.simplefilter("ignore")
        port, server = int(sys.argv[1]), int(sys.argv[2])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3], sys.argv[4])
        if sys.argv[5] == "tls10":
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        if sys.argv[5] == "certificate":
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(sys.argv[3])
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        def pump(a, b):
            try:
                while True:
                    data = a.recv(65536)
                    if not data: break
                    b.sendall(data)
            except OSError: pass
            finally:
                try: b.shutdown(socket.SHUT_RDWR)
                except OSError: pass
        def serve(peer):
            try:
                peer = context.wrap_socket(peer, server_side=True)
                up = socket.create_connection(("127.0.0.1", server))
            except OSError:
                return
            threading.Thread(target=pump, args=(up, peer), daemon=True).start()
            pump(peer, up)
        while True:
            peer, _ = listener.accept()
            threading.Thread(target=serve, args=(peer,), daemon=True).start()
        """
}

private func listens(_ port: Int) -> Bool {
    let probe = tcpSocket()
    defer { close(probe) }
    return onLoopback(port) { connect(probe, $0, $1) == 0 }
}
