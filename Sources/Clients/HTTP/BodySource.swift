internal import Glibc

/// Where the bytes to send come from, read on the loop's thread as curl has room for them.
protocol BodySource: AnyObject, Sendable {
    /// `nil` where only the end tells.
    var length: Int? { get }
    /// It can be read again from the start, for a redirect or a kept connection that turned out dead.
    var isRepeatable: Bool { get }
    /// Its end was read; asked only where the length is not known.
    var isExhausted: Bool { get }
    func read(into room: UnsafeMutableRawBufferPointer, for transfer: HTTPTransfer) -> BodyPiece
    func seek(to offset: Int) -> Bool
}

enum BodyPiece {
    case bytes(Int)
    case end
    /// Nothing for now; the source resumes the transfer when there is.
    case notYet
    case failed(HTTPError.BodySourceFailure)
}

/// Bytes in memory too many to be copied into the handle.
final class MemorySource: BodySource, @unchecked Sendable {
    private let bytes: [UInt8]
    // The loop's thread alone touches it.
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var length: Int? { bytes.count }
    var isRepeatable: Bool { true }
    var isExhausted: Bool { position >= bytes.count }

    func read(into room: UnsafeMutableRawBufferPointer, for transfer: HTTPTransfer) -> BodyPiece {
        let count = min(room.count, bytes.count - position)
        guard count > 0 else { return .end }
        bytes.withUnsafeBytes {
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)]))
        }
        position += count
        return .bytes(count)
    }

    func seek(to offset: Int) -> Bool {
        position = offset
        return true
    }
}

/// A part of a regular file; reading one never waits for anybody, so the loop's thread does it.
final class FileSource: BodySource, @unchecked Sendable {
    let length: Int?
    var isRepeatable: Bool { true }
    var isExhausted: Bool { position >= count }
    private let path: String
    private let descriptor: Int32
    private let start: Int
    private let count: Int
    // The loop's thread alone touches it.
    private var position = 0

    init(path: String, offset: Int, count: Int?) throws(HTTPError.BodySourceFailure) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw .file(path: path, errno: code)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .file(path: path, errno: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        let available = Int(status.st_size) - offset
        guard offset >= 0, available >= 0, count.map({ $0 <= available }) ?? true else {
            close(descriptor)
            throw .tooShort
        }
        self.path = path
        start = offset
        self.count = count ?? available
        length = self.count
    }

    deinit {
        close(descriptor)
    }

    func read(into room: UnsafeMutableRawBufferPointer, for transfer: HTTPTransfer) -> BodyPiece {
        let wanted = min(room.count, count - position)
        guard wanted > 0 else { return .end }
        var got = 0
        var code: Int32 = 0
        repeat {
            got = pread(descriptor, room.baseAddress, wanted, off_t(start + position))
            code = errno
        } while got < 0 && code == EINTR
        if got < 0 { return .failed(.file(path: path, errno: code)) }
        if got == 0 { return .failed(.tooShort) }
        position += got
        return .bytes(got)
    }

    func seek(to offset: Int) -> Bool {
        position = offset
        return true
    }
}
