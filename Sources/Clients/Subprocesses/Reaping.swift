internal import CSystem
internal import Deadlines
internal import Glibc

/// Takes a child's ending from the kernel, or nil while it runs.
///
/// After that the pid may belong to anybody.
func reap(_ pid: pid_t) throws(SubprocessError) -> Ending? {
    var status: Int32 = 0
    while true {
        let result = waitpid(pid, &status, WNOHANG)
        if result == 0 { return nil }
        if result == pid { break }
        let code = errno
        if code != EINTR { throw .system(call: "waitpid", errno: code) }
    }
    if csystem_exited(status) != 0 { return .exited(csystem_exit_status(status)) }
    return .killed(by: Signal(rawValue: csystem_term_signal(status)))
}

/// Children whose handles were let go while they ran: every later launch takes the endings of those that are done, so none stays a zombie.
enum Abandoned {
    private static let pids = Locked<[pid_t]>([])

    static func add(_ pid: pid_t) {
        pids.withLock { $0.append(pid) }
    }

    static func reap() {
        pids.withLock { pids in
            pids.removeAll { pid in
                let result = waitpid(pid, nil, WNOHANG)
                return result == pid || (result < 0 && errno == ECHILD)
            }
        }
    }
}
