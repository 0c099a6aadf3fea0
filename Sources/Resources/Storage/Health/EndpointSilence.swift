internal import Deadlines
internal import Network
internal import S3
internal import Words

/// What this run knows of a store that fell silent: after some questions in a row without any answer nobody waits for the next.
final class EndpointSilence: Sendable {
    private struct State {
        var count = 0
        var last = TransportFailure.noReply
    }

    private let state = Locked(State())

    /// So many in a row are no chance.
    static let limit = 3

    func note(_ diagnosis: Diagnosis) {
        let classes = diagnosis.findings.compactMap(\.failureClass)
        state.withLock { state in
            if classes.contains(FailureClass.connectTimeout.rawValue) {
                state = State(count: state.count + 1, last: .connectTimedOut)
            } else if classes.contains(FailureClass.noReply.rawValue) {
                state = State(count: state.count + 1, last: .noReply)
            } else if classes.isEmpty {
                state = State()
            }
        }
    }

    /// How it is silent, once that is sure.
    var failure: TransportFailure? {
        state.withLock { $0.count >= EndpointSilence.limit ? $0.last : nil }
    }
}
