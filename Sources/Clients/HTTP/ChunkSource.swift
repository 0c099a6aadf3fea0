package import Deadlines
internal import Synchronization

/// Chunks on their way from an async sequence to curl: holds a few of them and stops the writer when the network is slow.
final class ChunkSource: BodySource {
    let length: Int?
    var isRepeatable: Bool { false }
    var isExhausted: Bool { state.withLock { $0.end == .whole && $0.available == 0 } }
    private let capacity = 256 << 10
    private let state = Locked(State())

    private struct State {
        var buffer: [UInt8] = []
        var position = 0
        var end: End?
        /// Told to resume when there is something again.
        var starving: HTTPTransfer?
        var writer: CheckedContinuation<Void, Never>?
        /// Nobody reads any more.
        var isAbandoned = false

        var available: Int { buffer.count - position }
    }

    private enum End {
        case whole, broken
    }

    init(length: Int?) {
        self.length = length
    }

    func read(into room: UnsafeMutableRawBufferPointer, for transfer: HTTPTransfer) -> BodyPiece {
        let (piece, writer) = state.withLock { state -> (BodyPiece, CheckedContinuation<Void, Never>?) in
            let count = min(room.count, state.available)
            guard count > 0 else {
                switch state.end {
                case .whole: return (.end, nil)
                case .broken: return (.failed(.sequence), nil)
                case nil:
                    state.starving = transfer
                    return (.notYet, nil)
                }
            }
            let range = state.position..<(state.position + count)
            state.buffer.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range])) }
            state.position += count
            guard state.available == 0 else { return (.bytes(count), nil) }
            state.buffer.removeAll(keepingCapacity: true)
            state.position = 0
            let writer = state.writer
            state.writer = nil
            return (.bytes(count), writer)
        }
        writer?.resume()
        return piece
    }

    func seek(to offset: Int) -> Bool { false }

    /// Returns when there is room for more; false when nobody reads any more.
    func write(_ chunk: [UInt8]) async -> Bool {
        change { $0.buffer += chunk }
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                guard state.available > capacity, !state.isAbandoned else { return false }
                state.writer = continuation
                return true
            }
            if !waits { continuation.resume() }
        }
        return state.withLock { !$0.isAbandoned }
    }

    func finish(whole: Bool) {
        change { $0.end = whole ? .whole : .broken }
    }

    /// The transfer is over: lets a waiting writer go.
    func abandon() {
        let writer = state.withLock { state in
            state.isAbandoned = true
            state.starving = nil
            let writer = state.writer
            state.writer = nil
            return writer
        }
        writer?.resume()
    }

    private func change(_ body: (inout State) -> Void) {
        let starving = state.withLock { state in
            body(&state)
            let starving = state.starving
            state.starving = nil
            return starving
        }
        starving?.resume()
    }
}

extension HTTPClient {
    /// Sends a body made while it is sent, in chunks, or with a Content-Length where `length` is known; the request's own body is not used.
    ///
    /// Always over a new connection, since such a body cannot be sent twice. When the answer comes early or the call is cancelled, the
    /// sequence's task is cancelled, and the call returns when the sequence has let go.
    package func send<Chunks: AsyncSequence & Sendable>(
        _ request: HTTPRequest,
        uploading chunks: Chunks,
        length: Int? = nil,
        by deadline: Deadline,
    ) async throws(HTTPError) -> HTTPResponse where Chunks.Element == [UInt8] {
        let source = ChunkSource(length: length)
        let outcome = await withTaskGroup(of: Result<HTTPResponse, HTTPError>?.self) { group in
            group.addTask {
                defer { source.abandon() }
                do throws(HTTPError) {
                    return .success(try await self.send(request, from: source, by: deadline))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                do {
                    for try await chunk in chunks where !chunk.isEmpty {
                        guard await source.write(chunk) else { return nil }
                    }
                    source.finish(whole: !Task.isCancelled)
                } catch {
                    source.finish(whole: false)
                }
                return nil
            }
            var outcome: Result<HTTPResponse, HTTPError>?
            while let next = await group.next() {
                guard let next else { continue }
                outcome = next
                group.cancelAll()
            }
            return outcome ?? .failure(HTTPError(.cancelled))
        }
        return try outcome.get()
    }
}
