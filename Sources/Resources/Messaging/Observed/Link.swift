internal import Deadlines
internal import NATS

/// The one connection a resource works over: opened when it is first needed, opened anew after it broke.
actor Link {
    private let options: NATSOptions
    private var current: NATSConnection?
    private var opening: Task<NATSConnection, any Error>?

    init(_ options: NATSOptions) {
        self.options = options
    }

    func connection(by deadline: Deadline) async throws(NATSError) -> NATSConnection {
        while true {
            if let current, current.end == nil { return current }
            current = nil
            if Task.isCancelled { throw .cancelled }
            if deadline.hasPassed { throw .timeout }
            let attempt = opening ?? begin(by: deadline)
            switch await outcome(of: attempt) {
            case .success(let connection): return connection
            // Another caller's attempt may have ended with that caller, or at its earlier deadline.
            case .failure(.cancelled) where !Task.isCancelled: continue
            case .failure(.timeout) where !deadline.hasPassed: continue
            case .failure(let error): throw error
            }
        }
    }

    private func begin(by deadline: Deadline) -> Task<NATSConnection, any Error> {
        let task = Task { [options] in
            try await NATSConnection.open(options, by: deadline) as NATSConnection
        }
        opening = task
        return task
    }

    private func outcome(of attempt: Task<NATSConnection, any Error>) async -> Result<NATSConnection, NATSError> {
        let result = await withTaskCancellationHandler {
            await attempt.result
        } onCancel: {
            attempt.cancel()
        }
        if opening == attempt { opening = nil }
        switch result {
        case .success(let connection):
            if current == nil { current = connection }
            return .success(current ?? connection)
        case .failure(let error): return .failure(error as? NATSError ?? .cancelled)
        }
    }
}
