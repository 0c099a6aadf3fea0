internal import FoundationEssentials
internal import Glibc

/// Stops a process and its children as a stuck machine would, and returns when not one of their threads runs any more.
///
/// SIGSTOP is only on its way when `kill` returns: it takes effect when a thread of the target is next given a core, and on a busy machine the
/// target goes on answering until then.
package func freeze(_ process: Int32) async throws {
    guard kill(process, SIGSTOP) == 0 else { throw SpawnFailure(description: "no process \(process) to freeze") }
    let end = ContinuousClock.now + .seconds(60)
    while !threadStates(of: process).isDisjoint(with: runningStates) {
        guard ContinuousClock.now < end else {
            throw SpawnFailure(description: "process \(process) does not stop: \(threadStates(of: process))")
        }
        try await Task.sleep(for: .milliseconds(2))
    }
    // Its parent makes no more of them. One that has just ended need not be stopped.
    for child in children(of: process) where kill(child, 0) == 0 { try await freeze(child) }
}

/// Lets a frozen process and its children go on.
package func thaw(_ process: Int32) {
    for child in children(of: process) { thaw(child) }
    kill(process, SIGCONT)
}

/// Running, sleeping, in the disk's hands.
private let runningStates: Set<Character> = ["R", "S", "D", "I", "P"]

private func threadStates(of process: pid_t) -> Set<Character> {
    let tasks = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    return Set(threads.compactMap { statFields("\(tasks)/\($0)/stat").first?.first })
}

private func children(of process: pid_t) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { candidate in
        let fields = statFields("/proc/\(candidate)/stat")
        return fields.count > 1 && pid_t(fields[1]) == process
    }
}

/// State, parent and so on: what stands behind the name, which may hold anything.
private func statFields(_ path: String) -> [Substring] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    let text = String(decoding: data, as: UTF8.self)
    return text.lastIndex(of: ")").map { text[text.index(after: $0)...].split(separator: " ") } ?? []
}

/// Whether a process runs no more, be it only that nobody has asked for its exit status yet.
func hasEnded(_ process: pid_t) -> Bool {
    guard let state = statFields("/proc/\(process)/stat").first?.first else { return true }
    return state == "Z" || state == "X"
}
