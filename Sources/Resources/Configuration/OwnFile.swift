internal import Deadlines
internal import Glibc

/// Why a file of ours could not be read or written.
struct FileFault: Error, Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case folder, lock, link, read, write, busy
    }

    var kind: Kind
    var path: String
    var reason: String

    init(_ kind: Kind, _ path: String, _ reason: String) {
        self.kind = kind
        self.path = path
        self.reason = reason
    }

    /// Of the call that failed just now.
    init(_ kind: Kind, _ path: String) {
        self.init(kind, path, String(cString: strerror(errno)).lowercased())
    }
}

/// A file that only its owner reads, and that is replaced whole or not at all.
struct OwnFile: Sendable {
    /// Behind links: the link itself stays.
    let path: String
    private var folder: String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
    private var name: String { String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...]) }
    /// What a write that was killed leaves begins so.
    private var freshPrefix: String { ".\(name).new-" }

    init(_ asked: String) throws(FileFault) {
        var facts = stat()
        guard lstat(asked, &facts) == 0, facts.st_mode & S_IFMT == S_IFLNK else {
            path = asked
            return
        }
        guard let real = realpath(asked, nil) else { throw FileFault(.link, asked) }
        defer { free(real) }
        path = String(cString: real)
    }

    /// Makes the folders that are not there, for the owner alone; inside the project `root` git is told to pass the last one over.
    func makeFolder(in root: String) throws(FileFault) {
        var current = ""
        for step in folder.split(separator: "/") {
            current += "/\(step)"
            guard mkdir(current, 0o700) != 0, errno != EEXIST else { continue }
            // Where it cannot be made it may be there all the same: a read-only disk says so first.
            let code = errno
            guard access(current, F_OK) == 0 else {
                throw FileFault(.folder, current, String(cString: strerror(code)).lowercased())
            }
        }
        if folder.hasPrefix("\(root)/") { hideFromGit() }
    }

    /// Whoever adds everything to a commit would add the secrets too; a folder that others may read is not ours to hide.
    private func hideFromGit() {
        var facts = stat()
        guard stat(folder, &facts) == 0, facts.st_mode & 0o077 == 0 else { return }
        let descriptor = open("\(folder)/.gitignore", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return }
        _ = Glibc.write(descriptor, "*\n", 2)
        close(descriptor)
    }

    /// Runs `body` while no other run is at this file; the kernel frees the lock of one that was killed.
    func locked<Value>(by deadline: Deadline, _ body: () throws -> Value) async throws -> Value {
        let lockPath = "\(folder)/.\(name).lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw FileFault(.lock, lockPath) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw FileFault(.lock, lockPath) }
            guard !deadline.hasPassed else { throw FileFault(.busy, lockPath, "another run holds it") }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try body()
    }

    /// Takes the place of what is there, in one step; the caller holds the lock, so what else is begun belongs to nobody.
    func replace(with bytes: [UInt8], mode: mode_t = 0o600) throws(FileFault) {
        removeLeftovers()
        let fresh = "\(folder)/\(freshPrefix)\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw FileFault(.write, path) }
        do throws(FileFault) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            // The mask of the process may have taken more away.
            guard fchmod(descriptor, mode) == 0 else { throw FileFault(.write, path) }
            var facts = stat()
            // Root may do it for somebody: who owned the file goes on owning it.
            if stat(path, &facts) == 0 { _ = fchown(descriptor, facts.st_uid, facts.st_gid) }
            guard fsync(descriptor) == 0, rename(fresh, path) == 0 else { throw FileFault(.write, path) }
        } catch {
            unlink(fresh)
            throw error
        }
        // The new name outlasts a loss of power only when the folder is on the disk too.
        let folderDescriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { return }
        fsync(folderDescriptor)
        close(folderDescriptor)
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileFault) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFault(.write, path) }
            written += count
        }
    }

    /// They hold secrets, and nobody would look for them.
    private func removeLeftovers() {
        guard let entries = opendir(folder) else { return }
        defer { closedir(entries) }
        var leftovers: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(freshPrefix) { leftovers.append(name) }
        }
        for name in leftovers { unlink("\(folder)/\(name)") }
    }
}
