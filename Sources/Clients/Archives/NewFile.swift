internal import Glibc

/// A file that comes to be whole or not at all, readable by its owner alone, and never in the place of another.
package struct NewFile: Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        case exists
        /// The system's own code.
        case system(Int32)

        package var description: String {
            switch self {
            case .exists: "it is there already"
            case .system(let code): String(cString: strerror(code)).lowercased()
            }
        }
    }

    /// Why it cannot come to be, as far as that is known before it is written.
    package var obstacle: Failure? {
        // Its name while it is not whole is the longer one.
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last?.count ?? 0
        if name + ".part-\(UInt32.max)".utf8.count > 255 { return .system(ENAMETOOLONG) }
        var facts = stat()
        if lstat(path, &facts) == 0 { return .exists }
        if errno != ENOENT { return .system(errno) }
        return access(folder, W_OK | X_OK) == 0 ? nil : .system(errno)
    }

    package var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    package func write(_ bytes: [UInt8]) throws(Failure) {
        let partial = "\(path).part-\(UInt32.random(in: 0 ..< .max))"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(errno) }
        // Under either name: after a success it has the one that it should have.
        defer { unlink(partial) }
        var failure = NewFile.fill(descriptor, with: bytes)
        // Some file systems say only now that there is no room.
        if failure == nil, fsync(descriptor) != 0 { failure = .system(errno) }
        if close(descriptor) != 0, failure == nil { failure = .system(errno) }
        if let failure { throw failure }
        try place(partial)
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) -> Failure? {
        var done = 0
        while done < bytes.count {
            let (count, code) = bytes.withUnsafeBytes { buffer in
                let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                return (count, errno)
            }
            if count < 0, code == EINTR { continue }
            guard count >= 0 else { return .system(code) }
            done += count
        }
        return nil
    }

    /// A second name never takes the place of a file that is there, as a new name would.
    private func place(_ partial: String) throws(Failure) {
        if link(partial, path) == 0 { return }
        switch errno {
        case EEXIST: throw .exists
        case EPERM, EOPNOTSUPP, ENOSYS, EMLINK:
            // A file system without second names.
            if let obstacle { throw obstacle }
            guard rename(partial, path) == 0 else { throw .system(errno) }
        case let code: throw .system(code)
        }
    }
}
