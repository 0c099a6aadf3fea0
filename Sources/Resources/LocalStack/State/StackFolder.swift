internal import Deadlines
internal import FoundationEssentials
internal import Glibc

/// Where one checkout's stack keeps everything: `.ihctl/dev`.
package struct StackFolder: Sendable, Hashable {
    package let root: String

    package init(root: String) {
        self.root = root
    }

    package var ihctl: String { "\(root)/.ihctl" }
    package var path: String { "\(ihctl)/dev" }
    var stateFile: String { "\(path)/stack.json" }
    var lockFile: String { "\(path)/lock" }
    package func log(of service: ServiceName) -> String { "\(path)/logs/\(service.rawValue).log" }
    /// For a service that writes more than the one log.
    func logFolder(of service: ServiceName) -> String { "\(path)/logs/\(service.rawValue)" }
    func data(of service: ServiceName) -> String { "\(path)/data/\(service.rawValue)" }
    func configuration(_ file: String) -> String { "\(path)/configuration/\(file)" }

    /// What the file system knows it by.
    var identifier: UInt64? {
        var facts = stat()
        return stat(path, &facts) == 0 ? UInt64(facts.st_ino) : nil
    }

    /// A link in place of one of these folders could lead what is written or removed anywhere.
    func requireOwnFolders() throws(StackError) {
        for folder in [ihctl, path] {
            var facts = stat()
            guard lstat(folder, &facts) == 0 else { continue }
            guard facts.st_mode & S_IFMT == S_IFDIR else {
                throw StackError(.folder(path: folder, reason: "must be a folder, not a link or a file"))
            }
        }
    }

    /// Makes the folders; `.ihctl` hides itself from git.
    func make() throws(StackError) {
        try requireOwnFolders()
        for folder in [path, "\(path)/logs", "\(path)/data", "\(path)/configuration"] {
            try makeFolder(folder, mode: 0o755)
        }
        // What services are configured with holds their passwords.
        chmod("\(path)/configuration", 0o700)
        let ignore = "\(ihctl)/.gitignore"
        if access(ignore, F_OK) != 0 { try write("*\n", to: ignore, mode: 0o644) }
    }
}

extension StackFolder {
    /// What a process that was killed in the middle of writing left behind: files of its own name, with passwords in them.
    ///
    /// Only for who holds the lock: nobody else is writing then.
    func removeUnfinishedFiles(databaseHome: String?) {
        for folder in [path, "\(path)/configuration", "\(path)/data", databaseHome].compactMap(\.self) {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where name.hasSuffix(unfinishedEnding) || name.hasSuffix(DatabaseService.passwordEnding) {
                unlink("\(folder)/\(name)")
            }
        }
    }
}

/// How the name of a file ends that is not whole yet.
private let unfinishedEnding = ".new"

func makeFolder(_ path: String, mode: mode_t) throws(StackError) {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw StackError(.folder(path: path, reason: String(cString: strerror(errno))))
    }
    chmod(path, mode)
}

/// Writes a file whole or not at all: a new one beside it takes its name.
func write(_ text: String, to path: String, mode: mode_t) throws(StackError) {
    // A name of this process's own: two `up`s may write the same file at once.
    let fresh = "\(path).\(getpid())\(unfinishedEnding)"
    unlink(fresh)
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw StackError(.folder(path: fresh, reason: String(cString: strerror(errno)))) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
            let reason = String(cString: strerror(errno))
            unlink(fresh)
            throw StackError(.folder(path: fresh, reason: reason))
        }
        written += count
    }
    guard fsync(descriptor) == 0, rename(fresh, path) == 0 else {
        throw StackError(.folder(path: path, reason: String(cString: strerror(errno))))
    }
}

func removeFolder(_ path: String) throws(StackError) {
    guard access(path, F_OK) == 0 else { return }
    do {
        try FileManager.default.removeItem(atPath: path)
    } catch {
        throw StackError(.folder(path: path, reason: "cannot be removed: \(String(cString: strerror(errno)))"))
    }
}
