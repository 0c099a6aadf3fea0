internal import CLibCurl
internal import Deadlines
internal import Synchronization

/// How other threads speak to the loop's thread: a list of messages, and curl's own bell.
final class Mailbox: Sendable {
    enum Message: Sendable {
        case start(HTTPTransfer)
        case cancel(HTTPTransfer)
        case resume(HTTPTransfer)
        case shutDown
    }

    private struct State {
        var messages: [Message] = []
        var isOpen = true
        var hasEnded = false
        var mourners: [CheckedContinuation<Void, Never>] = []
    }

    /// All of curl's multi interface belongs to the loop's thread, but for `curl_multi_wakeup`, which is made for others.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let state = Locked(State())

    init() {
        _ = Mailbox.libraryReady
        guard let multi = curl_multi_init() else { preconditionFailure("curl_multi_init: out of memory") }
        self.multi = multi
    }

    /// Once a process, before any handle.
    private static let libraryReady: Bool = {
        let code = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        precondition(code == CURLE_OK, "curl_global_init failed with \(code.rawValue)")
        return true
    }()

    /// False when the loop has ended or is about to.
    @discardableResult
    func post(_ message: Message) -> Bool {
        state.withLock { state in
            guard state.isOpen else { return false }
            state.messages.append(message)
            // Rung under the lock, so that the handle cannot be freed meanwhile.
            if state.messages.count == 1 { curl_multi_wakeup(multi) }
            return true
        }
    }

    func takeAll() -> [Message] {
        state.withLock { state in
            guard !state.messages.isEmpty else { return [] }
            let messages = state.messages
            state.messages = []
            return messages
        }
    }

    /// Nothing gets in any more; what was in comes back.
    func close() -> [Message] {
        state.withLock { state in
            state.isOpen = false
            let messages = state.messages
            state.messages = []
            return messages
        }
    }

    /// The last word of the loop.
    func tellEnd() {
        let mourners = state.withLock { state in
            state.hasEnded = true
            let mourners = state.mourners
            state.mourners = []
            return mourners
        }
        for mourner in mourners { mourner.resume() }
    }

    func end() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.mourners.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }
}
