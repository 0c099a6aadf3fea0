/// What every command ends with, the same in every verb and format.
package enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
    /// Done, healthy, no difference.
    case success = 0
    /// The answer is no: a check failed, drift, a threshold missed, the gate closed.
    case negative = 1
    /// Wrong usage, an unreadable file, an unknown environment or name.
    case usage = 2
    /// Could not tell or could not finish: no evidence, a dependency out of reach while acting, a lock not had.
    case incomplete = 3
    /// Ended by Ctrl-C.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143

    /// Somebody ended it before it was done.
    package var isStop: Bool { self == .interrupted || self == .terminated }

    /// The same in words for readers of help and documentation.
    package var meaning: String {
        switch self {
        case .success: "Done, healthy, no difference."
        case .negative: "The answer is no: a check failed, drift was found, a threshold was missed, the gate is closed."
        case .usage: "Wrong usage, an unreadable file, an unknown environment or name."
        case .incomplete: "Could not tell or could not finish: no evidence, a dependency out of reach, a lock not had."
        case .interrupted: "Ended by Ctrl-C."
        case .terminated: "Ended by SIGTERM."
        }
    }

    /// Several at once: wrong usage outranks "no", which outranks "could not tell".
    package static func worst(_ all: some Sequence<ExitStatus>) -> ExitStatus {
        let order: [ExitStatus] = [.interrupted, .terminated, .usage, .negative, .incomplete]
        let seen = Set(all)
        return order.first(where: seen.contains) ?? .success
    }
}
