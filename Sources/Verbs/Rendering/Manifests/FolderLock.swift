internal import Glibc

/// One writer at a time in a folder: a lock on the folder itself, which leaves no file behind and goes with its holder.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Waits for whoever writes there, but not for ever.
    init(_ folder: Folder) throws(Folder.Fault) {
        descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unwritable(folder.path, reason: String(cString: strerror(errno))) }
        for _ in 0..<1_500 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(20_000)
        }
        close(descriptor)
        throw .unwritable(folder.path, reason: "another ihctl has been writing there for half a minute")
    }

    deinit { close(descriptor) }
}
