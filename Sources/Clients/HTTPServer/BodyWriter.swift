/// Where the producer of a streamed answer puts its pieces.
package struct BodyWriter: Sendable {
    let exchange: Exchange

    /// Returns when there is room for more: a client that reads slowly slows its producer down.
    package func write(_ bytes: [UInt8]) async throws(ClientGone) {
        try await exchange.append(bytes)
    }

    package func write(_ text: String) async throws(ClientGone) {
        try await exchange.append(Array(text.utf8))
    }

    package func send(_ event: ServerSentEvent) async throws(ClientGone) {
        try await write(event.text)
    }
}

/// Nobody waits for the answer any more: the client closed, the server stops, or the task was cancelled.
package struct ClientGone: Error, Hashable, Sendable {}
