internal import Glibc

/// One request or answer as it went over the wire.
struct HTTPMessage {
    let bytes: [UInt8]
    let head: String
    let body: String
}

/// Takes HTTP/1.1 messages off a kept connection, one after the other.
struct HTTPMessageReader {
    private let socket: Int32
    private var buffer: [UInt8] = []

    init(_ socket: Int32) {
        self.socket = socket
    }

    /// Nil at the end of the connection; the answer to a HEAD has no body, whatever its length says.
    mutating func next(hasBody: Bool = true) -> HTTPMessage? {
        var headEnd = end(of: "\r\n\r\n", from: 0)
        while headEnd == nil {
            guard more() else { return nil }
            headEnd = end(of: "\r\n\r\n", from: 0)
        }
        guard let headEnd else { return nil }
        let head = String(decoding: buffer[..<headEnd], as: UTF8.self)
        var length = headEnd
        if hasBody {
            guard let whole = self.length(ofBodyAfter: headEnd, head.lowercased()) else { return nil }
            length = whole
        }
        let bytes = Array(buffer[..<length])
        buffer.removeFirst(length)
        return HTTPMessage(bytes: bytes, head: head, body: String(decoding: bytes[headEnd...], as: UTF8.self))
    }

    private mutating func length(ofBodyAfter start: Int, _ head: String) -> Int? {
        if head.contains("transfer-encoding: chunked") {
            var last = end(of: "0\r\n\r\n", from: start)
            while last == nil {
                guard more() else { return nil }
                last = end(of: "0\r\n\r\n", from: start)
            }
            return last
        }
        let line = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let count = line.flatMap { Int($0.dropFirst("content-length:".count).filter { $0 != " " }) } ?? 0
        while buffer.count < start + count {
            guard more() else { return nil }
        }
        return start + count
    }

    private mutating func more() -> Bool {
        var part = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &part, part.count, 0)
        guard count > 0 else { return false }
        buffer += part[..<count]
        return true
    }

    private func end(of mark: String, from start: Int) -> Int? {
        let mark = Array(mark.utf8)
        guard buffer.count >= start + mark.count else { return nil }
        return (start...(buffer.count - mark.count)).first { buffer[$0..<$0 + mark.count].elementsEqual(mark) }
            .map { $0 + mark.count }
    }
}
