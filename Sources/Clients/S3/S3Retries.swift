internal import HTTP
internal import Network

/// How often a busy or broken store is asked again, always within the deadline.
package struct S3Retries: Sendable, Hashable {
    /// The first one included.
    package var attempts: Int
    package var firstPause: Duration
    package var longestPause: Duration

    package init(attempts: Int = 4, firstPause: Duration = .milliseconds(100), longestPause: Duration = .seconds(5)) {
        self.attempts = max(1, attempts)
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// One attempt: for probes, which tell what they see.
    package static let none = S3Retries(attempts: 1)

    /// The pause after a failed attempt, nil to give up; `chance` from 0 to 1 keeps many callers from coming back in step.
    func pause(after attempt: Int, of failure: S3Error.Kind, mayRepeat: Bool, chance: Double) -> Duration? {
        guard attempt < attempts else { return nil }
        var wanted: Duration?
        switch failure {
        case .refused(let refusal):
            guard refusal.asksForPatience || mayRepeat && refusal.isServerFault else { return nil }
            wanted = refusal.retryAfter
        case .http(let error):
            guard mayRepeat, case .transport(let reason) = error.kind, reason == .reset || reason == .closed else {
                return nil
            }
        case .notS3(let status, _):
            // A balancer's own page while the store behind it restarts.
            guard mayRepeat, [502, 503, 504].contains(status) else { return nil }
        case .unreadable(_, .truncated):
            guard mayRepeat else { return nil }
        case .unreadable, .unsupported, .corrupted, .file, .invalid:
            return nil
        }
        let doubled = firstPause * (1 << min(attempt - 1, 20))
        return wanted ?? min(doubled, longestPause) * (0.5 + chance / 2)
    }
}
