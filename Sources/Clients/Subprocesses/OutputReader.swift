package import Deadlines
internal import Glibc

/// What a child writes, as it comes. One reader at a time; a child whose output nobody reads waits once its pipe is full.
package actor OutputReader {
    package nonisolated let executor = HandleExecutor("output")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let pipe: Descriptor
    private let process: Descriptor
    private var pending: [UInt8] = []
    /// How far `pending` is known to hold no line end.
    private var searched = 0
    /// Bytes that may still be read after the child's end: what it left in the pipe, not what others write on.
    private var leftover: Int?
    private var hasEnded = false

    init?(_ pipe: consuming Descriptor?, of process: borrowing Descriptor) throws(SubprocessError) {
        guard let pipe = pipe.take() else { return nil }
        self.pipe = pipe
        self.process = try process.duplicate()
    }

    /// The next bytes, or nil at the end: the pipe is closed, or the child has ended and all it wrote is read.
    package func chunk(by deadline: Deadline) async throws(SubprocessError) -> [UInt8]? {
        if !pending.isEmpty {
            defer { pending = [] }
            searched = 0
            return pending
        }
        return try await interruptible { reader, bell throws(SubprocessError) in
            try reader.next(by: deadline, unless: bell)
        }
    }

    /// The next line without its end, or nil after the last; a line longer than `limit` bytes comes in pieces.
    package func line(by deadline: Deadline, limit: Int = 65_536) async throws(SubprocessError) -> String? {
        try await interruptible { reader, bell throws(SubprocessError) in
            try reader.nextLine(by: deadline, limit: limit, unless: bell)
        }
    }

    private func nextLine(by deadline: Deadline, limit: Int, unless bell: Interruption) throws(SubprocessError)
        -> String?
    {
        while true {
            if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { drop(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            searched = pending.count
            if pending.count >= limit {
                defer { drop(limit) }
                return String(decoding: pending[..<limit], as: UTF8.self)
            }
            guard let more = try next(by: deadline, unless: bell) else {
                guard !pending.isEmpty else { return nil }
                defer { drop(pending.count) }
                return String(decoding: pending, as: UTF8.self)
            }
            pending += more
        }
    }

    private func drop(_ count: Int) {
        pending.removeFirst(count)
        searched = 0
    }

    private func next(by deadline: Deadline, unless bell: Interruption) throws(SubprocessError) -> [UInt8]? {
        while !hasEnded {
            if let left = leftover, left <= 0 { break }
            switch glimpse(of: pipe.number) {
            case .bytes(let bytes):
                if let left = leftover { leftover = left - bytes.count }
                return bytes
            case .ended: hasEnded = true
            case .nothingYet:
                if leftover != nil {
                    hasEnded = true
                    break
                }
                let watches = [Watch(pipe.number, for: .readable), Watch(process.number, for: .readable)]
                do throws(WaitFailure) {
                    let ready = try wait(on: watches, until: deadline, unless: bell)
                    if !ready[1].isEmpty { leftover = capacity(of: pipe.number) }
                } catch {
                    switch error {
                    case .deadlinePassed: throw .deadlinePassed(nil)
                    case .interrupted: throw .cancelled
                    case .system(let code): throw .system(call: "poll", errno: code)
                    }
                }
            }
        }
        return nil
    }
}
