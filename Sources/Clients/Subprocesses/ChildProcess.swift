package import Deadlines
internal import Glibc

/// Starts a command and returns at once; the handle ends, signals and awaits it.
///
/// A child in a session of its own with files for output lives on when this process ends: write its `identity` down to find it again.
package func spawn(_ command: Command) throws(SubprocessError) -> ChildProcess {
    try ChildProcess(command)
}

/// A child that runs.
///
/// Letting the handle go leaves the child running; stop it where that is not meant.
package final class ChildProcess: Sendable {
    package let identity: ProcessIdentity
    /// Where the command's output is piped.
    package let output: OutputReader?
    package let errors: OutputReader?

    private let group: Bool
    private let process: Descriptor
    /// Reaping and signalling share a lock: a pid that may already be another's is never signalled.
    private let ending = Locked<Ending?>(nil)

    package var pid: Int32 { identity.pid }

    fileprivate init(_ command: Command) throws(SubprocessError) {
        var launch = try Subprocesses.launch(command)
        let pid = launch.pid
        guard let identity = ProcessIdentity(of: pid) else {
            kill(pid, SIGKILL)
            Abandoned.add(pid)
            throw .system(call: "read /proc/\(pid)/stat", errno: ENOENT)
        }
        self.identity = identity
        group = command.group != .inherited
        output = try OutputReader(launch.output.take(), of: launch.process)
        errors = try OutputReader(launch.errors.take(), of: launch.process)
        process = try launch.process.duplicate()
    }

    deinit {
        if ending.withLock({ $0 }) == nil { Abandoned.add(identity.pid) }
    }

    /// How it ended, or nil while it runs.
    package func endingIfAny() throws(SubprocessError) -> Ending? {
        try ending.withLock { known throws(SubprocessError) in
            if known == nil { known = try reap(identity.pid) }
            return known
        }
    }

    /// Waits for its own end; throws `deadlinePassed` and leaves it running where that comes first.
    package func wait(by deadline: Deadline) async throws(SubprocessError) -> Ending {
        try await onOwnThread("await \(pid)") { [self] bell throws(SubprocessError) in
            guard try awaitEnd(by: deadline, unless: bell), let ending = try endingIfAny() else {
                throw .deadlinePassed(nil)
            }
            return ending
        }
    }

    /// To its group where it has one of its own, else to itself; false where it has ended.
    @discardableResult
    package func send(_ signal: Signal) throws(SubprocessError) -> Bool {
        try ending.withLock { known throws(SubprocessError) in
            guard known == nil else { return false }
            let result = kill(group ? -identity.pid : identity.pid, signal.rawValue)
            let code = errno
            guard result == 0 || code == ESRCH else { throw .system(call: "kill", errno: code) }
            return result == 0
        }
    }

    /// Asks it to end, after `grace` ends it and its group by SIGKILL, and reaps it; not stopped by cancellation.
    @discardableResult
    package func stop(
        with signal: Signal = .terminate,
        grace: Duration = .seconds(5),
    ) async throws(SubprocessError) -> Ending {
        try await onOwnThread("stop \(pid)") { [self] _ throws(SubprocessError) in
            if try endingIfAny() == nil {
                try send(signal)
                try send(.resume)
                _ = try awaitEnd(by: .after(grace), unless: nil)
                // Whatever is left of the group goes too, before reaping frees its number.
                try send(.kill)
                guard try awaitEnd(by: .after(.seconds(5)), unless: nil) else { throw .unkillable(pid: pid) }
            }
            guard let ending = try endingIfAny() else { throw .unkillable(pid: pid) }
            // Where it ended by itself, its children may be there still.
            if group { for member in identity.company() { try member.send(.kill) } }
            return ending
        }
    }

    private func awaitEnd(by deadline: Deadline, unless bell: Interruption?) throws(SubprocessError) -> Bool {
        try process.isReadable(by: deadline, unless: bell)
    }
}
