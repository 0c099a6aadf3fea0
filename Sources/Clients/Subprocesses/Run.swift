package import Deadlines
internal import Glibc

/// Runs a command to its end and returns what it printed.
///
/// Past the deadline, or when the task is cancelled, its group gets SIGTERM, after `grace` SIGKILL, and the call throws: it lasts at most
/// `grace` longer than the deadline. A process that the command leaves behind holding its output does not delay the return.
package func run(
    _ command: Command,
    by deadline: Deadline,
    keeping limit: Int = 1 << 20,
    grace: Duration = .seconds(1),
) async throws(SubprocessError) -> Completion {
    try await onOwnThread("run \(command.program)") { bell throws(SubprocessError) in
        var course = try Course(command, keeping: limit)
        do throws(WaitFailure) {
            try course.follow(until: deadline, unless: bell)
        } catch {
            let completion = try course.breakOff(after: grace)
            switch error {
            case .deadlinePassed: throw .deadlinePassed(completion)
            case .interrupted: throw .cancelled
            case .system(let code): throw .system(call: "poll", errno: code)
            }
        }
        return try course.completion()
    }
}

/// One run of a command, from its launch to its reaping.
private struct Course: ~Copyable {
    private let launch: Launch
    private let group: Bool
    private let started = ContinuousClock.now
    private var output: Collection
    private var errors: Collection

    init(_ command: Command, keeping limit: Int) throws(SubprocessError) {
        launch = try Subprocesses.launch(command)
        group = command.group != .inherited
        output = Collection(of: launch.output.number, upTo: limit)
        errors = Collection(of: launch.errors.number, upTo: limit)
    }

    /// Collects output until the process has ended and its pipes are empty.
    mutating func follow(until deadline: Deadline, unless bell: Interruption?) throws(WaitFailure) {
        while true {
            let watches = [
                Watch(launch.process.number, for: .readable),
                Watch(output.source, for: .readable),
                Watch(errors.source, for: .readable),
            ]
            let ready = try wait(on: watches, until: deadline, unless: bell)
            if !ready[1].isEmpty { output.take() }
            if !ready[2].isEmpty { errors.take() }
            if !ready[0].isEmpty { break }
        }
        output.drain()
        errors.drain()
    }

    /// Ends the process and its group; nobody has reaped it yet, so neither number can belong to another.
    mutating func breakOff(after grace: Duration) throws(SubprocessError) -> Completion {
        let target = group ? -launch.pid : launch.pid
        kill(target, SIGTERM)
        kill(target, SIGCONT)
        do throws(WaitFailure) {
            try follow(until: .after(grace), unless: nil)
        } catch {
            kill(target, SIGKILL)
            do throws(WaitFailure) {
                try follow(until: .after(.seconds(5)), unless: nil)
            } catch {
                Abandoned.add(launch.pid)
                throw .unkillable(pid: launch.pid)
            }
        }
        if group { kill(target, SIGKILL) }
        return try completion()
    }

    func completion() throws(SubprocessError) -> Completion {
        guard let ending = try reap(launch.pid) else { throw .unkillable(pid: launch.pid) }
        return Completion(
            ending: ending,
            output: output.bytes,
            errors: errors.bytes,
            isTruncated: output.isTruncated || errors.isTruncated,
            duration: ContinuousClock.now - started,
        )
    }
}

extension Optional where Wrapped == Descriptor, Wrapped: ~Copyable {
    fileprivate var number: Int32 {
        switch self {
        case .some(let descriptor): descriptor.number
        case .none: -1
        }
    }
}

/// What came through one pipe, up to a limit; what is beyond it is read and dropped, so that the child never waits.
private struct Collection {
    /// Negative where there is no pipe or it has ended.
    private(set) var source: Int32
    private let limit: Int
    private(set) var bytes: [UInt8] = []
    private(set) var isTruncated = false

    init(of source: Int32, upTo limit: Int) {
        self.source = source
        self.limit = limit
    }

    @discardableResult
    mutating func take() -> Int {
        guard source >= 0 else { return 0 }
        switch glimpse(of: source) {
        case .bytes(let more):
            let room = limit - bytes.count
            bytes += more.prefix(room)
            if more.count > room { isTruncated = true }
            return more.count
        case .nothingYet: return 0
        case .ended:
            source = -1
            return 0
        }
    }

    /// What the process left in the pipe; others that hold it open may write on, which is not waited for.
    mutating func drain() {
        guard source >= 0 else { return }
        var left = capacity(of: source)
        while left > 0 {
            let count = take()
            if count == 0 { return }
            left -= count
        }
    }
}
