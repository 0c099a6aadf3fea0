/// What one client may ask of a server.
package struct ServerLimits: Sendable, Hashable {
    /// Bytes of a request's body; more is answered 413.
    package var body = 1 << 20
    /// Bytes of a request's first line and headers, and what the library needs beside them; more is answered 431.
    package var head = 32 << 10
    /// Connections at a time; further ones are closed at once.
    package var connections = 2_048
    /// How long a client may take to send a whole request, and how long a kept connection may lie idle.
    package var receiving = Duration.seconds(60)
    /// Bytes of a streamed answer that wait for a slow client before its producer waits too.
    package var buffered = 64 << 10

    package init() {}
}
