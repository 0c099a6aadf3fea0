/// Gathers a whole body up to a cap and wakes the caller who waits for it.
final class WholeBody: HTTPSink, @unchecked Sendable {
    typealias Caller = CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>

    // Set before the transfer is handed to the loop's thread, which alone touches the rest.
    var caller: Caller?
    private var body: [UInt8] = []
    private var expected = 0
    private let limit: Int?

    init(limit: Int?) {
        self.limit = limit
    }

    func received(_ head: HTTPHead) -> HTTPFlow {
        expected = head.headers["content-length"].flatMap { Int($0) } ?? 0
        return .goOn
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> HTTPFlow {
        if let limit, max(expected, body.count + bytes.count) > limit { return .stop(.bodyTooLarge(limit: limit)) }
        // A server may promise more than it has; room that is never filled costs address space only.
        if body.isEmpty, expected > bytes.count { body.reserveCapacity(min(expected, 64 << 20)) }
        body.append(contentsOf: bytes)
        return .goOn
    }

    func ended(_ outcome: Result<HTTPEnding, HTTPError>) {
        caller?.resume(
            returning: outcome.map {
                HTTPResponse(head: $0.head, body: body, trailers: $0.trailers, facts: $0.facts)
            }
        )
    }
}
