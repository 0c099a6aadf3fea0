internal import TestSupport

/// A small real server whose paths and ports misbehave in every way a client must tell apart.
final class WebServer: Sendable {
    let child: LinkedChild
    let certificates: Certificates
    private let ports: [Door: Int]
    private let scratch: Scratch

    /// One server for all tests that do it no harm.
    static func shared() throws -> WebServer { try sharedServer.get() }
    private static let sharedServer = Result { try WebServer() }

    /// A listening port and what stands behind it.
    enum Door: String, CaseIterable {
        case plain, good, wrongName, expired, notYetValid, selfSigned, unknownAuthority, oldTLS, mutual12, mutual13
        /// These never speak HTTP at all.
        case mute, resetting, closing, greeting, tlsResetting, tlsClosing
        case proxy
        /// Not accepting: its queue is full, so that a connect gets no answer.
        case full
    }

    init() throws {
        let scratch = Scratch("web")
        certificates = try Certificates(in: scratch)
        var ports: [Door: Int] = [:]
        for door in Door.allCases { ports[door] = freePort() }
        let script = try scratch.write(webServerScript, to: "server.py")
        let doors = ports.map { "\($0.key.rawValue)=\($0.value)" }
        child = try LinkedChild(
            ["python3", "-u", script, scratch.path] + doors,
            scratch: scratch,
            removing: scratch.path,
        )
        self.ports = ports
        self.scratch = scratch
        let plain = ports[.plain] ?? 0
        try child.waitUntilReady {
            exchange("GET /status/200 HTTP/1.1\r\nConnection: close\r\n\r\n", port: plain)?.contains(" 200 ") == true
        }
    }

    var unixSocket: String { scratch.file("socket") }

    func port(_ door: Door) -> Int { ports[door] ?? 0 }

    func url(_ path: String, _ door: Door = .plain, host: String? = nil) -> String {
        switch door {
        case .plain, .mute, .resetting, .closing, .greeting, .full, .proxy:
            "http://\(host ?? "127.0.0.1"):\(port(door))\(path)"
        default: "https://\(host ?? "localhost"):\(port(door))\(path)"
        }
    }
}
