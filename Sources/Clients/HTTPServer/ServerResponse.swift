package import HTTP

/// What a handler answers.
package struct ServerResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: Body

    package enum Body: Sendable {
        case bytes([UInt8])
        /// Produced while it is sent; a producer that throws or is cancelled leaves the answer visibly cut off.
        case stream(Stream)
    }

    package struct Stream: Sendable {
        /// Sent when nothing else was for so long: it keeps a quiet connection open, and finds out one that was cut.
        package var heartbeat: Heartbeat?
        package var produce: @Sendable (BodyWriter) async throws -> Void
    }

    package struct Heartbeat: Sendable, Hashable {
        package var every: Duration
        package var bytes: [UInt8]
    }

    package init(_ status: Int = 200, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = .bytes(body)
    }

    package static func text(_ text: String, status: Int = 200) -> ServerResponse {
        ServerResponse(status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array(text.utf8))
    }

    /// A body of unknown length.
    package static func stream(
        _ status: Int = 200,
        headers: HTTPHeaders,
        heartbeat: Heartbeat? = nil,
        _ produce: @escaping @Sendable (BodyWriter) async throws -> Void,
    ) -> ServerResponse {
        var response = ServerResponse(status, headers: headers)
        response.body = .stream(Stream(heartbeat: heartbeat, produce: produce))
        return response
    }

    /// Server-sent events, with a comment as heartbeat where a time for it is given.
    package static func events(
        headers: HTTPHeaders = [:],
        heartbeat: Duration? = .seconds(15),
        _ produce: @escaping @Sendable (BodyWriter) async throws -> Void,
    ) -> ServerResponse {
        var headers = headers
        headers["Content-Type"] = headers["Content-Type"] ?? "text/event-stream; charset=utf-8"
        headers["Cache-Control"] = headers["Cache-Control"] ?? "no-cache"
        let beat = heartbeat.map { Heartbeat(every: $0, bytes: Array(":\n\n".utf8)) }
        return .stream(headers: headers, heartbeat: beat, produce)
    }
}

/// One event of a `text/event-stream`.
package struct ServerSentEvent: Sendable, Hashable {
    package var name: String?
    package var data: String

    package init(_ name: String? = nil, data: String) {
        self.name = name
        self.data = data
    }

    /// As it goes over the wire: a line of data for each line of the text.
    package var text: String {
        let lines = data.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }
        return (name.map { "event: \($0)\n" } ?? "") + lines.joined() + "\n"
    }
}
