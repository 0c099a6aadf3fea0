internal import Deadlines
internal import JSON
internal import Network

/// The line `INFO {…}` as it comes in, in whatever pieces; anything else is told as early as it shows.
struct GreetingLine {
    private var bytes: [UInt8] = []
    private(set) var isComplete = false

    private static let opening = Array("INFO ".utf8)
    /// libnats reads no longer one.
    private static let limit = 32_768

    /// Reads until the line is complete, or has shown that it is none; a server that hangs up before is `.closed`.
    mutating func read(
        from stream: borrowing TCPStream,
        by deadline: Deadline,
        unless bell: Interruption,
    ) throws(TransportFailure) {
        while !isComplete {
            let bytes = try stream.read(atMost: 4_096, by: deadline, unless: bell)
            guard !bytes.isEmpty else { throw .closed }
            take(bytes)
        }
    }

    /// Complete once the line has ended, or has shown that it is none.
    mutating func take(_ piece: [UInt8]) {
        bytes.append(contentsOf: piece)
        isComplete = bytes.contains(UInt8(ascii: "\n")) || !startsRight || bytes.count > GreetingLine.limit
    }

    func info() throws(NATSError) -> ServerInfo {
        guard startsRight, let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end <= GreetingLine.limit else {
            throw .protocolMismatch(got: printable(bytes))
        }
        do {
            let json = try JSON(parsing: Array(bytes[GreetingLine.opening.count..<end]))
            guard json["server_id"].string != nil else { throw NATSError.protocolMismatch(got: printable(bytes)) }
            return ServerInfo(json: json)
        } catch {
            throw .protocolMismatch(got: printable(bytes))
        }
    }

    private var startsRight: Bool { bytes.prefix(5).elementsEqual(GreetingLine.opening.prefix(bytes.count)) }
}

/// The beginning of what somebody sent, safe to print.
func printable(_ bytes: [UInt8]) -> String {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return String(decoding: line.prefix(60).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
}
