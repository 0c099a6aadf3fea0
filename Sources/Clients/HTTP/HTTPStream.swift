package import Deadlines

/// An answer whose body is read as it comes; letting go of it ends the transfer.
package struct HTTPStream: Sendable {
    package let head: HTTPHead
    package let body: HTTPBody

    package var status: Int { head.status }
    package var headers: HTTPHeaders { head.headers }

    /// Trailers and facts, once the body was read to its good end.
    package var ending: HTTPEnding? { body.lease.channel.ending }
}

/// The pieces of a body; a slow reader slows the server down.
package struct HTTPBody: AsyncSequence, Sendable {
    let lease: StreamLease

    package func makeAsyncIterator() -> Iterator { Iterator(lease: lease) }

    package struct Iterator: AsyncIteratorProtocol {
        let lease: StreamLease

        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(HTTPError) -> [UInt8]? {
            try await lease.next()
        }

        package mutating func next() async throws(HTTPError) -> [UInt8]? {
            try await lease.next()
        }
    }

    /// All of it, up to a cap.
    package func collected(upTo limit: Int) async throws(HTTPError) -> [UInt8] {
        var whole: [UInt8] = []
        while let piece = try await lease.next() {
            if whole.count + piece.count > limit {
                lease.transfer.cancel()
                throw HTTPError(.bodyTooLarge(limit: limit), phase: .receiving)
            }
            whole += piece
        }
        return whole
    }
}

/// Holds the transfer of a stream, and its client, and cancels it when the last reader has gone.
final class StreamLease: Sendable {
    let channel: BodyChannel
    let transfer: HTTPTransfer
    private let client: HTTPClient

    init(_ channel: BodyChannel, _ transfer: HTTPTransfer, of client: HTTPClient) {
        self.channel = channel
        self.transfer = transfer
        self.client = client
    }

    deinit {
        transfer.cancel()
    }

    func next() async throws(HTTPError) -> [UInt8]? {
        let outcome: Result<[UInt8]?, HTTPError> = await withTaskCancellationHandler {
            do throws(HTTPError) {
                return .success(try await channel.next(resuming: transfer))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            transfer.cancel()
        }
        return try outcome.get()
    }
}

extension HTTPClient {
    /// Returns at the head; the deadline holds for the body too, and `HTTPRequest.bodyLimit` does not.
    package func open(_ request: HTTPRequest, by deadline: Deadline) async throws(HTTPError) -> HTTPStream {
        let channel = BodyChannel(capacity: 256 << 10, limit: nil)
        let lease = StreamLease(channel, start(request, by: deadline, into: channel), of: self)
        let outcome: Result<HTTPHead, HTTPError> = await withTaskCancellationHandler {
            do throws(HTTPError) {
                return .success(try await channel.head())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            lease.transfer.cancel()
        }
        switch outcome {
        case .success(let head): return HTTPStream(head: head, body: HTTPBody(lease: lease))
        case .failure(let error): throw await error.withNameLookedUp(by: deadline)
        }
    }
}
