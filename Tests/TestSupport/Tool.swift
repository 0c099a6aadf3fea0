internal import CSystem
internal import Dispatch
internal import FoundationEssentials
internal import Glibc

/// What a command printed and how it ended; 128 + signal where one ended it.
package struct Outcome: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String
}

/// Runs a command to its end, killed with its group after `limit` seconds; tests only, it blocks.
@discardableResult
package func run(
    _ command: [String],
    input: String = "",
    environment: [String: String] = [:],
    in folder: String? = nil,
    limit: Int = 60,
) throws -> Outcome {
    let scratch = Scratch("run")
    let stdin = try scratch.write(input, to: "in")
    let (out, err) = (scratch.file("out"), scratch.file("err"))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, stdin, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_CREAT, 0o600)
    if let folder { _ = csystem_spawn_in_folder(&actions, folder) }
    let pid = try spawn(["timeout", "-k", "2", String(limit)] + command, environment: environment, actions: &actions)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let code = csystem_exited(status) != 0 ? csystem_exit_status(status) : 128 + csystem_term_signal(status)
    return Outcome(status: code, output: try scratch.read("out"), errors: try scratch.read("err"))
}

package struct SpawnFailure: Error, CustomStringConvertible {
    package let description: String
}

/// Starts a program found on PATH with clean signal masks and none of our descriptors but 0, 1 and 2; `environment` is added to this process's own, an empty value removes a name.
func spawn(
    _ command: [String],
    environment: [String: String],
    actions: UnsafeMutablePointer<posix_spawn_file_actions_t>,
) throws -> pid_t {
    // A socket that a child inherits keeps a port taken and a connection open after the test has closed it.
    _ = csystem_spawn_closing_from(actions, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var merged = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    for (name, value) in environment where value.isEmpty { merged[name] = nil }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = merged.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, command[0], actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw SpawnFailure(description: "\(command[0]): \(String(cString: strerror(code)))") }
    return pid
}

/// Where a server's executable lives: the project's virtual environment, then PATH.
package func serverExecutable(_ name: String) -> String {
    let places =
        ["\(projectRoot)/.ihctl/venv/bin/\(name)"]
        + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    return places.first { access($0, X_OK) == 0 } ?? name
}

/// The checkout these tests were built from.
package let projectRoot: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
}()

/// Does something that blocks on a thread of its own, so that the tests beside it go on.
package func aside<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "aside").async { continuation.resume(with: Result(catching: body)) }
    }
}
