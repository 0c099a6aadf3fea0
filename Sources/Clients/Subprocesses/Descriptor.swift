internal import CSystem
internal import Deadlines
internal import Glibc

/// A file descriptor that closes itself and that no child inherits by accident.
struct Descriptor: ~Copyable, Sendable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Waits until there is something to read, or, of a process, until it has ended; false where the deadline passes first.
    func isReadable(by deadline: Deadline, unless bell: Interruption?) throws(SubprocessError) -> Bool {
        do throws(WaitFailure) {
            _ = try wait(for: .readable, on: number, until: deadline, unless: bell)
            return true
        } catch {
            switch error {
            case .deadlinePassed: return false
            case .interrupted: throw .cancelled
            case .system(let code): throw .system(call: "poll", errno: code)
            }
        }
    }

    /// Opened for a child: numbered above the standard three, so that giving one of them away never overwrites another.
    static func open(_ path: String, _ flags: Int32) throws(SubprocessError) -> Descriptor {
        let number = Glibc.open(path, flags | O_CLOEXEC | O_NOCTTY, 0o600)
        guard number >= 0 else { throw .fileUnusable(path: path, errno: errno) }
        return try Descriptor(number).aboveStandard()
    }

    static func pipe() throws(SubprocessError) -> Pipe {
        var ends: [Int32] = [-1, -1]
        guard csystem_pipe(&ends) == 0 else { throw .system(call: "pipe2", errno: errno) }
        let reading = Descriptor(ends[0])
        let writing = Descriptor(ends[1])
        _ = fcntl(reading.number, F_SETFL, O_RDONLY | O_NONBLOCK)
        return Pipe(reading: try reading.aboveStandard(), writing: try writing.aboveStandard())
    }

    /// A file in memory that holds these bytes, at its start.
    static func memory(_ bytes: [UInt8]) throws(SubprocessError) -> Descriptor {
        let number = csystem_memory_file("stdin")
        guard number >= 0 else { throw .system(call: "memfd_create", errno: errno) }
        let file = try Descriptor(number).aboveStandard()
        var done = 0
        while done < bytes.count {
            let from = done
            let (count, code) = bytes.withUnsafeBytes { buffer in
                let count = pwrite(
                    file.number,
                    buffer.baseAddress?.advanced(by: from),
                    buffer.count - from,
                    off_t(from)
                )
                return (count, errno)
            }
            if count < 0, code == EINTR { continue }
            guard count > 0 else { throw .system(call: "write", errno: code) }
            done += count
        }
        return file
    }

    func duplicate() throws(SubprocessError) -> Descriptor {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw .system(call: "dup", errno: errno) }
        return Descriptor(copy)
    }

    private consuming func aboveStandard() throws(SubprocessError) -> Descriptor {
        guard number <= 2 else { return self }
        return try duplicate()
    }
}

/// Our end, non-blocking, and the child's.
struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor
}

/// What one look at a non-blocking descriptor gave.
enum Glimpse {
    case bytes([UInt8])
    case nothingYet
    case ended
}

/// Reads what is there; a read error counts as the end, since a pipe has no other.
func glimpse(of number: Int32, atMost count: Int = 65_536) -> Glimpse {
    while true {
        var got = 0
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            got = read(number, buffer.baseAddress, count)
            code = errno
            filled = max(0, got)
        }
        if got > 0 { return .bytes(bytes) }
        if got == 0 { return .ended }
        if code == EINTR { continue }
        return code == EAGAIN ? .nothingYet : .ended
    }
}

/// How many bytes a pipe can hold: what a process left in it at its end is never more.
func capacity(of pipe: Int32) -> Int {
    let getPipeSize: Int32 = 1_032
    let size = fcntl(pipe, getPipeSize)
    return size > 0 ? Int(size) : 65_536
}
