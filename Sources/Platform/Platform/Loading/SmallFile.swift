internal import Glibc

/// Reads files a person wrote, with a cap, and never waits on a pipe or a device that was named by mistake.
package enum SmallFile {
    package enum Failure: Error, Sendable, Hashable {
        case missing
        case tooLarge
        case other(String)
    }

    package static func read(_ path: String, atMost limit: Int) -> Result<[UInt8], Failure> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            return .failure(code == ENOENT || code == ENOTDIR ? .missing : .other(String(cString: strerror(code))))
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return .failure(.other(String(cString: strerror(errno)))) }
        guard facts.st_mode & S_IFMT == S_IFREG else { return .failure(.other("not a file")) }
        guard facts.st_size <= limit else { return .failure(.tooLarge) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(facts.st_size) + 1)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(.other(String(cString: strerror(errno)))) }
            if count == 0 { return .success(bytes) }
            bytes.append(contentsOf: buffer[..<count])
            if bytes.count > limit { return .failure(.tooLarge) }
        }
    }
}
