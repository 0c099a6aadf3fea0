internal import CSystem
internal import Deadlines
internal import Dispatch
internal import Glibc
internal import Synchronization
package import Words

/// Ctrl-C and SIGTERM: the first one cancels the running work, the second ends the process at once.
package enum InterruptWatch {
    /// Runs the work under watch.
    ///
    /// A program calls this once; where a signal came, its status is 130 or 143 whatever the work returns.
    package static func run(
        onFirst notice: @escaping @Sendable () -> Void = {},
        _ work: @escaping @Sendable () async -> ExitStatus,
    ) async -> ExitStatus {
        let bell = Interruption()
        Received.bell.store(bell.descriptor, ordering: .relaxed)
        Received.signal.store(0, ordering: .relaxed)
        TransientLine.isShown.store(false, ordering: .relaxed)
        install(handle)
        defer { install(nil) }

        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let source = DispatchSource.makeReadSource(
            fileDescriptor: bell.descriptor,
            queue: DispatchQueue(label: "signals")
        )
        source.setEventHandler {
            bell.silence()
            notice()
            continuation.yield()
        }
        source.activate()
        defer { source.cancel() }

        let status = await withTaskGroup(of: ExitStatus?.self) { group in
            group.addTask { await work() }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            var ended: ExitStatus?
            while ended == nil, let next = await group.next() {
                // The signal came first: cancel the work and wait for it to clean up.
                if let next { ended = next } else { group.cancelAll() }
            }
            continuation.finish()
            return ended ?? .incomplete
        }
        switch Received.signal.load(ordering: .relaxed) {
        case SIGINT: return .interrupted
        case SIGTERM: return .terminated
        default: return status
        }
    }

    /// What work that is being stopped ends with, for a report that says so itself.
    package static var statusOfStopped: ExitStatus {
        Received.signal.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted
    }

    private static func install(_ handler: (@convention(c) (Int32) -> Void)?) {
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = handler
            action.sa_flags = SA_RESTART
            sigaction(number, &action, nil)
        }
    }

    /// Runs inside the signal: touches atomics and descriptors only.
    private static let handle: @convention(c) (Int32) -> Void = { number in
        if Received.signal.exchange(number, ordering: .relaxed) != 0 {
            TransientLine.wipe()
            _exit(128 + number)
        }
        let code = errno
        var one: UInt64 = 1
        _ = write(Received.bell.load(ordering: .relaxed), &one, 8)
        errno = code
    }
}

/// What the handler of a signal reads and writes.
private enum Received {
    static let signal = Atomic<Int32>(0)
    static let bell = Atomic<Int32>(-1)
}

/// The one trace that is left on a terminal when the process ends at once: a line of progress.
///
/// No mode of the terminal is ever changed.
enum TransientLine {
    static let isShown = Atomic<Bool>(false)

    static func wipe() {
        guard isShown.load(ordering: .relaxed) else { return }
        var bytes: (UInt8, UInt8, UInt8, UInt8) = (0x0D, 0x1B, 0x5B, 0x4B)
        _ = write(2, &bytes, 4)
    }
}
