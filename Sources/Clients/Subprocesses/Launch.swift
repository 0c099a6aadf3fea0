internal import CSystem
internal import Deadlines
internal import FoundationEssentials
internal import Glibc

/// A child just started: its pid, a descriptor of the process itself, and our ends of its pipes.
struct Launch: ~Copyable {
    let pid: pid_t
    /// Readable once the process has ended; names this process even after its pid is free again.
    let process: Descriptor
    var output: Descriptor?
    var errors: Descriptor?
}

func launch(_ command: Command) throws(SubprocessError) -> Launch {
    Abandoned.reap()
    keepEndings()
    let environment = command.environment ?? ProcessInfo.processInfo.environment
    if let folder = command.folder { try checkFolder(folder) }
    let path = try locate(command.program, on: environment["PATH"], from: command.folder)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Our copies of the child's ends go when this returns, else its pipes would never end.
    let input = try give(command.input, &actions)
    var output = try give(command.output, as: 1, &actions)
    var errors = try give(command.errors, as: 2, &actions)
    if let folder = command.folder { _ = csystem_spawn_in_folder(&actions, folder) }
    _ = csystem_spawn_closing_from(&actions, 3)

    let pid = try spawn(path, command, environment, &actions)
    _ = consume input
    let number = csystem_pidfd_open(pid)
    guard number >= 0 else {
        let code = errno
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
        throw .system(call: "pidfd_open", errno: code)
    }
    return Launch(
        pid: pid,
        process: Descriptor(number),
        output: output.ours.take(),
        errors: errors.ours.take(),
    )
}

/// Both ends of one of the child's standard descriptors, where they exist.
private struct Gift: ~Copyable {
    var ours: Descriptor?
    var theirs: Descriptor?
}

private typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>

private func give(_ input: Command.Input, _ actions: Actions) throws(SubprocessError) -> Gift {
    let file: Descriptor
    switch input {
    case .inherited: return Gift()
    case .closed:
        posix_spawn_file_actions_addclose(actions, 0)
        return Gift()
    case .empty: file = try .open("/dev/null", O_RDONLY)
    case .file(let path): file = try .open(path, O_RDONLY)
    case .bytes(let bytes): file = try .memory(bytes)
    }
    posix_spawn_file_actions_adddup2(actions, file.number, 0)
    return Gift(theirs: file)
}

private func give(_ output: Command.Output, as number: Int32, _ actions: Actions) throws(SubprocessError) -> Gift {
    let file: Descriptor
    switch output {
    case .inherited: return Gift()
    case .closed:
        posix_spawn_file_actions_addclose(actions, number)
        return Gift()
    case .withOutput:
        if number == 2 { posix_spawn_file_actions_adddup2(actions, 1, 2) }
        return Gift()
    case .piped:
        let pipe = try Descriptor.pipe()
        posix_spawn_file_actions_adddup2(actions, pipe.writing.number, number)
        return Gift(ours: pipe.reading, theirs: pipe.writing)
    case .discarded: file = try .open("/dev/null", O_WRONLY)
    case .appended(let path): file = try .open(path, O_WRONLY | O_CREAT | O_APPEND)
    case .replacing(let path): file = try .open(path, O_WRONLY | O_CREAT | O_TRUNC)
    }
    posix_spawn_file_actions_adddup2(actions, file.number, number)
    return Gift(theirs: file)
}

private func spawn(
    _ path: String,
    _ command: Command,
    _ environment: [String: String],
    _ actions: Actions,
) throws(SubprocessError) -> pid_t {
    let words = [command.program] + command.arguments
    let variables = environment.map { "\($0.key)=\($0.value)" }
    guard !(words + variables).contains(where: { $0.utf8.contains(0) }) else {
        throw .system(call: "exec", errno: EINVAL)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Dispatch's threads block signals and ihctl ignores some: the child starts with none of that.
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    switch command.group {
    case .own: flags |= Int16(POSIX_SPAWN_SETPGROUP)
    case .session: flags |= csystem_spawn_new_session()
    case .inherited: break
    }
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, flags)

    var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, path, actions, &attributes, &argv, &envp)
    switch code {
    case 0: return pid
    case ENOENT: throw .interpreterMissing(path: path)
    case EACCES: throw .notExecutable(path: path)
    default: throw .system(call: "posix_spawn", errno: code)
    }
}

/// A parent that ignores SIGCHLD hands that on through exec, and then every exit status would be lost.
private func keepEndings() {
    var now = sigaction()
    guard sigaction(SIGCHLD, nil, &now) == 0 else { return }
    if unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self) == 1 { signal(SIGCHLD, SIG_DFL) }
}
