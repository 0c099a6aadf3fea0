internal import Deadlines
internal import Glibc

/// One `ihctl dev` at a time works on a stack: a lock on a file, which the kernel frees when its holder ends, however it ends.
struct StackLock: ~Copyable {
    private let descriptor: Int32

    /// Waits for whoever holds it, up to the deadline.
    init(_ folder: StackFolder, by deadline: Deadline) async throws {
        let descriptor = open(folder.lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StackError(.folder(path: folder.lockFile, reason: String(cString: strerror(errno))))
        }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, !deadline.hasPassed else {
                close(descriptor)
                throw StackError(.busy)
            }
            do {
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                close(descriptor)
                throw error
            }
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
