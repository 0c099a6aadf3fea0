internal import Deadlines
internal import JSON
internal import NATS
internal import Words

/// How a task ended.
enum TaskOutcome: Sendable {
    case done([Finding])
    /// The thing is not as the change expects.
    case stale
}

/// One change being carried out, perhaps in several attempts.
protocol ChangeTask: Sendable {
    associatedtype Wanted: Desired

    var desired: Wanted { get }
    var change: Change { get }
    /// What an attempt may have written so far.
    var progress: Progress { get }

    /// Looks at the thing, does what is left to do, and looks at the outcome.
    func run(_ jetStream: JetStream, by deadline: Deadline) async throws(NATSError) -> TaskOutcome
}

/// Whether an attempt has begun to write: from then on what is found may be our own doing.
final class Progress: Sendable {
    private let begun = Locked(false)

    var hasBegun: Bool { begun.withLock { $0 } }

    func begin() { begun.withLock { $0 = true } }
}

extension ChangeTask {
    /// The differences that this change is about and that are still there.
    func remaining(_ comparison: Comparison) -> [Difference] {
        guard change.kind == .update else { return comparison.differences }
        let paths = Set(change.fields.map(\.path))
        return comparison.differences.filter { paths.contains($0.field.path) }
    }

    /// Whether the change's values are still the file's.
    func isMeant(_ comparison: Comparison) -> Bool {
        let wanted = Dictionary(change.fields.map { ($0.path, $0.to) }) { _, last in last }
        return remaining(comparison).allSatisfy { wanted[$0.field.path] == $0.shown.to }
    }

    /// Whether the thing is as the change expects, or as an attempt of ours may have left it.
    func isExpected(_ precondition: String) -> Bool {
        precondition == change.precondition || (change.kind == .update && progress.hasBegun)
    }

    /// What the server took and did not do.
    func ineffective(_ comparison: Comparison) -> [Finding] {
        remaining(comparison).filter(\.isInPlace).map {
            .ineffective($0, at: change.address, isRequired: desired.requires($0.field))
        }
    }
}

extension Difference {
    /// A configuration with this difference mended; everything else in it stays.
    func mended(in config: JSON) -> JSON {
        guard rule.reading.isWhole else { return config.merging(field.patch) }
        var config = config
        config[field.key] = field.value
        return config
    }
}
