internal import Glibc

/// The real file system, seen no further than one folder: whatever leads out of it, a link too, is refused.
package struct LocalFiles: FileTree {
    private let root: String
    private static let largestFile = 32 << 20

    /// - Parameter root: what no path may leave.
    package init(within root: String) throws(FileTreeError) {
        self.root = try Self.real(root)
    }

    package func resolved(_ path: String) throws(FileTreeError) -> String {
        let real = try Self.real(path)
        guard Path.isWithin(real, root) else { throw .outside(root: root) }
        return real
    }

    package func kind(of path: String) -> FileKind? {
        guard let real = try? resolved(path), let mode = Self.mode(of: real) else { return nil }
        switch mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return .file
        default: return nil
        }
    }

    package func read(_ path: String) throws(FileTreeError) -> [UInt8] {
        let real = try resolved(path)
        // Not blocking: a pipe put there meanwhile would wait for its writer for ever.
        let file = open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw Self.failure() }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Self.failure() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(reason: "it is no regular file") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(Int(status.st_size), Self.largestFile) + 1)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure() }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= Self.largestFile else {
                throw .unreadable(reason: "it has more than \(Self.largestFile >> 20) MiB")
            }
        }
    }

    /// An existing path without links; of one that does not exist, that of its nearest folder that does.
    private static func real(_ path: String) throws(FileTreeError) -> String {
        guard !path.utf8.contains(0) else { throw .missing }
        if let found = realpath(path, nil) {
            defer { free(found) }
            return String(cString: found)
        }
        let reason = errno
        guard reason == ENOENT || reason == ENOTDIR else {
            throw .unreadable(reason: String(cString: strerror(reason)))
        }
        throw .missing
    }

    private static func mode(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode : nil
    }

    private static func failure() -> FileTreeError {
        let reason = errno
        return reason == ENOENT ? .missing : .unreadable(reason: String(cString: strerror(reason)))
    }
}
