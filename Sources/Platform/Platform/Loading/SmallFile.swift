internal import Glibc

/// Reads files a person wrote, with a cap, and never waits on a pipe or a device that was named by mistake.
package enum SmallFile {
    package enum Failure: Error, Sendable, Hashable {
        case missing
        case tooLarge
        case other(String)
    }

    package static func read(_ path: String, atMost limit: Int) -> Result<[UInt8], Failure> {
        guard !path.utf8.contains(0) else { return .failure(.missing) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            return .failure(code == ENOENT || code == ENOTDIR ? .missing : .other(text(of: code)))
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return .failure(.other(text(of: errno))) }
        guard facts.st_mode & S_IFMT != S_IFDIR else { return .failure(.other("it is a folder")) }
        guard facts.st_mode & S_IFMT == S_IFREG else { return .failure(.other("it is no regular file")) }
        guard facts.st_size <= limit else { return .failure(.tooLarge) }
        return contents(of: descriptor, about: Int(facts.st_size), atMost: limit)
    }

    /// The size is only a hint: files under /proc say 0, and a file may grow.
    private static func contents(of descriptor: Int32, about size: Int, atMost limit: Int) -> Result<[UInt8], Failure> {
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            var failure: Int32 = 0
            let wanted = max(size + 1 - bytes.count, 4_096)
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                var count = -1
                repeat { count = Glibc.read(descriptor, buffer.baseAddress, wanted) } while count < 0 && errno == EINTR
                if count < 0 { failure = errno }
                filled = max(count, 0)
            }
            if failure != 0 { return .failure(.other(text(of: failure))) }
            if chunk.isEmpty { return .success(bytes) }
            bytes += chunk
        }
        return .failure(.tooLarge)
    }

    private static func text(of code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
