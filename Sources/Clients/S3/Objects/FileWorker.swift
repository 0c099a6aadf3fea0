internal import Cryptography
internal import Deadlines
internal import Glibc

/// Reads and writes files on a thread of its own, since a disk may make one wait.
actor FileWorker {
    private nonisolated let executor = HandleExecutor("s3-files")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func size(of path: String) -> FileOutcome<Int> {
        var status = stat()
        guard stat(path, &status) == 0 else { return .failed(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { return .failed(path, EISDIR) }
        return .done(Int(status.st_size))
    }

    /// SHA-256 of a piece, lower-case hex.
    func hash(of piece: FilePiece) -> FileOutcome<String> {
        let file = open(piece.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return .failed(piece.path, errno) }
        defer { close(file) }
        let digest = RunningDigest(.sha256)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var done = 0
        while done < piece.count {
            let wanted = min(buffer.count, piece.count - done)
            let got = pread(file, &buffer, wanted, off_t(piece.offset + done))
            let code = errno
            if got < 0, code == EINTR { continue }
            // The file became shorter since it was measured.
            guard got > 0 else { return .failed(piece.path, got < 0 ? code : EIO) }
            digest.update(buffer[..<got])
            done += got
        }
        return .done(digest.finish().hexadecimal)
    }

    /// Starts a file beside its place; `keep` moves it there, `discard` removes it.
    func create(for path: String) -> FileOutcome<PartialFile> {
        let name = "\(path).part-\(UInt32.random(in: 0 ..< .max))"
        let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { return .failed(path, errno) }
        return .done(PartialFile(descriptor: file, name: name, path: path))
    }

    func write(_ bytes: [UInt8], to file: PartialFile) -> FileOutcome<Void> {
        var done = 0
        while done < bytes.count {
            let from = done
            let (count, code) = bytes.withUnsafeBytes { buffer in
                let count = Glibc.write(file.descriptor, buffer.baseAddress?.advanced(by: from), buffer.count - from)
                return (count, errno)
            }
            if count < 0, code == EINTR { continue }
            guard count >= 0 else { return .failed(file.path, code) }
            done += count
        }
        return .done(())
    }

    func keep(_ file: PartialFile) -> FileOutcome<Void> {
        guard fsync(file.descriptor) == 0, rename(file.name, file.path) == 0 else {
            return .failed(file.path, errno)
        }
        close(file.descriptor)
        return .done(())
    }

    func discard(_ file: PartialFile) {
        close(file.descriptor)
        unlink(file.name)
    }
}

enum FileOutcome<Value: Sendable>: Sendable {
    case done(Value)
    case failed(_ path: String, _ errno: Int32)

    func get(_ operation: String) throws(S3Error) -> Value {
        switch self {
        case .done(let value): return value
        case .failed(let path, let code): throw S3Error(.file(path: path, errno: code), operation: operation)
        }
    }
}

/// A file that is being written; ended by exactly one of `keep` and `discard`.
struct PartialFile: Sendable {
    let descriptor: Int32
    let name: String
    let path: String
}
