package import Deadlines
internal import JSON
internal import NATS
internal import Network
package import Words

extension MessagingResource {
    package func carryOut(_ change: Change, by deadline: Deadline) async throws -> [Finding] {
        guard change.isFeasible else { return [] }
        if let stream = desired.stream(at: change.address) {
            return try await carryOut(StreamTask(desired: stream, change: change), by: deadline)
        }
        if let consumer = desired.consumer(at: change.address) {
            return try await carryOut(ConsumerTask(desired: consumer, change: change), by: deadline)
        }
        // The file speaks of it no more.
        throw StaleChange(change.address)
    }

    private func carryOut(_ task: some ChangeTask, by deadline: Deadline) async throws -> [Finding] {
        let outcome: TaskOutcome
        do throws(NATSError) {
            outcome = try await attempts(task, by: deadline)
        } catch {
            throw try told(error, at: task.change.address)
        }
        switch outcome {
        case .done(let findings): return findings
        case .stale: throw StaleChange(task.change.address)
        }
    }

    /// Looks, acts, and looks again; what became of a request whose answer was lost is read, not guessed.
    private func attempts(_ task: some ChangeTask, by deadline: Deadline) async throws(NATSError) -> TaskOutcome {
        for left in [2, 1] {
            // A request that is lost may not eat the time of those that find out.
            let share = Deadline.after(deadline.remaining / (left + 1)).sooner(of: deadline)
            do throws(NATSError) {
                return try await task.run(JetStream(try await link.connection(by: share)), by: share)
            } catch {
                guard error.leavesOutcomeOpen, !deadline.hasPassed, !Task.isCancelled else { throw error }
            }
        }
        return try await task.run(JetStream(try await link.connection(by: deadline)), by: deadline)
    }
}

extension NATSError {
    /// The request may have been carried out, or can be tried again over another connection.
    var leavesOutcomeOpen: Bool {
        switch self {
        case .timeout, .closed, .transport(.closed), .transport(.reset), .transport(.refused): true
        case .api(let failure): failure.errorCode == .streamNameInUse || failure.errorCode == .consumerAlreadyExists
        default: false
        }
    }
}
