internal import CLibCurl
internal import Deadlines
internal import Glibc

/// The one thread of a client: curl's multi handle with everything under way.
///
/// Not `Sendable`: made, run and ended on that thread; others leave messages in the mailbox.
final class EventLoop {
    private let mailbox: Mailbox
    private let multi: UnsafeMutableRawPointer
    private var live: [UnsafeMutableRawPointer: HTTPTransfer] = [:]
    private var idle: [EasyHandle] = []
    private var isEnding = false

    /// More handles than this are not kept for later.
    private static let mostIdle = 1_024

    private init(_ mailbox: Mailbox) {
        self.mailbox = mailbox
        multi = mailbox.multi
    }

    static func startThread(_ mailbox: Mailbox, limits: HTTPClient.Limits) {
        libcurl_multi_set_long(mailbox.multi, CURLMOPT_MAXCONNECTS, limits.idleConnections)
        libcurl_multi_set_long(mailbox.multi, CURLMOPT_MAX_HOST_CONNECTIONS, limits.connectionsPerHost ?? 0)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let context = Unmanaged.passRetained(mailbox).toOpaque()
        let code = pthread_create(&thread, &attributes, loopThread, context)
        pthread_attr_destroy(&attributes)
        precondition(code == 0, "no thread left for an HTTP client: errno \(code)")
    }

    fileprivate static func runThread(_ mailbox: Mailbox) {
        libcurl_name_thread("ihctl-http")
        // Signals are for the program's other threads, and a broken pipe is an error code here.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        EventLoop(mailbox).run()
        mailbox.tellEnd()
    }

    private func run() {
        while !isEnding {
            for message in mailbox.takeAll() { handle(message) }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishDone()
            endOverdue()
            if !isEnding { curl_multi_poll(multi, nil, 0, 1_000, nil) }
        }
        for message in mailbox.close() {
            if case .start(let transfer) = message { refuse(transfer, .shutDown) }
        }
        for transfer in Array(live.values) { finish(transfer, .shutDown) }
        idle = []
        curl_multi_cleanup(multi)
    }

    private func handle(_ message: Mailbox.Message) {
        switch message {
        case .start(let transfer): start(transfer)
        case .cancel(let transfer):
            // It may come before its start.
            transfer.isCancelled = true
            if transfer.easy != nil { finish(transfer, .cancelled) }
        case .resume(let transfer):
            guard let easy = transfer.easy else { return }
            // What was held back may be delivered within this call, and refused by its sink.
            let code = curl_easy_pause(easy.pointer, CURLPAUSE_CONT)
            if code != CURLE_OK { finish(transfer, code: code) }
        case .shutDown: isEnding = true
        }
    }

    private func start(_ transfer: HTTPTransfer) {
        if transfer.isCancelled { return refuse(transfer, .cancelled) }
        if transfer.deadline.hasPassed { return refuse(transfer, .deadlinePassed(phase: .waiting)) }
        let easy = idle.popLast() ?? EasyHandle()
        do throws(HTTPError.Kind) {
            try easy.configure(for: transfer)
        } catch {
            easy.reset()
            idle.append(easy)
            return refuse(transfer, error)
        }
        transfer.easy = easy
        live[easy.pointer] = transfer
        let code = curl_multi_add_handle(multi, easy.pointer)
        if code != CURLM_OK {
            finish(transfer, .library(code: Int(code.rawValue), reason: String(cString: curl_multi_strerror(code))))
        }
    }

    /// Ends a transfer that never began.
    private func refuse(_ transfer: HTTPTransfer, _ kind: HTTPError.Kind) {
        transfer.sink.ended(.failure(HTTPError(kind, endpoint: (try? URLParts(transfer.request.url))?.endpoint)))
    }

    private func finishDone() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle,
                let transfer = live[pointer]
            else { continue }
            finish(transfer, code: message.pointee.data.result)
        }
    }

    private func finish(_ transfer: HTTPTransfer, code: CURLcode) {
        guard let easy = transfer.easy else { return }
        let outcome: Result<HTTPEnding, HTTPError> =
            if code == CURLE_OK {
                .success(
                    HTTPEnding(
                        head: transfer.head.head,
                        trailers: transfer.head.trailers,
                        facts: transfer.facts(from: easy)
                    )
                )
            } else {
                .failure(transfer.error(for: code, from: easy))
            }
        release(transfer, easy)
        transfer.sink.ended(outcome)
    }

    /// Ends a live transfer from our side.
    private func finish(_ transfer: HTTPTransfer, _ kind: HTTPError.Kind) {
        guard let easy = transfer.easy else { return }
        let error = transfer.error(kind, from: easy)
        release(transfer, easy)
        transfer.sink.ended(.failure(error))
    }

    private func release(_ transfer: HTTPTransfer, _ easy: EasyHandle) {
        curl_multi_remove_handle(multi, easy.pointer)
        live[easy.pointer] = nil
        transfer.easy = nil
        // A handle that stopped after the handshake holds on to its connection: it goes, and the connection with it. One that met an
        // errno would tell it again at its next failure: a reset does not clear it.
        guard idle.count < EventLoop.mostIdle, !transfer.stopsAfterHandshake, easy.long(CURLINFO_OS_ERRNO) == 0 else {
            return
        }
        easy.reset()
        idle.append(easy)
    }

    /// A second guard behind `CURLOPT_TIMEOUT_MS`: whatever curl is at, nothing lives on after its deadline.
    private func endOverdue() {
        guard !live.isEmpty else { return }
        let now = ContinuousClock.now
        guard now >= nextSweep else { return }
        nextSweep = now + .seconds(1)
        for transfer in Array(live.values) where now > transfer.deadline.instant + .milliseconds(500) {
            finish(transfer, code: CURLE_OPERATION_TIMEDOUT)
        }
    }

    private var nextSweep = ContinuousClock.now
}

private func loopThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { EventLoop.runThread(Unmanaged<Mailbox>.fromOpaque(context).takeRetainedValue()) }
    return nil
}
