internal import Deadlines
internal import Glibc
internal import Synchronization

/// A way out of the process: writes are whole, and the first failure is kept instead of thrown.
package final class OutputStream: Sendable {
    package enum Failure: Sendable, Hashable {
        /// The reader went away: no error, there is nobody left to tell.
        case readerGone
        /// A full disk and the like.
        case system(errno: Int32)
    }

    private enum Target: Sendable {
        case descriptor(Int32)
        case closure(@Sendable (String) -> Void)
    }

    private let target: Target
    private let firstFailure = Locked<Failure?>(nil)

    package init(descriptor: Int32) {
        target = .descriptor(descriptor)
    }

    /// A stream that hands its text to somebody in this process.
    package init(_ take: @escaping @Sendable (String) -> Void) {
        target = .closure(take)
    }

    package var failure: Failure? { firstFailure.withLock { $0 } }

    package var descriptor: Int32? {
        if case .descriptor(let descriptor) = target { descriptor } else { nil }
    }

    package var isTerminal: Bool { descriptor.map(TerminalFacts.isTerminal) ?? false }

    /// Writes all of it, or remembers why not and stays silent from then on.
    package func write(_ text: String) {
        guard !text.isEmpty, failure == nil else { return }
        switch target {
        case .closure(let take): take(text)
        case .descriptor(let descriptor):
            var text = text
            let code = text.withUTF8 { OutputStream.writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
            guard code != 0 else { return }
            firstFailure.withLock { $0 = $0 ?? (code == EPIPE ? .readerGone : .system(errno: code)) }
        }
    }

    /// Until the last byte: through interrupted and partial writes, and through a terminal that somebody made non-blocking.
    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(descriptor, part.baseAddress, part.count)
            let code = errno
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if code == EAGAIN {
                var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&watched, 1, -1)
            } else if code != EINTR {
                return code
            }
        }
        return 0
    }
}
