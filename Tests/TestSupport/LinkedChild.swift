internal import CSystem
internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// A server that cannot outlive this process.
///
/// A small shell stands between: it waits on a pipe whose other end only this process holds, so that however the tests end (even by SIGKILL)
/// the shell sees the pipe break, ends the server and removes its scratch folder.
package final class LinkedChild: Sendable {
    /// The server's own process.
    package let pid: Int32
    private let lifeline: Int32
    private let keeper: pid_t
    private let name: String
    private let logFile: String
    private let stopped = Mutex(false)

    private static let script = """
        signal=$1; scratch=$2; pidfile=$3; log=$4; shift 4
        "$@" </dev/null >"$log" 2>&1 & server=$!
        echo $server >"$pidfile.new"; mv "$pidfile.new" "$pidfile"
        read -r _
        for stopped in $(pgrep -P $server) $server; do kill -CONT $stopped 2>/dev/null; done; kill -$signal $server 2>/dev/null
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do kill -0 $server 2>/dev/null || break; sleep 0.1; done
        kill -KILL $server 2>/dev/null
        wait $server 2>/dev/null
        [ -n "$scratch" ] && rm -rf $scratch
        """

    /// `removing` are paths, parted by spaces, that go when the server has gone; shell patterns may stand in them.
    package init(
        _ command: [String],
        stopSignal: String = "TERM",
        scratch: Scratch,
        log: String = "log",
        removing: String = "",
        environment: [String: String] = [:],
    ) throws {
        var ends: [Int32] = [0, 0]
        guard csystem_pipe(&ends) == 0 else { throw SpawnFailure(description: "pipe2: \(errno)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        let pidFile = scratch.file("\(log).pid")
        (name, logFile) = (command[0], scratch.file(log))
        let arguments = ["bash", "-c", LinkedChild.script, "lifeline", stopSignal, removing, pidFile, logFile]
        keeper = try spawn(arguments + command, environment: environment, actions: &actions)
        close(ends[0])
        lifeline = ends[1]
        var found: pid_t?
        try waitUntil("\(command[0]) has a pid") {
            found = (try? scratch.read("\(log).pid")).flatMap { pid_t($0.prefix { $0 != "\n" }) }
            return found != nil
        }
        pid = found ?? 0
    }

    deinit {
        stop()
    }

    package func send(_ signal: Int32) {
        kill(pid, signal)
    }

    /// Hangs as a stuck machine would; returns when not one of its threads runs.
    package func freeze() async throws { try await TestSupport.freeze(pid) }
    package func thaw() { TestSupport.thaw(pid) }

    /// Waits until the server does what tests want of it; where it never does or ends before, the error holds what it said last.
    package func waitUntilReady(limit: Double = 60, _ condition: () throws -> Bool) throws {
        var isReady = false
        do {
            try waitUntil("\(name) is ready", limit: limit) {
                // In this order: what ended in between is told by the next round.
                let isOver = hasEnded(pid)
                isReady = try condition() && !isOver
                return isReady || isOver
            }
        } catch {
            throw SpawnFailure(description: "\(error); its log ends: \(logEnd)")
        }
        guard isReady else {
            throw SpawnFailure(description: "\(name) ended before it was ready; its log ends: \(logEnd)")
        }
    }

    private var logEnd: String {
        let data = FileManager.default.contents(atPath: logFile) ?? Data()
        return String(decoding: data.suffix(2_000), as: UTF8.self)
    }

    /// Ends the server and waits until it has gone.
    package func stop() {
        let first = stopped.withLock { already in
            defer { already = true }
            return !already
        }
        guard first else { return }
        close(lifeline)
        var status: Int32 = 0
        while waitpid(keeper, &status, 0) < 0, errno == EINTR {}
    }
}

/// Polls a condition every 10 ms; throws after `limit` seconds, naming what never came.
package func waitUntil(_ what: String, limit: Double = 60, _ condition: () throws -> Bool) throws {
    let end = ContinuousClock.now + .seconds(limit)
    while ContinuousClock.now < end {
        if try condition() { return }
        usleep(10_000)
    }
    throw SpawnFailure(description: "waited \(limit) s in vain: \(what)")
}
