package import Deadlines
internal import Network

/// HTTP over libcurl: one thread for all requests of a client, kept connections, every request ended by its deadline or its task's cancellation.
///
/// Make one and share it; its thread ends with `shutDown` or with the last reference.
package final class HTTPClient: Sendable {
    package struct Limits: Sendable {
        /// Connections kept for later, over all hosts.
        package var idleConnections = 256
        /// Further requests wait for a free one; `nil` for no limit.
        package var connectionsPerHost: Int?

        package init() {}
    }

    private let mailbox: Mailbox

    package init(limits: Limits = Limits()) {
        mailbox = Mailbox()
        EventLoop.startThread(mailbox, limits: limits)
    }

    deinit {
        mailbox.post(.shutDown)
    }

    /// Ends what is under way with `.shutDown` and returns when the thread is done.
    package func shutDown() async {
        mailbox.post(.shutDown)
        await mailbox.end()
    }

    /// The whole answer, whatever its status.
    package func send(_ request: HTTPRequest, by deadline: Deadline) async throws(HTTPError) -> HTTPResponse {
        try await send(request, from: nil, by: deadline)
    }

    /// The entry for load: no task, no continuation, the sink is called on the loop's thread.
    @discardableResult
    package func start(_ request: HTTPRequest, by deadline: Deadline, into sink: any HTTPSink) -> HTTPTransfer {
        let transfer = HTTPTransfer(request, by: deadline, into: sink, mailbox: mailbox)
        begin(transfer)
        return transfer
    }

    func send(
        _ request: HTTPRequest,
        from source: (any BodySource)?,
        stopsAfterHandshake: Bool = false,
        by deadline: Deadline,
    ) async throws(HTTPError) -> HTTPResponse {
        let sink = WholeBody(limit: request.bodyLimit)
        let transfer = HTTPTransfer(
            request,
            by: deadline,
            into: sink,
            from: source,
            stopsAfterHandshake: stopsAfterHandshake,
            mailbox: mailbox,
        )
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                sink.caller = caller
                begin(transfer)
            }
        } onCancel: {
            transfer.cancel()
        }
        switch outcome {
        case .success(let response): return response
        case .failure(let error): throw await error.withNameLookedUp(by: deadline)
        }
    }

    func begin(_ transfer: HTTPTransfer) {
        if !mailbox.post(.start(transfer)) {
            transfer.sink.ended(.failure(HTTPError(.shutDown)))
        }
    }
}
