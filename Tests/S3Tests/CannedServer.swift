import Dispatch
import Glibc
import Synchronization
import TestSupport
import Testing

/// Answers what no store here can be made to say: each connection gets the next of the given answers, the last one for ever.
final class CannedServer: Sendable {
    let port: Int
    private let listener: Int32
    private let received = Mutex<[String]>([])
    private let answers: [String]

    /// Heads and bodies as they go over the wire; `answer` makes them.
    init(_ answers: [String]) throws {
        self.answers = answers
        port = freePort()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(bound == 0 && listen(listener, 16) == 0)
        DispatchQueue(label: "canned").async { [self] in serve() }
    }

    var endpoint: String { "http://127.0.0.1:\(port)" }
    /// The first lines and headers of what came, in order.
    var requests: [String] { received.withLock { $0 } }

    func stop() {
        // The serving thread closes it: closed here, its number could be another server's before that thread looks.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve() {
        var turn = 0
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else {
                close(listener)
                return
            }
            let request = readRequest(connection)
            received.withLock { $0.append(request) }
            let bytes = Array(answers[min(turn, answers.count - 1)].utf8)
            turn += 1
            _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            shutdown(connection, Int32(SHUT_WR))
            // Reads to the end first: an unread rest would turn the close into a reset.
            var rest = [UInt8](repeating: 0, count: 4_096)
            while recv(connection, &rest, rest.count, 0) > 0 {}
            close(connection)
        }
    }

    private func readRequest(_ connection: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false).first,
                end.utf8.count < text.utf8.count
            else { continue }
            let length = end.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            let wanted = length.flatMap { Int($0.split(separator: ":")[1].drop { $0 == " " }) } ?? 0
            if bytes.count >= end.utf8.count + 4 + wanted { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func answer(_ status: String, _ headers: [String] = [], body: String = "", length: Int? = nil) -> String {
        let head =
            ["HTTP/1.1 \(status)", "Connection: close", "Content-Length: \(length ?? body.utf8.count)"] + headers
        return head.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    static func error(_ status: String, _ code: String, _ more: String = "", _ headers: [String] = []) -> String {
        answer(
            status,
            ["Content-Type: application/xml", "x-amz-request-id: R1", "x-amz-id-2: H1"] + headers,
            body: "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>m</Message>\(more)</Error>",
        )
    }
}
