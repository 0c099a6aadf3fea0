internal import CSystem
package import Deadlines
internal import FoundationEssentials
internal import Glibc

/// A process told apart from every other that may later get its pid: what to write down about a server that outlives us.
package struct ProcessIdentity: Sendable, Hashable, Codable {
    package let pid: Int32
    /// Clock ticks from boot to its start.
    package let startTime: UInt64
    /// The boot those ticks count from; after a restart of the machine nothing written before is alive.
    package let bootID: String

    package init(pid: Int32, startTime: UInt64, bootID: String) {
        self.pid = pid
        self.startTime = startTime
        self.bootID = bootID
    }

    /// Whoever has this pid now, or nil where nobody has.
    package init?(of pid: Int32) {
        guard let status = ProcessStatus(of: pid) else { return nil }
        self.init(pid: pid, startTime: status.startTime, bootID: currentBootID)
    }

    package static var current: ProcessIdentity? { ProcessIdentity(of: getpid()) }

    /// It runs, or is stopped; a zombie has ended.
    package var isAlive: Bool {
        guard bootID == currentBootID, let status = ProcessStatus(of: pid) else { return false }
        return status.startTime == startTime && !status.hasEnded
    }

    /// Sends to this process and to no other, or returns false where it has ended.
    @discardableResult
    package func send(_ signal: Signal) throws(SubprocessError) -> Bool {
        guard let process = try open() else { return false }
        guard csystem_pidfd_send_signal(process.number, signal.rawValue) == 0 else {
            let code = errno
            if code == ESRCH { return false }
            throw .system(call: "pidfd_send_signal", errno: code)
        }
        return true
    }

    /// True once it has ended, false when the deadline came first.
    package func waitForEnd(by deadline: Deadline) async throws(SubprocessError) -> Bool {
        try await onOwnThread("await \(pid)") { bell throws(SubprocessError) in
            try awaitEnd(by: deadline, unless: bell)
        }
    }

    /// Asks it to end, and after `grace` ends it and all of its group and session by SIGKILL; returns when all have ended.
    ///
    /// Not stopped by cancellation: whoever begins to stop a server must come to the end of it. It lasts at most `grace` and five seconds.
    package func stop(
        with signal: Signal = .terminate,
        grace: Duration = .seconds(5),
    ) async throws(SubprocessError) {
        try await onOwnThread("stop \(pid)") { _ throws(SubprocessError) in
            let company = company()
            if try send(signal) {
                try send(.resume)
                _ = try awaitEnd(by: .after(grace), unless: nil)
            }
            var left = Set(company).union(self.company())
            left.insert(self)
            let limit = Deadline.after(.seconds(5))
            while true {
                left = left.filter(\.isAlive)
                for member in left { try member.send(.kill) }
                for member in left where try !member.awaitEnd(by: limit, unless: nil) {
                    throw .unkillable(pid: member.pid)
                }
                left = Set(self.company())
                if left.isEmpty { return }
            }
        }
    }

    /// The living processes of the group or session that this process leads or led, without itself.
    ///
    /// While one of them lives, the kernel gives the leader's pid to nobody else, so the number still means them. Where somebody else has
    /// the pid by now they are all gone, and the answer is empty.
    package func company() -> [ProcessIdentity] {
        guard bootID == currentBootID else { return [] }
        if let holder = ProcessStatus(of: pid), holder.startTime != startTime { return [] }
        return allProcesses().compactMap { other in
            guard other != pid, let status = ProcessStatus(of: other), !status.hasEnded else { return nil }
            guard status.group == pid || status.session == pid, status.startTime >= startTime else { return nil }
            return ProcessIdentity(pid: other, startTime: status.startTime, bootID: bootID)
        }
    }

    private func awaitEnd(by deadline: Deadline, unless bell: Interruption?) throws(SubprocessError) -> Bool {
        guard let process = try open() else { return true }
        return try process.isReadable(by: deadline, unless: bell)
    }

    /// Opened first and judged after, so that what is judged is what is open.
    private func open() throws(SubprocessError) -> Descriptor? {
        let number = csystem_pidfd_open(pid)
        guard number >= 0 else {
            let code = errno
            if code == ESRCH || code == EINVAL { return nil }
            throw .system(call: "pidfd_open", errno: code)
        }
        let process = Descriptor(number)
        guard isAlive else { return nil }
        return consume process
    }
}

/// The few fields of /proc/PID/stat that are needed here.
private struct ProcessStatus {
    let state: Character
    let group: Int32
    let session: Int32
    let startTime: UInt64

    var hasEnded: Bool { state == "Z" || state == "X" }

    init?(of pid: Int32) {
        guard pid > 0, let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/stat")) else { return nil }
        // The second field is the program's name in brackets and may itself hold brackets and spaces.
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 19, let state = fields[0].first, let group = Int32(fields[2]),
            let session = Int32(fields[3]), let startTime = UInt64(fields[19])
        else { return nil }
        self.state = state
        self.group = group
        self.session = session
        self.startTime = startTime
    }
}

private func allProcesses() -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }
}

private let currentBootID: String = {
    let data = (try? Data(contentsOf: URL(filePath: "/proc/sys/kernel/random/boot_id"))) ?? Data()
    return String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
}()
