package import Deadlines

/// A connection that is opened anew when it has ended and somebody needs it: in the task that needs it, by that task's deadline.
///
/// What was under way when it broke fails there; nothing is sent twice on its own.
package actor NATSLine {
    private let options: NATSOptions
    private var current: NATSConnection?
    private var isOpening = false
    private var isClosed = false
    private let turns = PendingRequests()
    private var waiting: [UInt64] = []

    package init(_ options: NATSOptions) {
        self.options = options
    }

    /// The connection that stands, or a new one; several who ask at once get the same.
    package func connection(by deadline: Deadline) async throws(NATSError) -> NATSConnection {
        while true {
            if isClosed { throw .closed }
            if let current, current.end == nil { return current }
            if isOpening {
                // Whoever opens tells us when it is done, also when it failed: then one of us tries.
                _ = try await turns.wait(for: "", by: deadline) { waiting.append($0) }
                continue
            }
            isOpening = true
            defer { finishOpening() }
            let opened = try await NATSConnection.open(options, by: deadline)
            guard !isClosed else {
                opened.close()
                throw .closed
            }
            current = opened
            return opened
        }
    }

    package func close() {
        isClosed = true
        current?.close()
        turns.end(with: .closed)
    }

    private func finishOpening() {
        isOpening = false
        for token in waiting { turns.settle(token, .success(NATSMessage(subject: ""))) }
        waiting = []
    }
}
